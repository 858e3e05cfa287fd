package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.Comparing;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.Nil;
import io.orbit.protocol.redis.scripting.lua.Values;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** {@code table}. */
final class TableLibrary {
  private static final Object[] NOTHING = LuaFunction.NOTHING;

  private TableLibrary() {}

  static void addTo(LuaState state) {
    state
        .globals()
        .put(
            "table",
            Library.in(state)
                .with("concat", TableLibrary::concatenate)
                .with("insert", TableLibrary::insert)
                .with("remove", TableLibrary::remove)
                .with("sort", TableLibrary::sort)
                .with("maxn", TableLibrary::greatest)
                .with("getn", a -> Arguments.one((double) a.table(1).length()))
                .with(
                    "setn",
                    a -> {
                      throw a.state().error("'setn' is obsolete");
                    })
                .with("foreach", TableLibrary::forEach)
                .with("foreachi", TableLibrary::forEachIndex)
                .table());
  }

  private static void requireWritable(Arguments a, LuaTable table) {
    if (table.isReadOnly()) {
      throw a.state().raise(LuaTable.READ_ONLY);
    }
  }

  private static Object[] concatenate(Arguments a) {
    LuaTable table = a.table(1);
    LuaString separator = a.string(2, LuaString.EMPTY);
    long first = a.integer(3, 1);
    long last = a.isAbsent(4) ? table.length() : a.integer(4);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (long i = first; i <= last; i++) {
      Object value = table.get((Object) (double) i);
      LuaString text = Values.toStringValue(value);
      if (text == null) {
        throw a.state()
            .error(
                "invalid value ("
                    + Values.typeName(value)
                    + ") at index "
                    + i
                    + " in table for 'concat'");
      }
      a.state().memory().charge(text.length() + separator.length());
      a.state().tick();
      joined.write(text.bytes(), 0, text.length());
      if (i < last) {
        joined.write(separator.bytes(), 0, separator.length());
      }
    }
    return Arguments.one(LuaString.of(joined.toByteArray()));
  }

  private static Object[] insert(Arguments a) {
    LuaTable table = a.table(1);
    requireWritable(a, table);
    int end = table.length() + 1;
    switch (a.count()) {
      case 2 -> table.put(end, a.get(2));
      case 3 -> {
        int position = (int) a.integer(2);
        for (int i = Math.max(end, position); i > position; i--) {
          a.state().tick();
          table.put(i, table.get(i - 1));
        }
        table.put(position, a.get(3));
      }
      default -> throw a.state().error("wrong number of arguments to 'insert'");
    }
    return NOTHING;
  }

  private static Object[] remove(Arguments a) {
    LuaTable table = a.table(1);
    requireWritable(a, table);
    int end = table.length();
    int position = (int) a.integer(2, end);
    if (position < 1 || position > end) {
      return NOTHING;
    }
    Object removed = table.get(position);
    for (int i = position; i < end; i++) {
      a.state().tick();
      table.put(i, table.get(i + 1));
    }
    table.put(end, Nil.NIL);
    return Arguments.one(removed);
  }

  private static Object[] greatest(Arguments a) {
    double[] greatest = {0};
    a.table(1)
        .forEach(
            (key, value) -> {
              if (key instanceof Double number && number > greatest[0]) {
                greatest[0] = number;
              }
            });
    return Arguments.one(greatest[0]);
  }

  private static Object[] forEach(Arguments a) {
    LuaTable table = a.table(1);
    LuaFunction function = a.function(2);
    Object[] at = table.next(a.state(), Nil.NIL);
    while (at != null) {
      Object result = a.state().callForOne(function, at[0], at[1]);
      if (result != Nil.NIL) {
        return Arguments.one(result);
      }
      at = table.next(a.state(), at[0]);
    }
    return NOTHING;
  }

  private static Object[] forEachIndex(Arguments a) {
    LuaTable table = a.table(1);
    LuaFunction function = a.function(2);
    int end = table.length();
    for (int i = 1; i <= end; i++) {
      Object result = a.state().callForOne(function, (double) i, table.get(i));
      if (result != Nil.NIL) {
        return Arguments.one(result);
      }
    }
    return NOTHING;
  }

  private static Object[] sort(Arguments a) {
    LuaTable table = a.table(1);
    requireWritable(a, table);
    LuaFunction order = a.functionIfAny(2);
    Object[] values = new Object[table.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = table.get(i + 1);
    }
    a.state().memory().charge(values.length * 16L);
    mergeSort(a.state(), values, values.clone(), 0, values.length, order);
    for (int i = 0; i < values.length; i++) {
      table.put(i + 1, values[i]);
    }
    return NOTHING;
  }

  /** Bears an order that contradicts itself, unlike Java's own. */
  private static void mergeSort(
      LuaState state,
      Object[] values,
      Object[] spare,
      int start,
      int end,
      @Nullable LuaFunction order) {
    if (end - start < 2) {
      return;
    }
    int middle = (start + end) >>> 1;
    mergeSort(state, spare, values, start, middle, order);
    mergeSort(state, spare, values, middle, end, order);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      state.tick();
      boolean takeRight =
          left >= middle || (right < end && isLess(state, spare[right], spare[left], order));
      values[i] = takeRight ? spare[right++] : spare[left++];
    }
  }

  private static boolean isLess(
      LuaState state, Object left, Object right, @Nullable LuaFunction order) {
    return order == null
        ? Comparing.isLess(state, left, right)
        : Values.isTrue(state.callForOne(order, left, right));
  }
}
