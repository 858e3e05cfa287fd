package io.orbit.client.terminal;

import io.orbit.client.ClientException;
import io.orbit.client.ExitCode;
import io.orbit.client.output.Format;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of everything that runs statements: from where, how results look, what a failure
 * means. Without {@code -e} and {@code -f} statements come from a person, where standard input and
 * output are a terminal, else from standard input.
 */
public final class ScriptOptions {
  private static final String STANDARD_INPUT = "-";

  /**
   * Set by the start script: "0" when standard input is a terminal, "1" when standard output is.
   */
  private static final String TERMINALS = System.getProperty("orbit.terminals", "");

  private final List<Source> sources = new ArrayList<>();

  @Option(names = "--stop-on-error", description = "leave at the first statement that fails")
  private boolean stopOnError;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "table, json, csv or plain; at a terminal table, otherwise plain")
  private Format.@Nullable Name output;

  @Option(
      names = {"-x", "--expanded"},
      description = "a line for each value")
  private boolean expanded;

  @Option(names = "--timing", description = "tell how long each statement took")
  private boolean timing;

  @Option(names = "--no-pager", description = "long results at once, not page by page")
  private boolean noPager;

  private interface Source {
    Reader open() throws IOException;
  }

  @Option(names = "-e", paramLabel = "STATEMENT", description = "run this and leave")
  public void addStatement(String statement) {
    sources.add(() -> new StringReader(statement));
  }

  @Option(names = "-f", paramLabel = "FILE", description = "run this file and leave; - is stdin")
  void addFile(String file) {
    sources.add(
        () ->
            file.equals(STANDARD_INPUT)
                ? standardInput()
                : Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8));
  }

  private static Reader standardInput() {
    return new InputStreamReader(System.in, StandardCharsets.UTF_8);
  }

  public boolean stopOnError() {
    return stopOnError;
  }

  /** Whether a person is there to talk to. */
  private boolean isDialogue() {
    return sources.isEmpty() && TERMINALS.contains("0") && TERMINALS.contains("1");
  }

  /**
   * Runs a language.
   *
   * @param connect makes it
   * @return the exit code
   */
  public int run(Function<Display, Interpreter> connect) throws IOException {
    return isDialogue() ? talk(connect) : runScripts(connect);
  }

  private int runScripts(Function<Display, Interpreter> connect) throws IOException {
    Format.Name format = output;
    if (format == null) {
      format = TERMINALS.contains("1") ? Format.Name.TABLE : Format.Name.PLAIN;
    }
    Display display =
        new Display(writer(System.out), writer(System.err), false, format, Pager.none());
    display.bytesTo(System.out);
    prepare(display);
    boolean fine = true;
    try (Interpreter interpreter = connect.apply(display)) {
      Thread stop = new Thread(() -> stop(interpreter), "orbit-cancel");
      Runtime.getRuntime().addShutdownHook(stop);
      if (sources.isEmpty()) {
        sources.add(ScriptOptions::standardInput);
      }
      for (Source source : sources) {
        fine &= runScript(interpreter, source);
        if (interpreter.left() || !fine && stopOnError) {
          break;
        }
      }
    } finally {
      display.redirect(null);
    }
    return fine ? ExitCode.FINE : ExitCode.FAILED;
  }

  /** Ctrl-C in a script: what runs is stopped at the server too, and nothing comes after it. */
  private static void stop(Interpreter interpreter) {
    interpreter.leave();
    interpreter.cancel();
  }

  private static boolean runScript(Interpreter interpreter, Source source) throws IOException {
    try (Reader reader = source.open()) {
      return interpreter.run(Lines.of(reader), true);
    } catch (java.nio.file.NoSuchFileException notThere) {
      throw new ClientException("there is no file " + notThere.getMessage(), notThere);
    }
  }

  private int talk(Function<Display, Interpreter> connect) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).nativeSignals(true).build()) {
      Display display =
          new Display(
              terminal.writer(),
              terminal.writer(),
              true,
              output == null ? Format.Name.TABLE : output,
              Pager.ofUser(terminal::getHeight, !noPager));
      prepare(display);
      try (Interpreter interpreter = connect.apply(display)) {
        new Prompt(terminal, interpreter, PrivateHistory.usualFolder()).talk();
      } finally {
        display.redirect(null);
      }
    }
    return ExitCode.FINE;
  }

  private void prepare(Display display) {
    display.expanded(expanded);
    display.timing(timing);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, false, StandardCharsets.UTF_8);
  }
}
