package io.orbit.protocol.redis.scripting.lua;

import org.jspecify.annotations.Nullable;

/** What a library's function was called with, counted from 1, and its errors in Lua's words. */
public record Arguments(LuaState state, String function, Object[] values, boolean asMethod) {
  public int count() {
    return values.length;
  }

  /** The value, nil where none was given. */
  public Object get(int index) {
    return index <= values.length ? values[index - 1] : Nil.NIL;
  }

  /** The value, which must have been given, nil or not. */
  public Object any(int index) {
    if (index > values.length) {
      throw wrong(index, "value expected");
    }
    return values[index - 1];
  }

  public boolean isAbsent(int index) {
    return get(index) == Nil.NIL;
  }

  public double number(int index) {
    Double number = Numbers.toNumber(get(index));
    if (number == null) {
      throw wrongType(index, "number");
    }
    return number;
  }

  public double number(int index, double otherwise) {
    return isAbsent(index) ? otherwise : number(index);
  }

  /** A number cut to a whole one, as C casts it. */
  public long integer(int index) {
    return (long) number(index);
  }

  public long integer(int index, long otherwise) {
    return isAbsent(index) ? otherwise : integer(index);
  }

  /** A string, or a number as one. */
  public LuaString string(int index) {
    LuaString string = Values.toStringValue(get(index));
    if (string == null) {
      throw wrongType(index, "string");
    }
    return string;
  }

  public LuaString string(int index, LuaString otherwise) {
    return isAbsent(index) ? otherwise : string(index);
  }

  public LuaTable table(int index) {
    if (get(index) instanceof LuaTable table) {
      return table;
    }
    throw wrongType(index, "table");
  }

  public LuaFunction function(int index) {
    if (get(index) instanceof LuaFunction called) {
      return called;
    }
    throw wrongType(index, "function");
  }

  public @Nullable LuaFunction functionIfAny(int index) {
    return isAbsent(index) ? null : function(index);
  }

  public LuaError wrongType(int index, String expected) {
    String got = index > values.length ? "no value" : Values.typeName(get(index));
    return wrong(index, expected + " expected, got " + got);
  }

  public LuaError wrong(int index, String why) {
    int shown = asMethod ? index - 1 : index;
    return state.error(
        shown == 0 && asMethod
            ? "calling '" + function + "' on bad self (" + why + ")"
            : "bad argument #" + shown + " to '" + function + "' (" + why + ")");
  }

  /** One value to answer. */
  public static Object[] one(Object value) {
    return new Object[] {value};
  }
}
