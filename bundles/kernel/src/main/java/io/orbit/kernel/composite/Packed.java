package io.orbit.kernel.composite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Small elements in one array: first, for each of them, two bytes that say where its key ends and
 * two that say where its value ends; then the keys and values themselves, each element's key before
 * its value. An element takes four bytes beside its content, where arrays of its own would take
 * forty. It never changes: an array of a few hundred bytes is copied for each change.
 */
final class Packed extends Elements {
  /** Beyond so many bytes of key and value an element has arrays of its own. */
  static final int SMALL = 128;

  /** Of an element, beside its content. */
  static final int OVERHEAD = 4;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

  private final byte[] data;

  private Packed(int count, byte[] data) {
    this.count = count;
    this.data = data;
  }

  static boolean isSmall(byte[] key, byte[] value) {
    return key.length + value.length <= SMALL;
  }

  /** Of one small element. */
  static Packed of(byte[] key, byte[] value) {
    byte[] data = new byte[OVERHEAD + key.length + value.length];
    Packed packed = new Packed(1, data);
    packed.put(0, OVERHEAD, key, value);
    return packed;
  }

  // ---- the format

  private static int at(byte[] data, int position) {
    return (short) SHORT.get(data, position) & 0xffff;
  }

  /** Where an element begins. */
  private int start(int index) {
    return index == 0 ? OVERHEAD * count : at(data, OVERHEAD * index - 2);
  }

  private int keyEnd(int index) {
    return at(data, OVERHEAD * index);
  }

  private int end(int index) {
    return at(data, OVERHEAD * index + 2);
  }

  private void put(int index, int from, byte[] key, byte[] value) {
    System.arraycopy(key, 0, data, from, key.length);
    System.arraycopy(value, 0, data, from + key.length, value.length);
    note(index, from + key.length, from + key.length + value.length);
  }

  private void note(int index, int keyEnd, int end) {
    SHORT.set(data, OVERHEAD * index, (short) keyEnd);
    SHORT.set(data, OVERHEAD * index + 2, (short) end);
  }

  /** Copies elements to an index and a place; answers where they end. */
  private int put(int index, int place, Packed source, int from, int to) {
    if (from == to) {
      return place;
    }
    int start = source.start(from);
    int length = source.end(to - 1) - start;
    System.arraycopy(source.data, start, data, place, length);
    int moved = place - start;
    for (int i = from; i < to; i++) {
      note(index + i - from, source.keyEnd(i) + moved, source.end(i) + moved);
    }
    return place + length;
  }

  private int contentBytes(int from, int to) {
    return from == to ? 0 : end(to - 1) - start(from);
  }

  private static Packed room(int count, int content) {
    return new Packed(count, new byte[OVERHEAD * count + content]);
  }

  // ---- an element

  @Override
  byte[] keyArray(int index) {
    return data;
  }

  @Override
  int keyOffset(int index) {
    return start(index);
  }

  @Override
  int keyLength(int index) {
    return keyEnd(index) - start(index);
  }

  @Override
  byte[] valueArray(int index) {
    return data;
  }

  @Override
  int valueOffset(int index) {
    return keyEnd(index);
  }

  @Override
  int valueLength(int index) {
    return end(index) - keyEnd(index);
  }

  @Override
  byte[] key(int index) {
    return java.util.Arrays.copyOfRange(data, start(index), keyEnd(index));
  }

  @Override
  byte[] value(int index) {
    return java.util.Arrays.copyOfRange(data, keyEnd(index), end(index));
  }

  // ---- changes

  @Override
  Elements editable(Object editor) {
    return this;
  }

  /** As a leaf that may be changed in place by nobody but who asks for it now. */
  private Leaf unpacked() {
    Leaf leaf = new Leaf(new Object());
    for (int i = 0; i < count; i++) {
      leaf.insert(i, key(i), value(i));
    }
    return leaf;
  }

  @Override
  Elements with(int index, byte[] key, byte[] value) {
    if (!isSmall(key, value)) {
      return unpacked().with(index, key, value);
    }
    Packed more = room(count + 1, contentBytes(0, count) + key.length + value.length);
    int place = more.put(0, OVERHEAD * more.count, this, 0, index);
    more.put(index, place, key, value);
    int ignored = more.put(index + 1, place + key.length + value.length, this, index, count);
    return more;
  }

  @Override
  Elements withValue(int index, byte[] value) {
    int keyLength = keyLength(index);
    if (keyLength + value.length > SMALL) {
      return unpacked().withValue(index, value);
    }
    int content = contentBytes(0, count) - valueLength(index) + value.length;
    Packed changed = room(count, content);
    int place = changed.put(0, OVERHEAD * count, this, 0, index);
    System.arraycopy(data, start(index), changed.data, place, keyLength);
    System.arraycopy(value, 0, changed.data, place + keyLength, value.length);
    changed.note(index, place + keyLength, place + keyLength + value.length);
    int ignored = changed.put(index + 1, place + keyLength + value.length, this, index + 1, count);
    return changed;
  }

  @Override
  Elements without(int index) {
    Packed fewer = room(count - 1, contentBytes(0, index) + contentBytes(index + 1, count));
    int place = fewer.put(0, OVERHEAD * fewer.count, this, 0, index);
    int ignored = fewer.put(index, place, this, index + 1, count);
    return fewer;
  }

  @Override
  Elements with(Elements others) {
    if (!(others instanceof Packed packed)) {
      return unpacked().with(others);
    }
    Packed all =
        room(count + packed.count, contentBytes(0, count) + packed.contentBytes(0, packed.count));
    int place = all.put(0, OVERHEAD * all.count, this, 0, count);
    int ignored = all.put(count, place, packed, 0, packed.count);
    return all;
  }

  @Override
  Elements tail(int index) {
    return part(index, count);
  }

  @Override
  Elements head(int index) {
    return part(0, index);
  }

  private Packed part(int from, int to) {
    Packed part = room(to - from, contentBytes(from, to));
    int ignored = part.put(0, OVERHEAD * part.count, this, from, to);
    return part;
  }
}
