package io.orbit.transfer.load;

import java.io.IOException;
import java.io.InputStream;

/** Cuts CSV after so many records, without looking into them more than quotes need. One thread. */
final class CsvSplitter {
  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int begin;
  private int end;
  private boolean quoted;
  private boolean ended;

  /** Takes pieces, cut anywhere. */
  interface Piece {
    void take(byte[] data, int offset, int length);
  }

  CsvSplitter(InputStream in) {
    this.in = in;
  }

  /**
   * Gives the next records.
   *
   * @return how many there were, fewer than wanted only at the end
   */
  long next(long records, Piece to) throws IOException {
    long found = 0;
    boolean open = false;
    while (found < records && fill()) {
      int at = begin;
      while (at < end && found < records) {
        byte b = buffer[at++];
        open = true;
        if (b == '"') {
          quoted = !quoted;
        } else if (b == '\n' && !quoted) {
          found++;
          open = false;
        }
      }
      to.take(buffer, begin, at - begin);
      begin = at;
    }
    return open ? found + 1 : found;
  }

  private boolean fill() throws IOException {
    if (begin == end && !ended) {
      begin = 0;
      end = in.readNBytes(buffer, 0, BUFFER);
      ended = end == 0;
    }
    return begin < end;
  }

  /** True when nothing is left. */
  boolean atEnd() throws IOException {
    return !fill();
  }
}
