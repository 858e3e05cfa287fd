package io.orbit.api.keyspace;

import org.jspecify.annotations.Nullable;

/**
 * The name of a stream's entry: milliseconds since 1970 and a number among those of the same
 * millisecond, both unsigned. Entries are in the order of their names.
 */
public record StreamId(long milliseconds, long sequence) implements Comparable<StreamId> {
  /** Before all others; no entry has it. */
  public static final StreamId MINIMUM = new StreamId(0, 0);

  public static final StreamId MAXIMUM = new StreamId(-1, -1);

  private static final int LONGEST_NUMBER = 20;

  /**
   * Reads {@code milliseconds-sequence} or {@code milliseconds}.
   *
   * @param missing the sequence of an id that names none
   * @return null when it is none
   */
  public static @Nullable StreamId parse(ByteRange word, long missing) {
    String text = word.latin1();
    int dash = text.indexOf('-');
    String first = dash < 0 ? text : text.substring(0, dash);
    if (!isUnsigned(first)) {
      return null;
    }
    if (dash < 0) {
      return new StreamId(Long.parseUnsignedLong(first), missing);
    }
    String second = text.substring(dash + 1);
    return isUnsigned(second)
        ? new StreamId(Long.parseUnsignedLong(first), Long.parseUnsignedLong(second))
        : null;
  }

  /** True for the digits of an unsigned number of 64 bits, leading zeros allowed. */
  public static boolean isUnsigned(String digits) {
    if (digits.isEmpty() || digits.length() > LONGEST_NUMBER) {
      return false;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return digits.length() < LONGEST_NUMBER || digits.compareTo("18446744073709551615") <= 0;
  }

  /** The smallest id after this one; null after the last. */
  public @Nullable StreamId next() {
    if (sequence != -1) {
      return new StreamId(milliseconds, sequence + 1);
    }
    return milliseconds == -1 ? null : new StreamId(milliseconds + 1, 0);
  }

  /** The greatest id before this one; null before the first. */
  public @Nullable StreamId previous() {
    if (sequence != 0) {
      return new StreamId(milliseconds, sequence - 1);
    }
    return milliseconds == 0 ? null : new StreamId(milliseconds - 1, -1);
  }

  @Override
  public int compareTo(StreamId other) {
    int order = Long.compareUnsigned(milliseconds, other.milliseconds);
    return order != 0 ? order : Long.compareUnsigned(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(milliseconds) + "-" + Long.toUnsignedString(sequence);
  }
}
