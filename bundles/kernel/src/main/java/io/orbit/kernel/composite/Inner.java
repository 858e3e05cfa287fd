package io.orbit.kernel.composite;

import java.util.Arrays;

/** Children in key order, each with its smallest key and the number of its elements. */
final class Inner extends Node {
  /** Whose edit made it. */
  private final Object owner;

  final Node[] children;
  final byte[][] firstKeys;
  final long[] sizes;

  Inner(Object owner) {
    this.owner = owner;
    children = new Node[CAPACITY];
    firstKeys = new byte[CAPACITY][];
    sizes = new long[CAPACITY];
  }

  private Inner(Object owner, Inner source, int from, int to) {
    this(owner);
    System.arraycopy(source.children, from, children, 0, to - from);
    System.arraycopy(source.firstKeys, from, firstKeys, 0, to - from);
    System.arraycopy(source.sizes, from, sizes, 0, to - from);
    count = to - from;
  }

  Inner editable(Object editor) {
    return owner == editor ? this : new Inner(editor, this, 0, count);
  }

  Inner splitAt(int index) {
    Inner right = new Inner(owner, this, index, count);
    Arrays.fill(children, index, count, null);
    Arrays.fill(firstKeys, index, count, null);
    count = index;
    return right;
  }

  void append(Inner other) {
    System.arraycopy(other.children, 0, children, count, other.count);
    System.arraycopy(other.firstKeys, 0, firstKeys, count, other.count);
    System.arraycopy(other.sizes, 0, sizes, count, other.count);
    count += other.count;
  }

  /** The child in whose range a key lies (the first for keys before all). */
  int childFor(byte[] key, int offset, int length) {
    int low = 1;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] other = firstKeys[middle];
      if (Arrays.compareUnsigned(other, 0, other.length, key, offset, offset + length) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return low - 1;
  }

  void set(int index, Node child) {
    children[index] = child;
    if (firstKeys[index] == null || !child.beginsWith(firstKeys[index])) {
      firstKeys[index] = child.firstKey();
    }
    sizes[index] = child.size();
  }

  void insert(int index, Node child) {
    System.arraycopy(children, index, children, index + 1, count - index);
    System.arraycopy(firstKeys, index, firstKeys, index + 1, count - index);
    System.arraycopy(sizes, index, sizes, index + 1, count - index);
    count++;
    firstKeys[index] = child.firstKey();
    set(index, child);
  }

  void remove(int index) {
    System.arraycopy(children, index + 1, children, index, count - index - 1);
    System.arraycopy(firstKeys, index + 1, firstKeys, index, count - index - 1);
    System.arraycopy(sizes, index + 1, sizes, index, count - index - 1);
    count--;
    Arrays.fill(children, count, count + 1, null);
    Arrays.fill(firstKeys, count, count + 1, null);
  }

  @Override
  long size() {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += sizes[i];
    }
    return total;
  }

  @Override
  byte[] firstKey() {
    return firstKeys[0];
  }

  @Override
  boolean beginsWith(byte[] key) {
    return Arrays.equals(firstKeys[0], key);
  }
}
