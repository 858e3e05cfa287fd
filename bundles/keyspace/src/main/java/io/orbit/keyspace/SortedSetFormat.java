package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import java.nio.ByteBuffer;

/**
 * The elements of a sorted set: one order by member, one by score, in one composite, so that the
 * first half of the elements are the one and the second half the other.
 *
 * <pre>
 * u8 1, member                  → 8 bytes, the score (IEEE 754, big-endian)
 * u8 2, 8 bytes order, member   → nothing, or the score's 8 bytes where the order has lost the
 *                                 sign of a zero
 * order: the score's bits with the sign bit flipped (all bits flipped when it was set), 0 for −0
 * </pre>
 */
final class SortedSetFormat {
  private static final byte BY_MEMBER = 1;
  private static final byte BY_SCORE = 2;
  private static final int ORDER = Long.BYTES;
  private static final byte[] NOTHING = new byte[0];

  private SortedSetFormat() {}

  static byte[] memberKey(ByteRange member) {
    byte[] key = new byte[1 + member.length()];
    key[0] = BY_MEMBER;
    System.arraycopy(member.array(), member.offset(), key, 1, member.length());
    return key;
  }

  static byte[] scoreKey(double score, ByteRange member) {
    byte[] key = new byte[1 + ORDER + member.length()];
    ByteBuffer.wrap(key).put(BY_SCORE).putLong(orderOf(score));
    System.arraycopy(member.array(), member.offset(), key, 1 + ORDER, member.length());
    return key;
  }

  /** The smallest key of a score, or the smallest one after it. */
  static byte[] bound(double score, boolean after) {
    long order = orderOf(score);
    byte[] key = new byte[1 + ORDER];
    if (after && order == -1) {
      return new byte[] {BY_SCORE + 1};
    }
    ByteBuffer.wrap(key).put(BY_SCORE).putLong(after ? order + 1 : order);
    return key;
  }

  private static long orderOf(double score) {
    long bits = Double.doubleToLongBits(score == 0 ? 0.0 : score);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  static byte[] scoreBytes(double score) {
    return ByteBuffer.allocate(Double.BYTES).putDouble(score).array();
  }

  static double scoreOf(byte[] value) {
    return ByteBuffer.wrap(value).getDouble();
  }

  /** The value of an element in the order of scores. */
  static byte[] scoreValue(double score) {
    return score == 0 && 1 / score < 0 ? scoreBytes(score) : NOTHING;
  }

  /** The score of an element in the order of scores. */
  static double scoreOf(byte[] key, byte[] value) {
    if (value.length > 0) {
      return scoreOf(value);
    }
    long order = ByteBuffer.wrap(key, 1, ORDER).getLong();
    return Double.longBitsToDouble(order < 0 ? order ^ Long.MIN_VALUE : ~order);
  }

  /** Shows the member of an element in the order of scores. */
  static void member(byte[] key, ByteRange member) {
    member.set(key, 1 + ORDER, key.length - 1 - ORDER);
  }
}
