package io.orbit.client.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps text until it is longer than the screen; from then on a pager gets it. */
final class PagedOutput extends Writer {
  private final PrintWriter terminal;
  private final int mostLines;
  private final List<String> command;
  private final StringBuilder kept = new StringBuilder();
  private int lines;
  private @Nullable Process process;
  private @Nullable Writer pager;
  private boolean closed;

  PagedOutput(PrintWriter terminal, int mostLines, List<String> command) {
    this.terminal = terminal;
    this.mostLines = mostLines;
    this.command = command;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    if (closed) {
      return; // the reader has left the pager
    }
    if (pager != null) {
      send(new String(text, offset, length));
      return;
    }
    if (mostLines == Integer.MAX_VALUE) {
      terminal.write(text, offset, length);
      return;
    }
    kept.append(text, offset, length);
    for (int at = offset; at < offset + length; at++) {
      lines += text[at] == '\n' ? 1 : 0;
    }
    if (lines > mostLines) {
      open();
    }
  }

  private void open() {
    terminal.flush();
    String text = kept.toString();
    kept.setLength(0);
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      pager = process.outputWriter(StandardCharsets.UTF_8);
      send(text);
    } catch (IOException noPager) {
      terminal.write(text);
    }
  }

  private void send(String text) {
    try {
      if (pager != null) {
        pager.write(text);
      }
    } catch (IOException left) {
      closed = true;
    }
  }

  @Override
  public void flush() {
    terminal.flush();
  }

  @Override
  public void close() {
    terminal.write(kept.toString());
    kept.setLength(0);
    terminal.flush();
    if (pager == null || process == null) {
      return;
    }
    try {
      pager.close();
    } catch (IOException left) {
      closed = true;
    }
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
