package io.orbit.protocol.redis.scripting.lua;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A string of bytes. Immutable: whoever gives or gets an array does not change it. */
public final class LuaString implements Comparable<LuaString> {
  public static final LuaString EMPTY = new LuaString(new byte[0]);

  private final byte[] bytes;
  private int hash;

  private LuaString(byte[] bytes) {
    this.bytes = bytes;
  }

  public static LuaString of(byte[] bytes) {
    return new LuaString(bytes);
  }

  /** One byte a character. */
  public static LuaString of(String latin1) {
    return new LuaString(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  /** The byte at an index, 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xFF;
  }

  public LuaString substring(int start, int end) {
    return start == 0 && end == bytes.length
        ? this
        : new LuaString(Arrays.copyOfRange(bytes, start, end));
  }

  @Override
  public int compareTo(LuaString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LuaString string && Arrays.equals(bytes, string.bytes);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Arrays.hashCode(bytes);
    }
    return hash;
  }

  /** One character a byte. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
