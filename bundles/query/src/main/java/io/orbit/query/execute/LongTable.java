package io.orbit.query.execute;

import io.orbit.api.accel.PlainAccelerator;
import java.util.Arrays;

/** Numbers different longs from 0 on, in the order in which they come. Open addressing. */
final class LongTable {
  static final int ABSENT = -1;

  private long[] keys = new long[16];
  private int[] slots = new int[64];
  private int size;

  int size() {
    return size;
  }

  /** The long with a number. */
  long key(int number) {
    return keys[number];
  }

  /** Its number, a new one if it has none. */
  int add(long key) {
    int mask = slots.length - 1;
    int slot = (int) PlainAccelerator.mix(key) & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (keys[number] == key) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    keys[size] = key;
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      grow();
    }
    return size - 1;
  }

  /** Its number, or {@link #ABSENT}. */
  int find(long key) {
    int mask = slots.length - 1;
    int slot = (int) PlainAccelerator.mix(key) & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (keys[number] == key) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
    return ABSENT;
  }

  private void grow() {
    int[] wider = new int[slots.length * 2];
    int mask = wider.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = (int) PlainAccelerator.mix(keys[number]) & mask;
      while (wider[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      wider[slot] = number + 1;
    }
    slots = wider;
  }
}
