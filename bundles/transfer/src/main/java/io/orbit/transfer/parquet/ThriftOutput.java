package io.orbit.transfer.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Thrift's compact protocol, as far as Parquet's structures need it. One thread. */
final class ThriftOutput {
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int SHORT_LIST = 15;
  private static final int MOST_DELTA = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int lastField;

  byte[] bytes() {
    return out.toByteArray();
  }

  private void field(int id, int type) {
    int delta = id - lastField;
    if (delta > 0 && delta <= MOST_DELTA) {
      out.write(delta << 4 | type);
    } else {
      out.write(type);
      varint(zigzag(id));
    }
    lastField = id;
  }

  void bool(int id, boolean value) {
    field(id, value ? TRUE : FALSE);
  }

  void i8(int id, int value) {
    field(id, BYTE);
    out.write(value);
  }

  void i32(int id, int value) {
    field(id, I32);
    varint(zigzag(value));
  }

  void i64(int id, long value) {
    field(id, I64);
    varint(zigzag(value));
  }

  void string(int id, String value) {
    field(id, BINARY);
    text(value);
  }

  /** A structure as a field; the body writes its fields. */
  void struct(int id, Runnable body) {
    field(id, STRUCT);
    nested(body);
  }

  /** A list of structures: the body is called once for each index. */
  void structs(int id, int size, java.util.function.IntConsumer body) {
    list(id, size, STRUCT);
    for (int i = 0; i < size; i++) {
      int index = i;
      nested(() -> body.accept(index));
    }
  }

  void integers(int id, int... values) {
    list(id, values.length, I32);
    for (int value : values) {
      varint(zigzag(value));
    }
  }

  void strings(int id, String... values) {
    list(id, values.length, BINARY);
    for (String value : values) {
      text(value);
    }
  }

  /** A whole structure: its fields and their end. */
  void nested(Runnable body) {
    int outer = lastField;
    lastField = 0;
    body.run();
    out.write(0);
    lastField = outer;
  }

  private void list(int id, int size, int type) {
    field(id, LIST);
    if (size < SHORT_LIST) {
      out.write(size << 4 | type);
    } else {
      out.write(0xF0 | type);
      varint(size);
    }
  }

  private void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    out.writeBytes(utf8);
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
