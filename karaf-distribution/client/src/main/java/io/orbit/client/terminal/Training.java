package io.orbit.client.terminal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Loads what a prompt needs, without a terminal. */
public final class Training {
  private Training() {}

  /** Opens a prompt over streams, reads a line and the end. */
  public static void openPrompt() throws IOException {
    byte[] typed = "SELECT 1;\n".getBytes(StandardCharsets.UTF_8);
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .type("xterm")
            .streams(new ByteArrayInputStream(typed), new ByteArrayOutputStream())
            .build()) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
      while (true) {
        reader.readLine("orbit=> ");
      }
    } catch (EndOfFileException end) {
      return; // all was read
    }
  }
}
