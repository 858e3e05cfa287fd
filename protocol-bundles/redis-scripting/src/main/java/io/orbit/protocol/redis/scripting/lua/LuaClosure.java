package io.orbit.protocol.redis.scripting.lua;

import java.util.Collections;
import java.util.Deque;

/** A function written in Lua, with the variables around it and its table of globals. */
public final class LuaClosure extends LuaFunction {
  final Prototype prototype;
  final Cell[] captured;
  private LuaTable globals;

  LuaClosure(Prototype prototype, Cell[] captured, LuaTable globals) {
    this.prototype = prototype;
    this.captured = captured;
    this.globals = globals;
  }

  public LuaTable globals() {
    return globals;
  }

  public void setGlobals(LuaTable table) {
    globals = table;
  }

  /** A return of a call: whoever runs the function that returns calls it instead. */
  record TailCall(Object function, Object[] arguments, Expression.Call call) {}

  @Override
  public Object[] call(LuaState state, Object[] arguments) {
    boolean byNative = state.takeFromNative();
    Frame caller = state.enter();
    try {
      LuaClosure running = this;
      Object[] given = arguments;
      while (true) {
        Frame frame = new Frame(state, running, given, caller, byNative);
        state.run(frame);
        Object result = running.prototype.body.execute(frame);
        if (result == null) {
          return NOTHING;
        }
        if (result instanceof Object[] values) {
          return values;
        }
        TailCall tail = (TailCall) result;
        if (!(tail.function() instanceof LuaClosure next)) {
          return state.call(tail.function(), tail.arguments(), tail.call().callee());
        }
        running = next;
        given = tail.arguments();
        state.tick();
      }
    } catch (StackOverflowError e) {
      throw state.error("stack overflow");
    } finally {
      state.leave(caller);
    }
  }

  void addTo(Deque<Object> pending) {
    Collections.addAll(pending, captured);
    pending.addLast(globals);
  }
}
