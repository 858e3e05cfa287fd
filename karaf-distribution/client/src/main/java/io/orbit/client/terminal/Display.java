package io.orbit.client.terminal;

import io.orbit.client.ClientException;
import io.orbit.client.output.Format;
import io.orbit.client.output.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where results and messages go, and how they look. Data goes to the output, in a dialogue together
 * with what else is said; in a script all else goes to the error stream, or nowhere.
 */
public final class Display {
  private static final double NANOS_PER_MILLI = 1e6;

  private final PrintWriter terminal;
  private final PrintWriter errors;
  private final boolean dialogue;
  private final Pager pager;
  private PrintWriter output;
  private Format.Name format;
  private boolean expanded;
  private boolean timing;
  private @Nullable OutputStream bytes;

  /**
   * @param dialogue whether a person sits before it
   * @param pager pages long results of a dialogue
   */
  public Display(
      PrintWriter output, PrintWriter errors, boolean dialogue, Format.Name format, Pager pager) {
    this.terminal = output;
    this.output = output;
    this.errors = errors;
    this.dialogue = dialogue;
    this.format = format;
    this.pager = pager;
  }

  /** Writes a result, in the format of the moment. */
  public void rows(Rows rows) throws IOException {
    rows(rows, expanded);
  }

  /** Writes a result, expanded or not. */
  public void rows(Rows rows, boolean asBlocks) throws IOException {
    data(out -> format.format(asBlocks).write(rows, out));
  }

  /** What writes data. */
  @FunctionalInterface
  public interface Writing {
    void to(Appendable out) throws IOException;
  }

  /** Writes data, a page at a time where a person reads it. */
  public void data(Writing data) throws IOException {
    if (dialogue && output == terminal) {
      try (PagedOutput paged = pager.page(terminal)) {
        data.to(paged);
      }
    } else {
      data.to(output);
      output.flush();
      if (output.checkError()) {
        throw new ClientException("the output cannot be written");
      }
    }
  }

  /** Writes data that need not be text. */
  public void bytes(byte[] data) throws IOException {
    if (bytes == null || output != terminal) {
      String text = new String(data, StandardCharsets.UTF_8);
      data(out -> out.append(text));
    } else {
      output.flush();
      bytes.write(data);
      bytes.flush();
    }
  }

  /** What the output's bytes go to. */
  void bytesTo(OutputStream stream) {
    bytes = stream;
  }

  /** Something said beside the data that only a person wants to know. */
  public void remark(String text) {
    if (dialogue) {
      terminal.println(text);
      terminal.flush();
    }
  }

  /** Something said beside the data that everybody should know: a notice, a failure. */
  public void tell(String text) {
    PrintWriter stream = dialogue ? terminal : errors;
    stream.println(text);
    stream.flush();
  }

  /** Says how long something took, if that is wanted. */
  public void took(long nanos) {
    if (timing) {
      tell(String.format(Locale.ROOT, "Time: %.3f ms", nanos / NANOS_PER_MILLI));
    }
  }

  /** Sends data to a file from now on, or back to where it came out at first. */
  public void redirect(@Nullable Path file) {
    if (output != terminal) {
      output.close();
    }
    try {
      output =
          file == null
              ? terminal
              : new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    } catch (IOException failure) {
      output = terminal;
      throw new UncheckedIOException(failure);
    }
  }

  public boolean dialogue() {
    return dialogue;
  }

  public Format.Name format() {
    return format;
  }

  public void format(Format.Name other) {
    format = other;
  }

  public boolean expanded() {
    return expanded;
  }

  public void expanded(boolean asBlocks) {
    expanded = asBlocks;
  }

  public boolean timing() {
    return timing;
  }

  public void timing(boolean shown) {
    timing = shown;
  }

  public Pager pager() {
    return pager;
  }
}
