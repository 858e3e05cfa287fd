package io.orbit.kernel.composite;

import java.util.Arrays;

/** Elements of which some are large, each in arrays of its own. */
final class Leaf extends Elements {
  private static final byte[] NOTHING = new byte[0];

  /** Whose edit made it. */
  private final Object owner;

  private byte[][] keys;
  private byte[][] values;

  Leaf(Object owner) {
    this.owner = owner;
    keys = new byte[4][];
    values = new byte[4][];
  }

  private Leaf(Object owner, Leaf source, int from, int to) {
    this.owner = owner;
    int room = Math.min(CAPACITY, Math.max(4, to - from + 4));
    keys = new byte[room][];
    values = new byte[room][];
    System.arraycopy(source.keys, from, keys, 0, to - from);
    System.arraycopy(source.values, from, values, 0, to - from);
    count = to - from;
  }

  // ---- an element

  @Override
  byte[] keyArray(int index) {
    return keys[index];
  }

  @Override
  int keyOffset(int index) {
    return 0;
  }

  @Override
  int keyLength(int index) {
    return keys[index].length;
  }

  @Override
  byte[] valueArray(int index) {
    return values[index];
  }

  @Override
  int valueOffset(int index) {
    return 0;
  }

  @Override
  int valueLength(int index) {
    return values[index].length;
  }

  @Override
  byte[] key(int index) {
    return keys[index];
  }

  @Override
  byte[] value(int index) {
    return values[index];
  }

  // ---- changes, in place

  @Override
  Leaf editable(Object editor) {
    return owner == editor ? this : new Leaf(editor, this, 0, count);
  }

  @Override
  Leaf with(int index, byte[] key, byte[] value) {
    insert(index, key, value);
    return this;
  }

  @Override
  Leaf withValue(int index, byte[] value) {
    values[index] = value;
    return this;
  }

  @Override
  Leaf without(int index) {
    System.arraycopy(keys, index + 1, keys, index, count - index - 1);
    System.arraycopy(values, index + 1, values, index, count - index - 1);
    count--;
    keys[count] = NOTHING;
    values[count] = NOTHING;
    return this;
  }

  @Override
  Leaf with(Elements others) {
    for (int i = 0; i < others.count; i++) {
      insert(count, others.key(i), others.value(i));
    }
    return this;
  }

  @Override
  Leaf tail(int index) {
    return new Leaf(owner, this, index, count);
  }

  @Override
  Leaf head(int index) {
    Arrays.fill(keys, index, count, NOTHING);
    Arrays.fill(values, index, count, NOTHING);
    count = index;
    return this;
  }

  void insert(int index, byte[] key, byte[] value) {
    ensure(count + 1);
    System.arraycopy(keys, index, keys, index + 1, count - index);
    System.arraycopy(values, index, values, index + 1, count - index);
    keys[index] = key;
    values[index] = value;
    count++;
  }

  private void ensure(int wanted) {
    if (wanted > keys.length) {
      int room = Math.min(CAPACITY, Math.max(wanted, keys.length * 2));
      keys = Arrays.copyOf(keys, room);
      values = Arrays.copyOf(values, room);
    }
  }
}
