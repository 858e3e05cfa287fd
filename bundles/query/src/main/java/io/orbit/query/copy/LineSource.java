package io.orbit.query.copy;

import io.orbit.query.function.ValueLimit;

/**
 * Cuts a stream of bytes into lines, as PostgreSQL's COPY does: the first line's ending decides
 * which ending all have, an ending inside CSV quotes or behind a backslash is data, and {@code \.}
 * ends the data. One thread.
 */
final class LineSource {
  private enum Ending {
    UNKNOWN,
    NEWLINE,
    RETURN,
    BOTH
  }

  private final boolean csv;
  private final byte quote;
  private final byte escape;

  private byte[] buffer = new byte[64 * 1024];
  private int limit;
  private int start;
  private int scan;
  private Ending ending = Ending.UNKNOWN;
  private boolean quoted;
  private boolean escaped;
  private boolean complete;
  private boolean marked;
  private int lineStart;
  private int lineEnd;
  private long lineNumber;

  LineSource(CopyOptions options) {
    csv = options.format() == CopyOptions.Format.CSV;
    quote = options.quote();
    escape = options.escape() == options.quote() ? 0 : options.escape();
  }

  /** More bytes, after the lines so far were taken. */
  void feed(byte[] data, int offset, int length) {
    if (marked) {
      return;
    }
    if (limit + length > buffer.length) {
      compact(length);
    }
    System.arraycopy(data, offset, buffer, limit, length);
    limit += length;
  }

  private void compact(int wanted) {
    int kept = limit - start;
    ValueLimit.require(kept + (long) wanted);
    byte[] target =
        kept + wanted > buffer.length
            ? new byte[Math.max(buffer.length * 2, kept + wanted)]
            : buffer;
    System.arraycopy(buffer, start, target, 0, kept);
    buffer = target;
    scan -= start;
    limit = kept;
    start = 0;
  }

  /** No more bytes will come. */
  void complete() {
    complete = true;
  }

  /** Moves to the next line that is wholly there; false when there is none as yet. */
  boolean next() {
    if (marked) {
      return false;
    }
    if (scan == start) {
      lineNumber++;
    }
    int skipped = csv ? scanCsv() : scanText();
    if (skipped >= 0) {
      lineStart = start;
      lineEnd = scan;
      scan += skipped;
      start = scan;
      return true;
    }
    if (complete && (marked ? scan > start : limit > start)) {
      return last();
    }
    if (scan == start) {
      lineNumber--;
    }
    return false;
  }

  private boolean last() {
    lineStart = start;
    lineEnd = marked ? scan : limit;
    start = limit;
    scan = limit;
    return true;
  }

  /** Length of the line ending at {@code scan}, −1 when the line is not complete. */
  private int scanText() {
    while (scan < limit) {
      byte c = buffer[scan];
      if (c == '\n' || c == '\r') {
        int length = ending(c);
        if (length >= 0) {
          return length;
        }
        return -1;
      }
      if (c == '\\') {
        if (scan + 1 >= limit) {
          return -1;
        }
        if (buffer[scan + 1] == '.') {
          return marker();
        }
        scan += 2;
      } else {
        scan++;
      }
    }
    return -1;
  }

  private int scanCsv() {
    while (scan < limit) {
      byte c = buffer[scan];
      if (!quoted && (c == '\n' || c == '\r')) {
        return ending(c);
      }
      if (c == '\\' && scan == start && !quoted) {
        if (scan + 1 >= limit) {
          return -1;
        }
        if (buffer[scan + 1] == '.') {
          if (scan + 2 >= limit && !complete) {
            return -1;
          }
          if (scan + 2 >= limit || buffer[scan + 2] == '\n' || buffer[scan + 2] == '\r') {
            marked = true;
            return -1;
          }
        }
      }
      if (quoted && c == escape && escape != 0) {
        escaped = !escaped;
      }
      if (c == quote && !escaped) {
        quoted = !quoted;
      }
      if (c != escape) {
        escaped = false;
      }
      if (quoted && c == (ending == Ending.NEWLINE || ending == Ending.UNKNOWN ? '\n' : '\r')) {
        lineNumber++;
      }
      scan++;
    }
    return -1;
  }

  /** {@code \.} in text: alone it ends the data. */
  private int marker() {
    if (scan + 2 >= limit && !complete) {
      return -1;
    }
    if (scan + 2 < limit && buffer[scan + 2] != '\n' && buffer[scan + 2] != '\r') {
      throw CopyErrors.format("end-of-copy marker corrupt");
    }
    marked = true;
    if (scan > start) {
      complete = true;
    }
    return -1;
  }

  /** The ending's length, −1 when the next byte decides and is not there yet. */
  private int ending(byte c) {
    if (c == '\n') {
      if (ending == Ending.RETURN || ending == Ending.BOTH) {
        throw CopyErrors.format(
                csv ? "unquoted newline found in data" : "literal newline found in data")
            .withHint(
                csv
                    ? "Use quoted CSV field to represent newline."
                    : "Use \"\\n\" to represent newline.");
      }
      ending = Ending.NEWLINE;
      return 1;
    }
    if (ending == Ending.UNKNOWN || ending == Ending.BOTH) {
      if (scan + 1 >= limit && !complete) {
        return -1;
      }
      if (scan + 1 < limit && buffer[scan + 1] == '\n') {
        ending = Ending.BOTH;
        return 2;
      }
    }
    if (ending == Ending.NEWLINE || ending == Ending.BOTH) {
      throw CopyErrors.format(
              csv
                  ? "unquoted carriage return found in data"
                  : "literal carriage return found in data")
          .withHint(
              csv
                  ? "Use quoted CSV field to represent carriage return."
                  : "Use \"\\r\" to represent carriage return.");
    }
    ending = Ending.RETURN;
    return 1;
  }

  /** True once {@code \.} was seen: whatever follows is not looked at. */
  boolean isMarked() {
    return marked;
  }

  byte[] buffer() {
    return buffer;
  }

  int lineStart() {
    return lineStart;
  }

  int lineEnd() {
    return lineEnd;
  }

  /** Number of the line, from 1. */
  long lineNumber() {
    return lineNumber;
  }

  String shownLine() {
    return CopyErrors.shown(buffer, lineStart, lineEnd - lineStart);
  }
}
