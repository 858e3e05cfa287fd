package io.orbit.kernel.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing byte array, big-endian. With a {@link Drain} it never grows beyond its limit: what is
 * there is handed over and writing goes on behind a fresh header. One thread.
 */
public final class ByteWriter {
  /** Takes the bytes between header and {@link #size()} and calls {@link #reset()}. */
  public interface Drain {
    void drain(ByteWriter full);
  }

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int VARINT_MAX = 10;

  private final int header;
  private final int limit;
  private final @Nullable Drain drain;
  private byte[] array;
  private int size;
  private boolean draining;

  public ByteWriter(int capacity) {
    this(0, capacity, Integer.MAX_VALUE - 16, null);
  }

  /**
   * @param header bytes left free at the front for whoever sends the content on
   * @param limit size at which the drain is called
   */
  public ByteWriter(int header, int capacity, int limit, @Nullable Drain drain) {
    this.header = header;
    this.limit = limit;
    this.drain = drain;
    this.array = new byte[header + capacity];
    this.size = header;
  }

  public void reset() {
    size = header;
  }

  /** Forgets the content and gives back an array that one large value made large. */
  public void resetAndShrink(int keep) {
    reset();
    if (array.length > keep) {
      array = new byte[header + 256];
    }
  }

  public byte[] array() {
    return array;
  }

  public int size() {
    return size;
  }

  public int header() {
    return header;
  }

  public boolean isEmpty() {
    return size == header;
  }

  public byte[] copy() {
    return Arrays.copyOfRange(array, header, size);
  }

  public ByteWriter u8(int value) {
    reserve(1);
    array[size++] = (byte) value;
    return this;
  }

  public ByteWriter u32(int value) {
    reserve(4);
    INT.set(array, size, value);
    size += 4;
    return this;
  }

  public ByteWriter u64(long value) {
    reserve(8);
    LONG.set(array, size, value);
    size += 8;
    return this;
  }

  /** Unsigned LEB128: seven bits a byte, lowest first. */
  public ByteWriter varint(long value) {
    reserve(VARINT_MAX);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
    return this;
  }

  public ByteWriter bytes(byte[] source, int offset, int length) {
    int from = offset;
    int left = length;
    while (drain != null && !draining && left > limit - size) {
      int part = Math.max(0, limit - size);
      append(source, from, part);
      from += part;
      left -= part;
      drain(drain);
    }
    append(source, from, left);
    return this;
  }

  /** A length as varint, then the bytes. */
  public ByteWriter block(byte[] source, int offset, int length) {
    varint(length);
    return bytes(source, offset, length);
  }

  public ByteWriter block(byte[] source) {
    return block(source, 0, source.length);
  }

  private void append(byte[] source, int offset, int length) {
    if (length > array.length - size) {
      grow(length);
    }
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  private void drain(Drain target) {
    draining = true;
    try {
      target.drain(this);
    } finally {
      draining = false;
    }
  }

  private void reserve(int count) {
    if (count > array.length - size) {
      if (drain != null && !draining && size > header && size + count > limit) {
        drain(drain);
      }
      if (count > array.length - size) {
        grow(count);
      }
    }
  }

  private void grow(int count) {
    long wanted = Math.max(size + (long) count, array.length * 2L);
    array = Arrays.copyOf(array, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
  }
}
