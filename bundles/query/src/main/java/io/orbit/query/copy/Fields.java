package io.orbit.query.copy;

import java.util.Arrays;

/**
 * The fields of one line: places in the line itself, or in a scratch buffer where escapes had to be
 * resolved. Reused from line to line.
 */
final class Fields {
  private int[] offsets;
  private int[] lengths;
  private boolean[] nulls;
  private boolean[] copied;
  private byte[] scratch = new byte[256];
  private int scratchSize;
  private byte[] line = {};
  private int count;

  Fields(int expected) {
    int capacity = Math.max(expected, 1);
    offsets = new int[capacity];
    lengths = new int[capacity];
    nulls = new boolean[capacity];
    copied = new boolean[capacity];
  }

  void begin(byte[] source) {
    line = source;
    count = 0;
    scratchSize = 0;
  }

  /** A field that stands in the line as it is. */
  void add(int offset, int length, boolean isNull) {
    put(offset, length, isNull, false);
  }

  /** A field that was written to the scratch buffer since {@code mark}. */
  void addScratch(int mark, boolean isNull) {
    put(mark, scratchSize - mark, isNull, true);
  }

  private void put(int offset, int length, boolean isNull, boolean inScratch) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
      lengths = Arrays.copyOf(lengths, count * 2);
      nulls = Arrays.copyOf(nulls, count * 2);
      copied = Arrays.copyOf(copied, count * 2);
    }
    offsets[count] = offset;
    lengths[count] = length;
    nulls[count] = isNull;
    copied[count++] = inScratch;
  }

  int mark() {
    return scratchSize;
  }

  void write(int value) {
    if (scratchSize == scratch.length) {
      scratch = Arrays.copyOf(scratch, scratchSize * 2);
    }
    scratch[scratchSize++] = (byte) value;
  }

  void write(byte[] source, int offset, int length) {
    while (scratchSize + length > scratch.length) {
      scratch = Arrays.copyOf(scratch, scratch.length * 2);
    }
    System.arraycopy(source, offset, scratch, scratchSize, length);
    scratchSize += length;
  }

  byte[] scratch() {
    return scratch;
  }

  int count() {
    return count;
  }

  boolean isNull(int field) {
    return nulls[field];
  }

  byte[] bytes(int field) {
    return copied[field] ? scratch : line;
  }

  int offset(int field) {
    return offsets[field];
  }

  int length(int field) {
    return lengths[field];
  }
}
