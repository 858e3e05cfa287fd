package io.orbit.protocol.redis.scripting.lua;

import java.util.Locale;

/** The functions of {@code coroutine}. */
public final class Coroutines {
  private static final int MOST_NESTED = 190;

  private Coroutines() {}

  public static Object[] create(Arguments a) {
    return Arguments.one(make(a));
  }

  private static Coroutine make(Arguments a) {
    if (!(a.get(1) instanceof LuaClosure body)) {
      throw a.wrong(1, "Lua function expected");
    }
    return a.state().newCoroutine(body);
  }

  private static Coroutine coroutine(Arguments a) {
    if (a.get(1) instanceof Coroutine coroutine) {
      return coroutine;
    }
    throw a.wrong(1, "coroutine expected");
  }

  public static Object[] resume(Arguments a) {
    Coroutine coroutine = coroutine(a);
    try {
      Object[] values = resume(a.state(), coroutine, rest(a.values()));
      Object[] all = new Object[values.length + 1];
      all[0] = Boolean.TRUE;
      System.arraycopy(values, 0, all, 1, values.length);
      return all;
    } catch (LuaError e) {
      return new Object[] {Boolean.FALSE, e.value()};
    }
  }

  private static Object[] resume(LuaState state, Coroutine coroutine, Object[] arguments) {
    if (coroutine.status() != Coroutine.Status.SUSPENDED) {
      String status = name(coroutine);
      throw state.raise(
          LuaString.of(
              "cannot resume "
                  + (status.equals("dead") ? "dead" : "non-suspended")
                  + " coroutine"));
    }
    if (state.nesting() > MOST_NESTED) {
      throw state.error("C stack overflow");
    }
    return coroutine.resume(arguments);
  }

  private static Object[] rest(Object[] values) {
    return java.util.Arrays.copyOfRange(values, 1, Math.max(1, values.length));
  }

  public static Object[] yield(Arguments a) {
    Coroutine running = a.state().running();
    if (running == null) {
      throw a.state().raise(LuaString.of("attempt to yield across metamethod/C-call boundary"));
    }
    return running.yield(a.values());
  }

  public static Object[] wrap(Arguments a) {
    Coroutine coroutine = make(a);
    return Arguments.one(new NativeFunction("wrap", given -> resumeWrapped(given, coroutine)));
  }

  private static Object[] resumeWrapped(Arguments given, Coroutine coroutine) {
    try {
      return resume(given.state(), coroutine, given.values());
    } catch (LuaError e) {
      if (e.value() instanceof LuaString message) {
        throw given.state().error(message.toString());
      }
      throw e;
    }
  }

  public static Object[] status(Arguments a) {
    return Arguments.one(LuaString.of(name(coroutine(a))));
  }

  private static String name(Coroutine coroutine) {
    return coroutine.status().name().toLowerCase(Locale.ROOT);
  }

  public static Object[] running(Arguments a) {
    Coroutine running = a.state().running();
    return Arguments.one(running == null ? Nil.NIL : running);
  }
}
