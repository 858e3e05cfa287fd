package io.orbit.storage.cowbtree;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A node as it was read, searched in place. Immutable. */
final class Node {
  /** Kind, width, number of items, length of the prefix. */
  static final int HEADER_BYTES = 2 + 2 * Integer.BYTES;

  private static final byte LEAF = 1;
  private static final byte BRANCH = 2;
  private static final int NARROW = 0xFFFF;

  private final Pointer pointer;
  private final byte[] bytes;
  private final ByteBuffer view;
  private final boolean leaf;
  private final boolean wide;
  private final int size;
  private final int prefix;
  private final int offsets;

  /**
   * @param pointer where it was read
   * @param bytes whose checksum was right
   */
  Node(Pointer pointer, byte[] bytes) {
    this.pointer = pointer;
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes);
    this.leaf = bytes[0] == LEAF;
    this.wide = bytes[1] == Integer.BYTES;
    this.size = view.getInt(2);
    this.prefix = view.getInt(2 + Integer.BYTES);
    this.offsets = HEADER_BYTES + prefix;
  }

  /** A leaf without items: what an empty tree has at its top. */
  static Node empty() {
    return new Node(Pointer.NONE, encode(List.of(), true));
  }

  /**
   * The bytes of a node.
   *
   * @param items by key
   */
  static byte[] encode(List<? extends Item> items, boolean leaf) {
    int prefix = items.isEmpty() ? 0 : shared(items.getFirst().key(), items.getLast().key());
    long narrow = bytes(items, prefix, Short.BYTES);
    boolean wide = narrow > NARROW;
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(wide ? bytes(items, prefix, Integer.BYTES) : narrow));
    out.put(leaf ? LEAF : BRANCH).put((byte) (wide ? Integer.BYTES : Short.BYTES));
    out.putInt(items.size()).putInt(prefix);
    if (prefix > 0) {
      out.put(items.getFirst().key(), 0, prefix);
    }
    int offset = out.position();
    out.position(offset + items.size() * (wide ? Integer.BYTES : Short.BYTES));
    for (Item item : items) {
      int begin = out.position();
      if (wide) {
        out.putInt(offset, begin);
      } else {
        out.putShort(offset, (short) begin);
      }
      offset += wide ? Integer.BYTES : Short.BYTES;
      int rest = item.key().length - prefix;
      putLength(out, rest, wide);
      out.put(item.key(), prefix, rest);
      item.putBody(out, wide);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** An upper bound: in wide nodes every item has at most two lengths and one offset. */
  private static long bytes(List<? extends Item> items, int prefix, int width) {
    long bytes = HEADER_BYTES + prefix;
    for (Item item : items) {
      bytes += 3L * width + item.key().length - prefix + item.bodyBytes();
    }
    return bytes;
  }

  static void putLength(ByteBuffer target, int length, boolean wide) {
    if (wide) {
      target.putInt(length);
    } else {
      target.putShort((short) length);
    }
  }

  /** How many bytes two keys have in common at their beginnings. */
  static int shared(byte[] left, byte[] right) {
    int mismatch = Arrays.mismatch(left, right);
    return mismatch < 0 ? left.length : mismatch;
  }

  Pointer pointer() {
    return pointer;
  }

  boolean isLeaf() {
    return leaf;
  }

  int size() {
    return size;
  }

  /** The index of the first item at or above the key. */
  int lowerBound(byte[] key) {
    int order = compareWithPrefix(key);
    if (order != 0) {
      return order < 0 ? 0 : size;
    }
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareRest(key, middle) > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The index of the only child that may hold the key. */
  int childOf(byte[] key) {
    int order = compareWithPrefix(key);
    if (order != 0) {
      return order < 0 ? 0 : size - 1;
    }
    int low = 1;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareRest(key, middle) >= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** True when the item is there and has that key. */
  boolean isAt(int index, byte[] key) {
    return index < size && compareWithPrefix(key) == 0 && compareRest(key, index) == 0;
  }

  private int compareWithPrefix(byte[] key) {
    return prefix == 0
        ? 0
        : Arrays.compareUnsigned(
            key, 0, Math.min(key.length, prefix), bytes, HEADER_BYTES, HEADER_BYTES + prefix);
  }

  private int compareRest(byte[] key, int index) {
    int begin = begin(index);
    int rest = begin + width();
    return Arrays.compareUnsigned(key, prefix, key.length, bytes, rest, rest + length(begin));
  }

  byte[] key(int index) {
    int begin = begin(index);
    int rest = length(begin);
    byte[] key = new byte[prefix + rest];
    System.arraycopy(bytes, HEADER_BYTES, key, 0, prefix);
    System.arraycopy(bytes, begin + width(), key, prefix, rest);
    return key;
  }

  /** A branch's child. */
  Pointer child(int index) {
    return pointerAt(body(index));
  }

  /** A leaf's value where it lies in the leaf, or else where it lies. */
  Item item(int index) {
    byte[] key = key(index);
    int body = body(index);
    if (!leaf) {
      return new Item.Child(key, pointerAt(body));
    }
    if (bytes[body] == Item.Outside.TAG) {
      return new Item.Outside(key, pointerAt(body + 1));
    }
    int value = body + 1 + width();
    return new Item.Inline(key, Arrays.copyOfRange(bytes, value, value + length(body + 1)));
  }

  /** Where a value lies that is not in the leaf; none for one that is. */
  Pointer outside(int index) {
    int body = body(index);
    return bytes[body] == Item.Outside.TAG ? pointerAt(body + 1) : Pointer.NONE;
  }

  /** A value that is in the leaf. */
  byte[] value(int index) {
    int body = body(index);
    int value = body + 1 + width();
    return Arrays.copyOfRange(bytes, value, value + length(body + 1));
  }

  private Pointer pointerAt(int offset) {
    return new Pointer(
        view.getInt(offset),
        view.getInt(offset + Integer.BYTES),
        view.getInt(offset + 2 * Integer.BYTES));
  }

  private int body(int index) {
    int begin = begin(index);
    return begin + width() + length(begin);
  }

  private int begin(int index) {
    return wide
        ? view.getInt(offsets + index * Integer.BYTES)
        : view.getShort(offsets + index * Short.BYTES) & NARROW;
  }

  private int length(int offset) {
    return wide ? view.getInt(offset) : view.getShort(offset) & NARROW;
  }

  private int width() {
    return wide ? Integer.BYTES : Short.BYTES;
  }
}
