package io.orbit.kernel.composite;

import java.util.Arrays;

/**
 * A node that holds elements, in key order: {@link Packed} where all of them are small, otherwise a
 * {@link Leaf}.
 */
abstract sealed class Elements extends Node permits Leaf, Packed {
  // ---- where an element's bytes are

  abstract byte[] keyArray(int index);

  abstract int keyOffset(int index);

  abstract int keyLength(int index);

  abstract byte[] valueArray(int index);

  abstract int valueOffset(int index);

  abstract int valueLength(int index);

  /** An array of its own, or the one that is kept: nobody changes it. */
  abstract byte[] key(int index);

  /** An array of its own, or the one that is kept: nobody changes it. */
  abstract byte[] value(int index);

  // ---- changes: each answers the node that has the elements then

  abstract Elements editable(Object editor);

  abstract Elements with(int index, byte[] key, byte[] value);

  abstract Elements withValue(int index, byte[] value);

  abstract Elements without(int index);

  /** With all elements of a node that follow these. */
  abstract Elements with(Elements others);

  /** The elements from an index on, which this node has no longer; see {@link #head}. */
  abstract Elements tail(int index);

  /** The elements before an index. */
  abstract Elements head(int index);

  // ---- looking

  @Override
  long size() {
    return count;
  }

  @Override
  byte[] firstKey() {
    return key(0);
  }

  @Override
  boolean beginsWith(byte[] key) {
    return compareKey(0, key, 0, key.length) == 0;
  }

  int compareKey(int index, byte[] key, int offset, int length) {
    int from = keyOffset(index);
    return Arrays.compareUnsigned(
        keyArray(index), from, from + keyLength(index), key, offset, offset + length);
  }

  static int compareKeys(Elements left, int i, Elements right, int j) {
    return left.compareKey(i, right.keyArray(j), right.keyOffset(j), right.keyLength(j));
  }

  static boolean sameValue(Elements left, int i, Elements right, int j) {
    int from = left.valueOffset(i);
    int other = right.valueOffset(j);
    return Arrays.equals(
        left.valueArray(i),
        from,
        from + left.valueLength(i),
        right.valueArray(j),
        other,
        other + right.valueLength(j));
  }

  /** The index of a key, or the complement of where it would stand. */
  int indexOf(byte[] key, int offset, int length) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compareKey(middle, key, offset, length);
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
}
