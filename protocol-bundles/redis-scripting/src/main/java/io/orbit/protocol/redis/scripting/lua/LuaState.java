package io.orbit.protocol.redis.scripting.lua;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs functions: calls, metatables, errors with their places, limits. One thread at a time; a
 * coroutine's thread counts as its resumer's.
 */
public final class LuaState {
  /** Deeper calls are an error. */
  private static final int MOST_DEPTH = 2_000;

  private static final int MOST_METATABLES = 100;
  private static final int STEPS = 256;
  private static final int COROUTINE_BYTES = 4096;

  private final LuaTable globals;
  private final Memory memory;
  private Supervisor supervisor = () -> {};
  private @Nullable LuaTable stringMetatable;
  private @Nullable Frame frame;
  private @Nullable Frame placeless;
  private @Nullable Coroutine running;
  private final List<Coroutine> coroutines = new ArrayList<>();
  private int depth;
  private int steps;
  private boolean fromNative;

  /**
   * @param memoryLimit most bytes of live values
   */
  public LuaState(long memoryLimit) {
    memory = new Memory(this, memoryLimit);
    globals = new LuaTable(memory);
  }

  public LuaTable globals() {
    return globals;
  }

  public Memory memory() {
    return memory;
  }

  public LuaTable newTable() {
    return new LuaTable(memory);
  }

  public LuaString newString(byte[] bytes) {
    memory.charge(bytes.length + 32L);
    return LuaString.of(bytes);
  }

  public void setSupervisor(Supervisor next) {
    supervisor = next;
  }

  public Supervisor supervisor() {
    return supervisor;
  }

  public void setStringMetatable(LuaTable table) {
    stringMetatable = table;
  }

  // ---- running

  /** Counts a step; every few hundred the supervisor is asked. */
  public void tick() {
    if (++steps >= STEPS) {
      steps = 0;
      supervisor.check();
    }
  }

  @Nullable Frame enter() {
    tick();
    if (++depth > MOST_DEPTH) {
      depth--;
      throw error("stack overflow");
    }
    return frame;
  }

  void run(Frame next) {
    frame = next;
  }

  /** Whether a library makes the call that begins. */
  boolean takeFromNative() {
    boolean was = fromNative;
    fromNative = false;
    return was;
  }

  /** One library's function calls another: that one's errors name no place. */
  @Nullable Frame hidePlace() {
    Frame before = placeless;
    placeless = frame;
    return before;
  }

  void showPlace(@Nullable Frame before) {
    placeless = before;
  }

  void leave(@Nullable Frame caller) {
    depth--;
    frame = caller;
  }

  /** What a protected call comes back to when it fails. */
  record Mark(@Nullable Frame frame, int depth) {}

  Mark mark() {
    return new Mark(frame, depth);
  }

  void backTo(Mark mark) {
    frame = mark.frame();
    depth = mark.depth();
  }

  int depth() {
    return depth;
  }

  @Nullable Frame frame() {
    return frame;
  }

  @Nullable Coroutine running() {
    return running;
  }

  void setRunning(@Nullable Coroutine coroutine) {
    running = coroutine;
  }

  void addRoots(Deque<Object> pending) {
    pending.addLast(globals);
    if (frame != null) {
      pending.addLast(frame);
    }
    if (running != null) {
      pending.addLast(running);
    }
  }

  /** How many coroutines are being resumed, one inside the other. */
  int nesting() {
    int count = 0;
    for (Coroutine each = running; each != null; each = each.resumer()) {
      count++;
    }
    return count;
  }

  Coroutine newCoroutine(LuaFunction body) {
    memory.charge(COROUTINE_BYTES);
    Coroutine coroutine = new Coroutine(this, body);
    coroutines.add(coroutine);
    return coroutine;
  }

  /** A script has ended: coroutines that it did not run to their ends do not stay. */
  public void abandonCoroutines() {
    coroutines.forEach(Coroutine::abandon);
    coroutines.clear();
    frame = null;
    placeless = null;
    running = null;
    depth = 0;
  }

  /** Loads a chunk. @param source {@code @name} for a named one */
  public LuaClosure load(byte[] text, String source, LuaTable environment) {
    return load(Chunk.compile(text, source), environment);
  }

  /** A function of a chunk. */
  public LuaClosure load(Chunk chunk, LuaTable environment) {
    return new LuaClosure(chunk.prototype(), new Cell[0], environment);
  }

  public Object[] call(Object function, Object... arguments) {
    return call(function, arguments, null);
  }

  /** A call by pcall and its like, which stand between the callers' places. */
  Object[] callByLibrary(Object function, Object[] arguments) {
    fromNative = true;
    return call(function, arguments, null);
  }

  Object[] call(Object function, Object[] arguments, @Nullable Expression callee) {
    if (function instanceof NativeFunction library) {
      return library.call(this, arguments, callee instanceof Expression.MethodName);
    }
    if (function instanceof LuaFunction callable) {
      return callable.call(this, arguments);
    }
    Object handler = metamethod(function, "__call");
    if (!(handler instanceof LuaFunction callable)) {
      throw error("attempt to call " + Operators.describe(callee, function));
    }
    Object[] withSelf = new Object[arguments.length + 1];
    withSelf[0] = function;
    System.arraycopy(arguments, 0, withSelf, 1, arguments.length);
    return callable.call(this, withSelf);
  }

  /** The first value of a call. */
  public Object callForOne(Object function, Object... arguments) {
    Object[] values = call(function, arguments, null);
    return values.length == 0 ? Nil.NIL : values[0];
  }

  // ---- errors

  /** An error whose message begins with where the running function is. */
  public LuaError error(String message) {
    return raise(LuaString.of(where(1) + message));
  }

  /** An error of any value, with the place of the running function. */
  public LuaError raise(Object value) {
    Frame at = frame;
    return at == null
        ? new LuaError(value, "", 0)
        : new LuaError(value, at.function.prototype.source, at.line);
  }

  /** {@code chunk:line: } of the function at a level, 1 is the running one; empty for none. */
  public String where(int level) {
    Frame at = frame(level);
    return at == null || at == placeless
        ? ""
        : Prototype.shown(at.function.prototype.source) + ":" + at.line + ": ";
  }

  /** The globals of the function at a level, 1 is the running one. */
  public LuaTable globalsAt(int level) {
    Frame at = frame(level);
    return at == null ? globals : at.function.globals();
  }

  public @Nullable LuaClosure functionAt(int level) {
    Frame at = frame(level);
    return at == null ? null : at.function;
  }

  private @Nullable Frame frame(int level) {
    Frame at = frame;
    for (int i = 1; i < level && at != null; i++) {
      if (at.calledByNative) {
        return null;
      }
      at = at.caller;
    }
    return at;
  }

  // ---- metatables

  public @Nullable LuaTable metatable(Object value) {
    if (value instanceof LuaTable table) {
      return table.metatable();
    }
    return value instanceof LuaString ? stringMetatable : null;
  }

  public Object metamethod(Object value, String event) {
    LuaTable metatable = metatable(value);
    return metatable == null ? Nil.NIL : metatable.get(event);
  }

  public Object index(Object value, Object key) {
    return index(value, key, null);
  }

  Object index(Object value, Object key, @Nullable Expression indexed) {
    Object at = value;
    for (int i = 0; i < MOST_METATABLES; i++) {
      Object handler;
      if (at instanceof LuaTable table) {
        Object found = table.get(key);
        if (found != Nil.NIL || table.metatable() == null) {
          return found;
        }
        handler = metamethod(at, "__index");
        if (handler == Nil.NIL) {
          return Nil.NIL;
        }
      } else {
        handler = metamethod(at, "__index");
        if (handler == Nil.NIL) {
          throw error("attempt to index " + Operators.describe(i == 0 ? indexed : null, at));
        }
      }
      if (handler instanceof LuaFunction function) {
        return callForOne(function, at, key);
      }
      at = handler;
    }
    throw error("loop in gettable");
  }

  public void setIndex(Object value, Object key, Object element) {
    setIndex(value, key, element, null);
  }

  void setIndex(Object value, Object key, Object element, @Nullable Expression indexed) {
    Object at = value;
    for (int i = 0; i < MOST_METATABLES; i++) {
      Object handler;
      if (at instanceof LuaTable table) {
        if (table.metatable() == null || table.get(key) != Nil.NIL) {
          setHere(table, key, element);
          return;
        }
        handler = metamethod(at, "__newindex");
        if (handler == Nil.NIL) {
          setHere(table, key, element);
          return;
        }
      } else {
        handler = metamethod(at, "__newindex");
        if (handler == Nil.NIL) {
          throw error("attempt to index " + Operators.describe(i == 0 ? indexed : null, at));
        }
      }
      if (handler instanceof LuaFunction) {
        call(handler, at, key, element);
        return;
      }
      at = handler;
    }
    throw error("loop in settable");
  }

  /** Sets an element without metamethods, with Lua's errors, which name no place. */
  public void set(LuaTable table, Object key, Object element) {
    LuaString problem = problem(table, key);
    if (problem != null) {
      throw raise(problem);
    }
    table.put(key, element);
  }

  private void setHere(LuaTable table, Object key, Object element) {
    LuaString problem = problem(table, key);
    if (problem != null) {
      throw error(problem.toString());
    }
    table.put(key, element);
  }

  private static @Nullable LuaString problem(LuaTable table, Object key) {
    if (table.isReadOnly()) {
      return LuaTable.READ_ONLY;
    }
    if (key == Nil.NIL) {
      return LuaString.of("table index is nil");
    }
    return key instanceof Double number && number.isNaN()
        ? LuaString.of("table index is NaN")
        : null;
  }

  /** As {@code tostring} shows a value. */
  public LuaString show(Object value) {
    Object handler = metamethod(value, "__tostring");
    if (handler == Nil.NIL) {
      return Values.show(value);
    }
    LuaString shown = Values.toStringValue(callForOne(handler, value));
    if (shown == null) {
      throw error("'tostring' must return a string to 'print'");
    }
    return shown;
  }
}
