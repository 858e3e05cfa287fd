package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaError;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.NativeFunction;
import io.orbit.protocol.redis.scripting.lua.Nil;
import io.orbit.protocol.redis.scripting.lua.Numbers;
import io.orbit.protocol.redis.scripting.lua.ProtectedCall;
import io.orbit.protocol.redis.scripting.lua.Values;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The functions without a table. */
final class BaseLibrary {
  private static final Object[] NOTHING = LuaFunction.NOTHING;
  private static final int MOST_UNPACKED = 8_000;

  private BaseLibrary() {}

  static void addTo(LuaState state) {
    Library base = new Library(state.globals());
    base.table().put("_G", state.globals());
    base.table().put("_VERSION", LuaString.of("Lua 5.1"));
    types(base);
    tables(base);
    calls(base);
    base.with("collectgarbage", BaseLibrary::collectGarbage)
        .with("gcinfo", a -> Arguments.one((double) (a.state().memory().allocated() / 1024)));
  }

  private static void types(Library base) {
    base.with("type", a -> Arguments.one(LuaString.of(Values.typeName(a.any(1)))))
        .with("tostring", a -> Arguments.one(a.state().show(a.any(1))))
        .with("tonumber", BaseLibrary::toNumber)
        .with("getmetatable", BaseLibrary::getMetatable)
        .with("setmetatable", BaseLibrary::setMetatable)
        .with(
            "rawequal",
            a -> Arguments.one(Values.rawEquals(a.any(1), a.any(2)) ? Boolean.TRUE : Boolean.FALSE))
        .with("rawget", a -> Arguments.one(a.table(1).get(a.any(2))))
        .with(
            "rawset",
            a -> {
              a.state().set(a.table(1), a.any(2), a.any(3));
              return Arguments.one(a.table(1));
            });
  }

  private static void tables(Library base) {
    NativeFunction next = new NativeFunction("next", BaseLibrary::next);
    base.table().put("next", next);
    base.with("pairs", a -> new Object[] {next, a.table(1), Nil.NIL});
    NativeFunction nextIndex =
        new NativeFunction(
            "ipairs",
            a -> {
              int index = (int) a.integer(2) + 1;
              Object value = a.table(1).get(index);
              return value == Nil.NIL
                  ? Arguments.one(Nil.NIL)
                  : new Object[] {(double) index, value};
            });
    base.with("ipairs", a -> new Object[] {nextIndex, a.table(1), 0.0});
    base.with("unpack", BaseLibrary::unpack);
    base.with("select", BaseLibrary::select);
  }

  private static void calls(Library base) {
    base.with("assert", BaseLibrary::check)
        .with("error", BaseLibrary::error)
        .with("pcall", BaseLibrary::protectedCall)
        .with("xpcall", a -> ProtectedCall.run(a.state(), a.any(1), NOTHING, a.any(2)))
        .with("loadstring", BaseLibrary::loadString)
        .with("load", BaseLibrary::load);
  }

  private static Object[] rest(Arguments a, int from) {
    return a.count() <= from ? NOTHING : Arrays.copyOfRange(a.values(), from, a.count());
  }

  /** As Redis has it: of an error that is a table only its text is shown. */
  private static Object[] protectedCall(Arguments a) {
    Object[] values = ProtectedCall.run(a.state(), a.any(1), rest(a, 1), null);
    if (values[0] == Boolean.FALSE
        && values[1] instanceof LuaTable error
        && error.get("err") instanceof LuaString message) {
      values[1] = message;
    }
    return values;
  }

  private static Object[] toNumber(Arguments a) {
    long base = a.integer(2, 10);
    if (base == 10) {
      Double number = Numbers.toNumber(a.any(1));
      return Arguments.one(number == null ? Nil.NIL : number);
    }
    if (base < 2 || base > 36) {
      throw a.wrong(2, "base out of range");
    }
    String text = a.string(1).toString().strip().toLowerCase(java.util.Locale.ROOT);
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    if (base == 16 && digits.startsWith("0x")) {
      digits = digits.substring(2);
    }
    double value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), (int) base);
      if (digit < 0) {
        return Arguments.one(Nil.NIL);
      }
      value = value * base + digit;
    }
    return Arguments.one(digits.isEmpty() ? Nil.NIL : (Object) (negative ? -value : value));
  }

  private static Object[] getMetatable(Arguments a) {
    LuaTable metatable = a.state().metatable(a.any(1));
    if (metatable == null) {
      return Arguments.one(Nil.NIL);
    }
    Object guard = metatable.get("__metatable");
    return Arguments.one(guard == Nil.NIL ? metatable : guard);
  }

  private static Object[] setMetatable(Arguments a) {
    LuaTable table = a.table(1);
    Object given = a.get(2);
    if (a.count() < 2 || (given != Nil.NIL && !(given instanceof LuaTable))) {
      throw a.wrong(2, "nil or table expected");
    }
    if (a.state().metamethod(table, "__metatable") != Nil.NIL) {
      throw a.state().error("cannot change a protected metatable");
    }
    if (table.isReadOnly()) {
      throw a.state().raise(LuaTable.READ_ONLY);
    }
    table.setMetatable(given instanceof LuaTable metatable ? metatable : null);
    return Arguments.one(table);
  }

  private static Object[] next(Arguments a) {
    Object[] following = a.table(1).next(a.state(), a.get(2));
    return following == null ? Arguments.one(Nil.NIL) : following;
  }

  private static Object[] unpack(Arguments a) {
    LuaTable table = a.table(1);
    long first = a.integer(2, 1);
    long last = a.isAbsent(3) ? table.length() : a.integer(3);
    if (first > last) {
      return NOTHING;
    }
    if (last - first >= MOST_UNPACKED || last - first < 0) {
      throw a.state().error("too many results to unpack");
    }
    Object[] values = new Object[(int) (last - first) + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = table.get((Object) (double) (first + i));
    }
    return values;
  }

  private static Object[] select(Arguments a) {
    if (a.get(1) instanceof LuaString word && word.toString().equals("#")) {
      return Arguments.one((double) (a.count() - 1));
    }
    long index = a.integer(1);
    if (index < 0) {
      index = a.count() + index;
    } else if (index > a.count()) {
      index = a.count();
    }
    if (index < 1) {
      throw a.wrong(1, "index out of range");
    }
    return rest(a, (int) index);
  }

  private static Object[] check(Arguments a) {
    if (Values.isTrue(a.any(1))) {
      return a.values();
    }
    if (a.isAbsent(2)) {
      throw a.state().error("assertion failed!");
    }
    throw a.state().error(a.string(2).toString());
  }

  private static Object[] error(Arguments a) {
    long level = a.integer(2, 1);
    Object value = a.get(1);
    if (level > 0 && Values.toStringValue(value) instanceof LuaString text) {
      value = LuaString.of(a.state().where((int) level) + text);
    }
    throw a.state().raise(value);
  }

  private static Object[] loadString(Arguments a) {
    LuaString text = a.string(1);
    return load(a.state(), text, a.string(2, text).toString());
  }

  private static Object[] load(Arguments a) {
    LuaFunction reader = a.function(1);
    java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
    while (true) {
      Object piece = a.state().callForOne(reader);
      if (!(piece instanceof LuaString part) || part.length() == 0) {
        break;
      }
      a.state().memory().charge(part.length());
      text.write(part.bytes(), 0, part.length());
    }
    return load(
        a.state(),
        LuaString.of(text.toByteArray()),
        a.string(2, LuaString.of("=(load)")).toString());
  }

  private static Object[] load(LuaState state, LuaString text, String source) {
    try {
      return Arguments.one(state.load(text.bytes(), source, state.globalsAt(1)));
    } catch (LuaError e) {
      return new Object[] {Nil.NIL, e.value()};
    }
  }

  /** Memory is Java's: there is nothing to collect by hand. */
  private static Object[] collectGarbage(Arguments a) {
    String option = a.string(1, LuaString.of("collect")).toString();
    @Nullable Object answer =
        switch (option) {
          case "count" -> (double) a.state().memory().allocated() / 1024;
          case "collect", "stop", "restart", "step", "setpause", "setstepmul" -> 0.0;
          default -> null;
        };
    if (answer == null) {
      throw a.wrong(1, "invalid option '" + option + "'");
    }
    return Arguments.one(answer);
  }
}
