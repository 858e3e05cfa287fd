package io.orbit.kernel.transaction;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A range of a space that a serializable transaction has read; guarded by the conflicts' lock. */
final class RangeRead {
  final SerializableState reader;
  final int space;
  byte[] from;
  byte @Nullable [] to;

  RangeRead(SerializableState reader, int space, byte[] from, byte @Nullable [] to) {
    this.reader = reader;
    this.space = space;
    this.from = from;
    this.to = to;
  }

  boolean contains(byte[] key) {
    byte[] end = to;
    return Arrays.compareUnsigned(from, key) <= 0
        && (end == null || Arrays.compareUnsigned(key, end) < 0);
  }

  /** The reader stopped at a key: what lies behind it was not read. */
  void stopAt(byte[] last, boolean descending) {
    if (descending) {
      from = last;
    } else {
      to = Arrays.copyOf(last, last.length + 1);
    }
  }
}
