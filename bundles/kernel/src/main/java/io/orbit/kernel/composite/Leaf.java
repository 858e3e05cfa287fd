package io.orbit.kernel.composite;

import java.util.Arrays;

/** Elements in key order. */
final class Leaf extends Node {
  byte[][] keys;
  byte[][] values;

  Leaf(Object owner) {
    super(owner);
    keys = new byte[4][];
    values = new byte[4][];
  }

  private Leaf(Object owner, Leaf source, int from, int to) {
    super(owner);
    int room = Math.min(CAPACITY, Math.max(4, to - from + 4));
    keys = new byte[room][];
    values = new byte[room][];
    System.arraycopy(source.keys, from, keys, 0, to - from);
    System.arraycopy(source.values, from, values, 0, to - from);
    count = to - from;
  }

  Leaf editable(Object editor) {
    return owner == editor ? this : new Leaf(editor, this, 0, count);
  }

  /** Moves everything from an index into a new leaf. */
  Leaf splitAt(int index) {
    Leaf right = new Leaf(owner, this, index, count);
    Arrays.fill(keys, index, count, NOTHING);
    Arrays.fill(values, index, count, NOTHING);
    count = index;
    return right;
  }

  void append(Leaf other) {
    ensure(count + other.count);
    System.arraycopy(other.keys, 0, keys, count, other.count);
    System.arraycopy(other.values, 0, values, count, other.count);
    count += other.count;
  }

  /** The index of a key, or the complement of where it would stand. */
  int indexOf(byte[] key, int offset, int length) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] other = keys[middle];
      int order = Arrays.compareUnsigned(other, 0, other.length, key, offset, offset + length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ~low;
  }

  void insert(int index, byte[] key, byte[] value) {
    ensure(count + 1);
    System.arraycopy(keys, index, keys, index + 1, count - index);
    System.arraycopy(values, index, values, index + 1, count - index);
    keys[index] = key;
    values[index] = value;
    count++;
  }

  void remove(int index) {
    System.arraycopy(keys, index + 1, keys, index, count - index - 1);
    System.arraycopy(values, index + 1, values, index, count - index - 1);
    count--;
    keys[count] = NOTHING;
    values[count] = NOTHING;
  }

  private static final byte[] NOTHING = new byte[0];

  private void ensure(int wanted) {
    if (wanted > keys.length) {
      int room = Math.min(CAPACITY, Math.max(wanted, keys.length * 2));
      keys = Arrays.copyOf(keys, room);
      values = Arrays.copyOf(values, room);
    }
  }

  @Override
  long size() {
    return count;
  }

  @Override
  byte[] firstKey() {
    return keys[0];
  }
}
