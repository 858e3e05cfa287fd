package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleUnaryOperator;

/** {@code math}; its random numbers are drand48's, with another seed in each run of a script. */
public final class MathLibrary {
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long INCREMENT = 0xB;
  private static final long MASK = (1L << 48) - 1;
  private static final long SEED_TAIL = 0x330E;
  private static final double GREATEST = Integer.MAX_VALUE;

  private long seed;

  /** A script begins: the numbers are others. */
  public void restart() {
    seed = ThreadLocalRandom.current().nextLong() & MASK;
  }

  void addTo(LuaState state) {
    Library math = Library.in(state);
    one(math, "abs", Math::abs);
    one(math, "acos", Math::acos);
    one(math, "asin", Math::asin);
    one(math, "atan", Math::atan);
    one(math, "ceil", Math::ceil);
    one(math, "cos", Math::cos);
    one(math, "cosh", Math::cosh);
    one(math, "deg", x -> x / (Math.PI / 180));
    one(math, "exp", Math::exp);
    one(math, "floor", Math::floor);
    one(math, "log", Math::log);
    one(math, "log10", Math::log10);
    one(math, "rad", x -> x * (Math.PI / 180));
    one(math, "sin", Math::sin);
    one(math, "sinh", Math::sinh);
    one(math, "sqrt", Math::sqrt);
    one(math, "tan", Math::tan);
    one(math, "tanh", Math::tanh);
    math.with("atan2", a -> Arguments.one(Math.atan2(a.number(1), a.number(2))))
        .with("fmod", a -> Arguments.one(a.number(1) % a.number(2)))
        .with("mod", a -> Arguments.one(a.number(1) % a.number(2)))
        .with("pow", a -> Arguments.one(Math.pow(a.number(1), a.number(2))))
        .with("ldexp", a -> Arguments.one(a.number(1) * Math.pow(2, a.integer(2))))
        .with("frexp", MathLibrary::split)
        .with("modf", MathLibrary::parts)
        .with("max", a -> extreme(a, true))
        .with("min", a -> extreme(a, false))
        .with("random", this::random)
        .with(
            "randomseed",
            a -> {
              seed = (a.integer(1) & 0xFFFFFFFFL) << 16 | SEED_TAIL;
              return LuaFunction.NOTHING;
            })
        .with("pi", Math.PI)
        .with("huge", Double.POSITIVE_INFINITY);
    state.globals().put("math", math.table());
  }

  private static void one(Library math, String name, DoubleUnaryOperator function) {
    math.with(name, a -> Arguments.one(function.applyAsDouble(a.number(1))));
  }

  private static Object[] split(Arguments a) {
    double value = a.number(1);
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return new Object[] {value, 0.0};
    }
    int exponent = Math.getExponent(value);
    if (exponent < Double.MIN_EXPONENT) {
      exponent = Math.getExponent(value * 0x1p54) - 54;
    }
    return new Object[] {Math.scalb(value, -exponent - 1), (double) (exponent + 1)};
  }

  private static Object[] parts(Arguments a) {
    double value = a.number(1);
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    return new Object[] {whole, Double.isInfinite(value) ? 0.0 : value - whole};
  }

  private static Object[] extreme(Arguments a, boolean greatest) {
    double found = a.number(1);
    for (int i = 2; i <= a.count(); i++) {
      double each = a.number(i);
      if (greatest ? each > found : each < found) {
        found = each;
      }
    }
    return Arguments.one(found);
  }

  private double next() {
    seed = (seed * MULTIPLIER + INCREMENT) & MASK;
    long number = seed >>> 17;
    return (number % Integer.MAX_VALUE) / GREATEST;
  }

  private Object[] random(Arguments a) {
    double part = next();
    switch (a.count()) {
      case 0 -> {
        return Arguments.one(part);
      }
      case 1 -> {
        int upper = (int) a.integer(1);
        if (upper < 1) {
          throw a.wrong(1, "interval is empty");
        }
        return Arguments.one(Math.floor(part * upper) + 1);
      }
      case 2 -> {
        int lower = (int) a.integer(1);
        int upper = (int) a.integer(2);
        if (lower > upper) {
          throw a.wrong(2, "interval is empty");
        }
        return Arguments.one(Math.floor(part * ((double) upper - lower + 1)) + lower);
      }
      default -> throw a.state().error("wrong number of arguments");
    }
  }
}
