package io.orbit.kernel.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * Writes numbered fields, as {@link CatalogFormat} describes. Fields that hold their default (0,
 * false, empty text, an empty list) are left out.
 */
final class FieldWriter {
  static final int NUMBER = 0;
  static final int BYTES = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  FieldWriter number(int field, long value) {
    return value == 0 ? this : numberAlways(field, value);
  }

  FieldWriter flag(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  FieldWriter text(int field, String value) {
    return value.isEmpty() ? this : bytes(field, utf8(value));
  }

  FieldWriter constant(int field, Enum<?> value) {
    return bytes(field, utf8(value.name()));
  }

  FieldWriter constants(int field, Collection<? extends Enum<?>> values) {
    values.forEach(value -> constant(field, value));
    return this;
  }

  FieldWriter numbers(int field, Collection<? extends Number> values) {
    values.forEach(value -> numberAlways(field, value.longValue()));
    return this;
  }

  FieldWriter message(int field, FieldWriter message) {
    return bytes(field, message.toBytes());
  }

  /** A map, as one message of key (1) and value (2) for each entry. */
  FieldWriter map(int field, Map<String, String> values) {
    values.forEach((key, value) -> message(field, new FieldWriter().text(1, key).text(2, value)));
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private FieldWriter numberAlways(int field, long value) {
    unsigned((long) field << 1 | NUMBER);
    unsigned((value << 1) ^ (value >> 63));
    return this;
  }

  private FieldWriter bytes(int field, byte[] value) {
    unsigned((long) field << 1 | BYTES);
    unsigned(value.length);
    out.writeBytes(value);
    return this;
  }

  private void unsigned(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
