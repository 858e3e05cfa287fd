package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.integer;

import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.lock.AdvisoryKey;
import io.orbit.query.lock.AdvisoryLocks;
import io.orbit.query.lock.AdvisoryLocks.Mode;
import io.orbit.query.lock.AdvisoryLocks.Span;
import org.jspecify.annotations.Nullable;

/** {@code pg_advisory_…}: locks that applications take on numbers. */
final class LockFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    for (Mode mode : Mode.values()) {
      String suffix = mode == Mode.SHARED ? "_shared" : "";
      for (Span span : Span.values()) {
        String name = span == Span.TRANSACTION ? "advisory_xact_lock" : "advisory_lock";
        both(definitions, "pg_" + name + suffix, "void", (e, key) -> lock(e, key, mode, span));
        both(
            definitions,
            "pg_try_" + name + suffix,
            "bool",
            (e, key) -> locks(e).tryLock(e.session(), key, mode, span));
      }
      both(definitions, "pg_advisory_unlock" + suffix, "bool", (e, key) -> unlock(e, key, mode));
    }
    definitions
        .define("pg_advisory_unlock_all() void")
        .unstable()
        .is(
            (e, a) -> {
              locks(e).unlockAll(e.session());
              return "";
            });
  }

  /** What is done to a lock. */
  private interface Action {
    Object apply(Evaluation evaluation, AdvisoryKey key);
  }

  private static void both(Definitions definitions, String name, String result, Action action) {
    definitions
        .define(name + "(int8) " + result)
        .unstable()
        .is((e, a) -> action.apply(e, AdvisoryKey.of(e.session().database().id(), number(a))));
    definitions
        .define(name + "(int4, int4) " + result)
        .unstable()
        .is(
            (e, a) ->
                action.apply(
                    e, AdvisoryKey.of(e.session().database().id(), integer(a, 0), integer(a, 1))));
  }

  private static long number(@Nullable Object[] arguments) {
    return arguments[0] instanceof Number number ? number.longValue() : 0;
  }

  private static AdvisoryLocks locks(Evaluation evaluation) {
    return evaluation.services().advisoryLocks();
  }

  private static Object lock(Evaluation evaluation, AdvisoryKey key, Mode mode, Span span) {
    locks(evaluation).lock(evaluation.session(), key, mode, span);
    return "";
  }

  private static Object unlock(Evaluation evaluation, AdvisoryKey key, Mode mode) {
    boolean held = locks(evaluation).unlock(evaluation.session(), key, mode);
    if (!held) {
      String name = mode == Mode.SHARED ? "ShareLock" : "ExclusiveLock";
      evaluation
          .services()
          .notices()
          .notice(evaluation.session(), "WARNING", "01000", "you don't own a lock of type " + name);
    }
    return held;
  }
}
