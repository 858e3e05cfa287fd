package io.orbit.protocol.redis.scripting.lua;

import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A call of a function that is running. */
final class Frame {
  final LuaState state;
  final LuaClosure function;
  final Object[] slots;
  final Object[] varargs;
  final @Nullable Frame caller;

  final boolean calledByNative;

  /** Where it is. */
  int line;

  Frame(
      LuaState state,
      LuaClosure function,
      Object[] arguments,
      @Nullable Frame caller,
      boolean calledByNative) {
    this.calledByNative = calledByNative;
    this.state = state;
    this.function = function;
    this.caller = caller;
    Prototype prototype = function.prototype;
    this.slots = new Object[prototype.slotCount];
    int given = Math.min(arguments.length, prototype.parameters.length);
    for (int i = 0; i < prototype.parameters.length; i++) {
      Object value = i < given ? arguments[i] : Nil.NIL;
      slots[i] = prototype.parameters[i].captured ? new Cell(value) : value;
    }
    this.varargs =
        prototype.isVariadic && arguments.length > given
            ? Arrays.copyOfRange(arguments, given, arguments.length)
            : LuaFunction.NOTHING;
    this.line = prototype.line;
  }

  void addTo(Deque<Object> pending) {
    for (Object slot : slots) {
      if (slot != null) {
        pending.addLast(slot);
      }
    }
    pending.addAll(Arrays.asList(varargs));
    pending.addLast(function);
    if (caller != null) {
      pending.addLast(caller);
    }
  }

  /** An error of an operator that stands on a line. */
  LuaError error(int at, String message) {
    line = at;
    return state.error(message);
  }
}
