package io.orbit.itests;

import io.orbit.client.output.Format;
import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.Interpreter;
import io.orbit.client.terminal.Pager;
import io.orbit.client.terminal.Prompt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** The command line's prompt at a terminal whose keys a test presses. */
final class TypedPrompt implements AutoCloseable {
  static final String CTRL_C = "\u0003";
  static final String CTRL_D = "\u0004";
  static final String ENTER = "\r";
  static final String TAB = "\t";

  private static final Pattern CONTROL =
      Pattern.compile("\\x1b\\[[0-9;?]*[A-Za-z]|\\x1b[=>()][0-9AB]?|\r|\\x07");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final LineDisciplineTerminal terminal;
  private final Thread dialogue;

  TypedPrompt(Function<Display, Interpreter> language, Path history) throws IOException {
    terminal =
        new LineDisciplineTerminal(
            "test", "xterm", screen, StandardCharsets.UTF_8, SignalHandler.SIG_DFL);
    terminal.setSize(new Size(200, 50));
    Display display =
        new Display(terminal.writer(), terminal.writer(), true, Format.Name.TABLE, Pager.none());
    dialogue =
        Thread.ofPlatform()
            .name("typed-prompt")
            .start(
                () -> {
                  try (Interpreter interpreter = language.apply(display)) {
                    new Prompt(terminal, interpreter, history).talk();
                  }
                });
  }

  /** Presses keys. */
  void type(String keys) throws IOException {
    terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
  }

  /** Types a line at the next prompt, and answers what came until something is on the screen. */
  String say(String line, String until) throws IOException {
    awaitPrompt();
    int before = shown().length();
    type(line + ENTER);
    return await(until, before);
  }

  /** Waits until a text comes on the screen behind that place, and answers what came. */
  String await(String text, int behind) {
    Await.until(
        text + " in: " + shown().substring(behind),
        LIMIT,
        () -> shown().indexOf(text, behind) >= 0 || !dialogue.isAlive());
    String came = shown().substring(behind);
    if (!came.contains(text)) {
      throw new AssertionError("the dialogue has ended: " + shown());
    }
    return came;
  }

  /**
   * Waits until a line is being read: before, control keys go to what was said last, not to the
   * line.
   */
  void awaitPrompt() {
    Await.until("a prompt: " + shown(), LIMIT, () -> shown().endsWith("> ") || !dialogue.isAlive());
  }

  /** All that was written, without what moves the cursor and colours. */
  String shown() {
    return CONTROL.matcher(screen.toString(StandardCharsets.UTF_8)).replaceAll("");
  }

  void interrupt() {
    terminal.raise(Signal.INT);
  }

  /** Waits until the dialogue has ended. */
  void awaitEnd() {
    Await.until("ended: " + shown(), LIMIT, () -> !dialogue.isAlive());
  }

  @Override
  public void close() throws IOException {
    if (dialogue.isAlive()) {
      type(CTRL_C + CTRL_D);
      awaitEnd();
    }
    terminal.close();
  }
}
