package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.integer;

import io.orbit.query.function.FunctionRegistry;
import java.util.List;

/** Arithmetic and bit operators of smallint, integer and bigint, mixed as PostgreSQL mixes them. */
final class IntegerOperators implements FunctionRegistry.Library {
  /** The three types by width. */
  private enum Width {
    SMALL("int2", "smallint", 16),
    NORMAL("int4", "integer", 32),
    BIG("int8", "bigint", 64);

    private final String type;
    private final String shown;
    private final int bits;

    Width(String type, String shown, int bits) {
      this.type = type;
      this.shown = shown;
      this.bits = bits;
    }

    /** The value in the Java class of this type. */
    Object box(long value) {
      return switch (this) {
        case SMALL -> {
          if (value != (short) value) {
            throw Failures.outOfRange(shown);
          }
          yield (short) value;
        }
        case NORMAL -> {
          if (value != (int) value) {
            throw Failures.outOfRange(shown);
          }
          yield (int) value;
        }
        case BIG -> value;
      };
    }

    /** As {@link #box} for results of shifts: higher bits are lost. */
    Object truncate(long value) {
      return switch (this) {
        case SMALL -> (short) value;
        case NORMAL -> (int) value;
        case BIG -> value;
      };
    }
  }

  @FunctionalInterface
  private interface Exact {
    long compute(long a, long b);
  }

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    for (Width one : Width.values()) {
      for (Width other : Width.values()) {
        Width result = one.compareTo(other) > 0 ? one : other;
        String operands = "(" + one.type + ", " + other.type + ") " + result.type;
        arithmetic(definitions, "+" + operands, result, Math::addExact);
        arithmetic(definitions, "-" + operands, result, Math::subtractExact);
        arithmetic(definitions, "*" + operands, result, Math::multiplyExact);
        arithmetic(definitions, "/" + operands, result, IntegerOperators::divide);
      }
      sameWidth(definitions, one);
    }
  }

  private static void arithmetic(
      Definitions definitions, String signature, Width result, Exact operation) {
    definitions.add(
        signature,
        (evaluation, a) -> {
          try {
            return result.box(operation.compute(bigint(a, 0), bigint(a, 1)));
          } catch (ArithmeticException overflow) {
            throw Failures.outOfRange(result.shown);
          }
        });
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw Failures.divisionByZero();
    }
    return Math.divideExact(a, b);
  }

  private static long remainder(long a, long b) {
    if (b == 0) {
      throw Failures.divisionByZero();
    }
    return b == -1 ? 0 : a % b;
  }

  private static void sameWidth(Definitions definitions, Width width) {
    String type = width.type;
    String both = "(" + type + ", " + type + ") " + type;
    for (String name : List.of("%", "mod")) {
      arithmetic(definitions, name + both, width, IntegerOperators::remainder);
    }
    definitions.add("&" + both, (e, a) -> width.truncate(bigint(a, 0) & bigint(a, 1)));
    definitions.add("|" + both, (e, a) -> width.truncate(bigint(a, 0) | bigint(a, 1)));
    definitions.add("#" + both, (e, a) -> width.truncate(bigint(a, 0) ^ bigint(a, 1)));
    String shift = "(" + type + ", int4) " + type;
    int mask = Math.max(width.bits, 32) - 1;
    definitions.add("<<" + shift, (e, a) -> width.truncate(bigint(a, 0) << (integer(a, 1) & mask)));
    definitions.add(">>" + shift, (e, a) -> width.truncate(bigint(a, 0) >> (integer(a, 1) & mask)));
    String one = "(" + type + ") " + type;
    definitions.add("~" + one, (e, a) -> width.truncate(~bigint(a, 0)));
    definitions.add("+" + one, (e, a) -> a[0]);
    definitions.add("-" + one, (e, a) -> negate(width, bigint(a, 0)));
    for (String name : List.of("@", "abs")) {
      definitions.add(name + one, (e, a) -> bigint(a, 0) < 0 ? negate(width, bigint(a, 0)) : a[0]);
    }
    if (width != Width.SMALL) {
      greatestCommon(definitions, width, both);
    }
  }

  private static Object negate(Width width, long value) {
    if (value == Long.MIN_VALUE) {
      throw Failures.outOfRange(width.shown);
    }
    return width.box(-value);
  }

  private static void greatestCommon(Definitions definitions, Width width, String both) {
    definitions.add("gcd" + both, (e, a) -> gcd(width, bigint(a, 0), bigint(a, 1)));
    definitions.add(
        "lcm" + both,
        (e, a) -> {
          long one = bigint(a, 0);
          long other = bigint(a, 1);
          if (one == 0 || other == 0) {
            return width.box(0);
          }
          long divisor = ((Number) gcd(width, one, other)).longValue();
          try {
            long multiple = Math.multiplyExact(one / divisor, other);
            return multiple < 0 ? negate(width, multiple) : width.box(multiple);
          } catch (ArithmeticException overflow) {
            throw Failures.outOfRange(width.shown);
          }
        });
  }

  private static Object gcd(Width width, long a, long b) {
    long one = a;
    long other = b;
    while (other != 0) {
      long rest = other == -1 ? 0 : one % other;
      one = other;
      other = rest;
    }
    return one < 0 ? negate(width, one) : width.box(one);
  }
}
