package io.orbit.keyspace.rdb;

import java.nio.charset.StandardCharsets;

/** Writes a listpack: numbers and strings, each with its length behind it. One thread. */
final class ListpackWriter {
  private static final int HEADER = 6;
  private static final int UNKNOWN_COUNT = 0xFFFF;

  private final RdbOutput body = new RdbOutput();
  private int count;

  void number(long value) {
    RdbOutput element = new RdbOutput();
    if (value >= 0 && value < 128) {
      element.u8((int) value);
    } else {
      element.u8(0xF4);
      element.fixed(value, 8);
    }
    add(element);
  }

  /** Digits stay a string, which readers take as well. */
  void string(byte[] value) {
    RdbOutput element = new RdbOutput();
    if (value.length < 64) {
      element.u8(0x80 | value.length);
    } else if (value.length < 4096) {
      element.u8(0xE0 | value.length >> 8);
      element.u8(value.length);
    } else {
      element.u8(0xF0);
      element.fixed(value.length, 4);
    }
    element.raw(value);
    add(element);
  }

  void string(String value) {
    string(value.getBytes(StandardCharsets.UTF_8));
  }

  private void add(RdbOutput element) {
    body.raw(element.toBytes());
    int length = element.size();
    int bytes = PackedBytes.backLength(length);
    for (int i = bytes - 1; i >= 0; i--) {
      int part = length >> 7 * i & 0x7F;
      body.u8(i == bytes - 1 ? part : part | 0x80);
    }
    count++;
  }

  int size() {
    return body.size();
  }

  byte[] toBytes() {
    RdbOutput whole = new RdbOutput();
    whole.fixed(HEADER + body.size() + 1L, 4);
    whole.fixed(Math.min(count, UNKNOWN_COUNT), 2);
    whole.raw(body.toBytes());
    whole.u8(0xFF);
    return whole.toBytes();
  }
}
