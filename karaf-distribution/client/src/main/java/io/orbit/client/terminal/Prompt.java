package io.orbit.client.terminal;

import io.orbit.client.ClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue: reads a statement, runs it, until the user leaves by {@code \q} or Ctrl-D. Ctrl-C
 * takes back what is being typed, or stops what runs, and never ends the dialogue.
 */
public final class Prompt {
  private static final String DATA_PROMPT = ">> ";

  private final Terminal terminal;
  private final Interpreter interpreter;
  private final WholeStatements statements;
  private final LineReader reader;

  /**
   * @param historyFolder where what was typed is kept
   */
  public Prompt(Terminal terminal, Interpreter interpreter, Path historyFolder) {
    this.terminal = terminal;
    this.interpreter = interpreter;
    this.statements = new WholeStatements(interpreter);
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .appName("orbit")
            .terminal(terminal)
            .parser(statements)
            .completer(interpreter.completer())
            .history(new PrivateHistory(interpreter::isSecret))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%M")
            .variable(LineReader.INDENTATION, 0)
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.HISTORY_TIMESTAMPED, false)
            .option(Option.CASE_INSENSITIVE, true)
            .option(Option.AUTO_REMOVE_SLASH, false);
    try {
      builder.variable(
          LineReader.HISTORY_FILE, PrivateHistory.file(historyFolder, interpreter.name()));
    } catch (IOException notWritable) {
      terminal.writer().println("What is typed cannot be kept: " + notWritable.getMessage());
    }
    reader = builder.build();
  }

  /** Talks until the user leaves. */
  public void talk() {
    terminal.handle(Signal.INT, _ -> interpreter.cancel());
    while (!interpreter.left()) {
      String typed;
      try {
        typed = reader.readLine(interpreter.prompt());
      } catch (UserInterruptException takenBack) {
        continue;
      } catch (EndOfFileException end) {
        terminal.writer().println();
        terminal.flush();
        return;
      }
      if (!typed.isBlank()) {
        run(typed);
        terminal.flush();
      }
    }
  }

  /** A lost connection or a full disk are told, and the dialogue goes on. */
  private void run(String typed) {
    try {
      interpreter.run(lines(typed), false);
    } catch (IOException | ClientException failure) {
      String message = failure.getMessage();
      terminal.writer().println(message == null ? failure.toString() : message);
    }
  }

  private @Nullable String readData() {
    statements.takeAsTyped(true);
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    try {
      return reader.readLine(DATA_PROMPT);
    } catch (UserInterruptException | EndOfFileException end) {
      return null;
    } finally {
      reader.setVariable(LineReader.DISABLE_HISTORY, false);
      statements.takeAsTyped(false);
    }
  }

  /** What was typed, and then what is asked for: the data of COPY. */
  private Lines lines(String typed) {
    Deque<String> typedLines = new ArrayDeque<>(typed.lines().toList());
    boolean[] ended = {false};
    return new Lines() {
      @Override
      public @Nullable String next() {
        String line = typedLines.poll();
        return line == null ? null : line + "\n";
      }

      @Override
      public @Nullable String nextData() {
        String line = typedLines.poll();
        if (line == null && !ended[0]) {
          line = readData();
          ended[0] = line == null;
        }
        return line == null ? null : line + "\n";
      }
    };
  }
}
