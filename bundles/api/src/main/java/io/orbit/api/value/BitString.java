package io.orbit.api.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bits in a row, the first the highest of the first byte; what the last byte has beyond them is
 * zero. Immutable by convention: nobody changes the array. Ordered by bytes, then by length, as
 * PostgreSQL does.
 *
 * @param bytes as many as the length needs
 * @param length in bits
 */
public record BitString(byte[] bytes, int length) implements Comparable<BitString> {
  /**
   * Bits from 0s and 1s.
   *
   * @param digits nothing else
   */
  public static BitString of(String digits) {
    byte[] bytes = new byte[(digits.length() + 7) / 8];
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) == '1') {
        bytes[i >> 3] |= (byte) (0x80 >> (i & 7));
      }
    }
    return new BitString(bytes, digits.length());
  }

  /** A bit by its place from 0. */
  public boolean get(int index) {
    return (bytes[index >> 3] & 0x80 >> (index & 7)) != 0;
  }

  /** Some of it, with zeros where it has no more. */
  public BitString slice(int from, int count) {
    byte[] sliced = new byte[(count + 7) / 8];
    for (int i = 0; i < Math.min(count, length - from); i++) {
      if (get(from + i)) {
        sliced[i >> 3] |= (byte) (0x80 >> (i & 7));
      }
    }
    return new BitString(sliced, count);
  }

  @Override
  public int compareTo(BitString other) {
    int byBytes = Arrays.compareUnsigned(bytes, other.bytes);
    return byBytes != 0 ? byBytes : Integer.compare(length, other.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BitString that
        && length == that.length
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + length;
  }

  /** Its 0s and 1s. */
  @Override
  public String toString() {
    StringBuilder digits = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      digits.append(get(i) ? '1' : '0');
    }
    return digits.toString();
  }
}
