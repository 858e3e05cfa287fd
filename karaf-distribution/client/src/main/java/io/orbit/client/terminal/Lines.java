package io.orbit.client.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Where text comes from, a line at a time. */
public interface Lines {
  /** The next line with its line break, null at the end. */
  @Nullable String next() throws IOException;

  /** The next line of what a statement reads as its data; at a prompt it is asked for. */
  default @Nullable String nextData() throws IOException {
    return next();
  }

  /** The lines of a file or a pipe. */
  static Lines of(Reader reader) {
    BufferedReader buffered = new BufferedReader(reader);
    return () -> {
      String line = buffered.readLine();
      return line == null ? null : line + "\n";
    };
  }
}
