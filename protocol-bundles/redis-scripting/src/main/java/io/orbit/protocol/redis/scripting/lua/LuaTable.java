package io.orbit.protocol.redis.scripting.lua;

import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table: values 1 to n in an array, all else in a hash with open addressing. A removed element
 * keeps its place until the hash grows, so that {@link #next} goes on behind it.
 */
public final class LuaTable {
  public static final LuaString READ_ONLY = LuaString.of("Attempt to modify a readonly table");

  private static final Object[] NONE = new Object[0];
  private static final int ENTRY_BYTES = 16;
  private static final double MOST_ARRAY = 1 << 26;

  private final Memory memory;
  private Object[] array = NONE;
  private int size;
  private @Nullable Object[] keys = NONE;
  private Object[] values = NONE;
  private int used;
  private @Nullable LuaTable metatable;
  private boolean readOnly;

  LuaTable(Memory memory) {
    this.memory = memory;
  }

  public @Nullable LuaTable metatable() {
    return metatable;
  }

  public void setMetatable(@Nullable LuaTable table) {
    metatable = table;
  }

  public boolean isReadOnly() {
    return readOnly;
  }

  public void setReadOnly(boolean only) {
    readOnly = only;
  }

  // ---- reading

  public Object get(Object key) {
    if (key instanceof Double number) {
      double value = number;
      int index = (int) value;
      if (index == value && index > 0 && index <= size) {
        return array[index - 1];
      }
    }
    if (keys.length == 0) {
      return Nil.NIL;
    }
    int slot = slotOf(normal(key));
    return keys[slot] == null ? Nil.NIL : values[slot];
  }

  public Object get(String key) {
    return keys.length == 0 ? Nil.NIL : get(LuaString.of(key));
  }

  public Object get(int index) {
    return index > 0 && index <= size ? array[index - 1] : get((Object) (double) index);
  }

  /** A border: n with an element n and none n + 1. */
  public int length() {
    if (size > 0) {
      return size;
    }
    int n = 0;
    while (keys.length > 0 && get((Object) (double) (n + 1)) != Nil.NIL) {
      n++;
    }
    return n;
  }

  // ---- writing; the key is neither nil nor NaN

  public void put(String key, Object value) {
    put(LuaString.of(key), value);
  }

  public void put(int index, Object value) {
    put((Object) (double) index, value);
  }

  public void put(Object key, Object value) {
    if (key instanceof Double number) {
      double at = number;
      int index = (int) at;
      if (index == at && index > 0 && index <= size + 1) {
        putInArray(index, value);
        return;
      }
    }
    putInHash(normal(key), value);
  }

  /** Values 1 to n, nil ones among them, of a table that is being made. */
  void setAll(List<Object> listed) {
    int end = listed.size();
    while (end > 0 && listed.get(end - 1) == Nil.NIL) {
      end--;
    }
    if (end == 0) {
      return;
    }
    memory.charge((long) end * ENTRY_BYTES);
    array = listed.subList(0, end).toArray();
    size = end;
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] instanceof Double number && number >= 1 && number <= end) {
        values[i] = Nil.NIL;
      }
    }
    if (keys.length > 0) {
      takeFromHash();
    }
  }

  public void remove(String key) {
    put(LuaString.of(key), Nil.NIL);
  }

  private void putInArray(int index, Object value) {
    if (index <= size) {
      array[index - 1] = value;
      if (value == Nil.NIL && index == size) {
        do {
          size--;
        } while (size > 0 && array[size - 1] == Nil.NIL);
      }
      return;
    }
    if (value == Nil.NIL) {
      if (keys.length > 0) {
        putInHash((double) index, value);
      }
      return;
    }
    if (size == array.length) {
      int capacity = Math.max(4, size * 2);
      memory.charge((long) (capacity - size) * ENTRY_BYTES / 2);
      array = Arrays.copyOf(array, capacity);
    }
    array[size++] = value;
    if (keys.length > 0) {
      takeFromHash();
    }
  }

  /** What follows the array's end and stands in the hash moves into the array. */
  private void takeFromHash() {
    int stale = slotOf((Object) (double) size);
    if (keys[stale] != null) {
      values[stale] = Nil.NIL;
    }
    while (size < MOST_ARRAY) {
      int slot = slotOf((Object) (double) (size + 1));
      if (keys[slot] == null || values[slot] == Nil.NIL) {
        return;
      }
      if (size == array.length) {
        array = Arrays.copyOf(array, size * 2);
      }
      array[size++] = values[slot];
      values[slot] = Nil.NIL;
    }
  }

  private void putInHash(Object key, Object value) {
    if (keys.length == 0) {
      if (value == Nil.NIL) {
        return;
      }
      rehash(4);
    }
    int slot = slotOf(key);
    if (keys[slot] == null) {
      if (value == Nil.NIL) {
        return;
      }
      if ((used + 1) * 4 > keys.length * 3) {
        grow();
        slot = slotOf(key);
      }
      keys[slot] = key;
      used++;
    }
    values[slot] = value;
  }

  private void grow() {
    int live = 0;
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != null && values[i] != Nil.NIL) {
        live++;
      }
    }
    rehash(Math.max(4, Integer.highestOneBit(live * 2 + 1) * 2));
  }

  private void rehash(int capacity) {
    memory.charge((long) capacity * ENTRY_BYTES);
    @Nullable Object[] oldKeys = keys;
    Object[] oldValues = values;
    keys = new Object[capacity];
    values = new Object[capacity];
    Arrays.fill(values, Nil.NIL);
    used = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      Object key = oldKeys[i];
      if (key != null && oldValues[i] != Nil.NIL) {
        int slot = slotOf(key);
        keys[slot] = key;
        values[slot] = oldValues[i];
        used++;
      }
    }
  }

  private static Object normal(Object key) {
    return key instanceof Double number && number == 0 ? (Object) 0.0 : key;
  }

  /** Where the key stands or would stand. */
  private int slotOf(Object key) {
    int mask = keys.length - 1;
    int hash = key.hashCode() * 0x9E3779B9;
    int slot = (hash ^ (hash >>> 15)) & mask;
    while (true) {
      Object there = keys[slot];
      if (there == null || there.equals(key)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  // ---- walking

  /** A key and its value, walking on behind a key; null at the end. */
  public Object @Nullable [] next(LuaState state, Object key) {
    int at = 0;
    if (key != Nil.NIL) {
      at = placeOf(state, key) + 1;
    }
    for (; at < size; at++) {
      if (array[at] != Nil.NIL) {
        return new Object[] {(double) (at + 1), array[at]};
      }
    }
    for (int slot = at - size; slot < keys.length; slot++) {
      Object found = keys[slot];
      if (found != null && values[slot] != Nil.NIL) {
        return new Object[] {found, values[slot]};
      }
    }
    return null;
  }

  private int placeOf(LuaState state, Object key) {
    if (key instanceof Double number) {
      double value = number;
      int index = (int) value;
      if (index == value && index > 0 && index <= size) {
        return index - 1;
      }
      boolean inHash = keys.length > 0 && keys[slotOf(normal(key))] != null;
      if (index == value && index > 0 && index <= array.length && !inHash) {
        // The elements at the array's end were removed meanwhile.
        return size - 1;
      }
    }
    int slot = keys.length == 0 ? -1 : slotOf(normal(key));
    if (slot < 0 || keys[slot] == null) {
      throw state.raise(LuaString.of("invalid key to 'next'"));
    }
    return size + slot;
  }

  /** Called once an element. */
  public interface Visitor {
    void visit(Object key, Object value);
  }

  public void forEach(Visitor visitor) {
    for (int i = 0; i < size; i++) {
      if (array[i] != Nil.NIL) {
        visitor.visit((double) (i + 1), array[i]);
      }
    }
    for (int i = 0; i < keys.length; i++) {
      Object key = keys[i];
      if (key != null && values[i] != Nil.NIL) {
        visitor.visit(key, values[i]);
      }
    }
  }

  /** Adds what it refers to; answers how many places it has. */
  int addTo(Deque<Object> pending) {
    for (int i = 0; i < size; i++) {
      pending.addLast(array[i]);
    }
    for (int i = 0; i < keys.length; i++) {
      Object key = keys[i];
      if (key != null) {
        pending.addLast(key);
        pending.addLast(values[i]);
      }
    }
    if (metatable != null) {
      pending.addLast(metatable);
    }
    return array.length + keys.length * 2;
  }

  @Override
  public String toString() {
    return "table: 0x%014x".formatted(System.identityHashCode(this));
  }
}
