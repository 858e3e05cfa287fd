package io.orbit.kernel.backup;

import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A space's content as a number that does not depend on the order of its records: the sum, modulo 2
 * to the power of 128, of the first halves of the SHA-256 of each record (key, type, expiry, value
 * or elements).
 *
 * @param high the upper half
 * @param low the lower half
 */
record Checksum(int space, long records, long high, long low) {
  /** Of all records that a view shows. */
  static Checksum of(ReadView view, int space) {
    Sum sum = new Sum();
    try (RecordCursor cursor = view.all(space)) {
      while (cursor.next()) {
        sum.add(cursor.key(), cursor.value());
      }
    }
    return new Checksum(space, sum.records, sum.high, sum.low);
  }

  static Checksum parse(int space, long records, String digits) {
    return new Checksum(
        space,
        records,
        HexFormat.fromHexDigitsToLong(digits, 0, 16),
        HexFormat.fromHexDigitsToLong(digits, 16, 32));
  }

  String digits() {
    return "%016x%016x".formatted(high, low);
  }

  private static final class Sum {
    private final MessageDigest digest = sha256();
    private final ByteBuffer head = ByteBuffer.allocate(3 * Long.BYTES);
    private long records;
    private long high;
    private long low;

    void add(byte[] key, RecordView value) {
      block(key, 0, key.length);
      head.clear().putLong(value.type()).putLong(value.expiresAt()).flip();
      digest.update(head);
      Composite composite = value.composite();
      if (composite == null) {
        block(value.array(), value.offset(), value.length());
      } else {
        Composite.Cursor elements = composite.cursor(null);
        Composite.ElementView element = new Composite.ElementView();
        while (elements.next(element)) {
          block(element.key, 0, element.key.length);
          block(element.value, 0, element.value.length);
        }
      }
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      long upper = hash.getLong();
      long lower = hash.getLong();
      low += lower;
      high += upper + (Long.compareUnsigned(low, lower) < 0 ? 1 : 0);
      records++;
    }

    private void block(byte[] bytes, int offset, int length) {
      head.clear().putLong(length).flip();
      digest.update(head);
      digest.update(bytes, offset, length);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
