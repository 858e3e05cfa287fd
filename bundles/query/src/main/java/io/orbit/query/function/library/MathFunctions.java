package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.decimal;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.real;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Decimal;
import io.orbit.query.function.FunctionRegistry;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Rounding, roots, logarithms, trigonometry. */
final class MathFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    rounding(definitions);
    powers(definitions);
    logarithms(definitions);
    trigonometry(definitions);
    definitions.add("pi() float8", (e, a) -> Math.PI);
    definitions
        .define("random() float8")
        .unstable()
        .is((e, a) -> RandomState.of(e.session()).nextDouble());
    definitions
        .define("setseed(float8) void")
        .unstable()
        .is(
            (e, a) -> {
              double seed = real(a, 0);
              if (!(seed >= -1 && seed <= 1)) {
                throw Failures.invalid(
                    "setseed parameter " + seed + " is out of allowed range [-1,1]");
              }
              RandomState.seed(e.session(), seed);
              return "";
            });
    WidthBucket.define(definitions);
  }

  private static void rounding(Definitions definitions) {
    for (String name : List.of("ceil", "ceiling")) {
      definitions.add(name + "(float8) float8", (e, a) -> Math.ceil(real(a, 0)));
      definitions.add(
          name + "(numeric) numeric",
          (e, a) -> Decimals.rescale(decimal(a, 0), 0, RoundingMode.CEILING));
    }
    definitions.add("floor(float8) float8", (e, a) -> Math.floor(real(a, 0)));
    definitions.add(
        "floor(numeric) numeric", (e, a) -> Decimals.rescale(decimal(a, 0), 0, RoundingMode.FLOOR));
    definitions.add("round(float8) float8", (e, a) -> Math.rint(real(a, 0)));
    definitions.add("round(numeric) numeric", (e, a) -> Decimals.round(decimal(a, 0), 0));
    definitions.add(
        "round(numeric, int4) numeric", (e, a) -> Decimals.round(decimal(a, 0), integer(a, 1)));
    definitions.add(
        "trunc(float8) float8",
        (e, a) -> real(a, 0) < 0 ? Math.ceil(real(a, 0)) : Math.floor(real(a, 0)));
    definitions.add(
        "trunc(numeric) numeric", (e, a) -> Decimals.rescale(decimal(a, 0), 0, RoundingMode.DOWN));
    definitions.add(
        "trunc(numeric, int4) numeric",
        (e, a) -> Decimals.rescale(decimal(a, 0), integer(a, 1), RoundingMode.DOWN));
    definitions.add("sign(float8) float8", (e, a) -> Math.signum(real(a, 0)));
    definitions.add(
        "sign(numeric) numeric",
        (e, a) -> decimal(a, 0).isNaN() ? a[0] : Decimal.of(Decimals.sign(decimal(a, 0))));
    definitions.add(
        "scale(numeric) int4",
        (e, a) -> decimal(a, 0).isFinite() ? decimal(a, 0).number().scale() : null);
    definitions.add(
        "min_scale(numeric) int4",
        (e, a) -> decimal(a, 0).isFinite() ? minimalScale(decimal(a, 0)) : null);
    definitions.add(
        "trim_scale(numeric) numeric",
        (e, a) ->
            decimal(a, 0).isFinite()
                ? Decimals.rescale(
                    decimal(a, 0), minimalScale(decimal(a, 0)), RoundingMode.UNNECESSARY)
                : a[0]);
    definitions.add(
        "gcd(numeric, numeric) numeric", (e, a) -> DecimalPowers.gcd(decimal(a, 0), decimal(a, 1)));
    definitions.add(
        "lcm(numeric, numeric) numeric", (e, a) -> DecimalPowers.lcm(decimal(a, 0), decimal(a, 1)));
    definitions.add(
        "factorial(int8) numeric", (e, a) -> DecimalPowers.factorial(Arguments.bigint(a, 0)));
  }

  private static int minimalScale(Decimal value) {
    return Math.max(0, value.number().stripTrailingZeros().scale());
  }

  private static void powers(Definitions definitions) {
    for (String name : List.of("sqrt", "|/")) {
      definitions.add(name + "(float8) float8", (e, a) -> squareRoot(real(a, 0)));
    }
    definitions.add("sqrt(numeric) numeric", (e, a) -> Decimals.squareRoot(decimal(a, 0)));
    for (String name : List.of("cbrt", "||/")) {
      definitions.add(name + "(float8) float8", (e, a) -> Math.cbrt(real(a, 0)));
    }
    for (String name : List.of("power", "pow", "^")) {
      definitions.add(name + "(float8, float8) float8", (e, a) -> power(real(a, 0), real(a, 1)));
      definitions.add(
          name + "(numeric, numeric) numeric",
          (e, a) -> DecimalPowers.power(decimal(a, 0), decimal(a, 1)));
    }
    definitions.add("exp(float8) float8", (e, a) -> exponential(real(a, 0)));
    definitions.add("exp(numeric) numeric", (e, a) -> DecimalPowers.exponential(decimal(a, 0)));
  }

  private static double squareRoot(double value) {
    if (value < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "cannot take square root of a negative number");
    }
    return Math.sqrt(value);
  }

  private static double power(double base, double exponent) {
    if (base == 0 && exponent < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "zero raised to a negative power is undefined");
    }
    if (base < 0 && exponent != Math.rint(exponent) && !Double.isNaN(exponent)) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          "a negative number raised to a non-integer power yields a complex result");
    }
    if (base == 1 || exponent == 0) {
      return 1;
    }
    if (base == -1 && Double.isInfinite(exponent)) {
      return 1;
    }
    double result = Math.pow(base, exponent);
    if (Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
      throw Floats.overflow();
    }
    if (result == 0 && base != 0 && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
      throw Floats.underflow();
    }
    return result;
  }

  private static double exponential(double value) {
    double result = Floats.finite(Math.exp(value), value);
    if (result == 0 && !Double.isInfinite(value)) {
      throw Floats.underflow();
    }
    return result;
  }

  private static void logarithms(Definitions definitions) {
    definitions.add("ln(float8) float8", (e, a) -> Math.log(loggable(real(a, 0))));
    definitions.add("ln(numeric) numeric", (e, a) -> DecimalPowers.naturalLogarithm(decimal(a, 0)));
    for (String name : List.of("log", "log10")) {
      definitions.add(name + "(float8) float8", (e, a) -> Math.log10(loggable(real(a, 0))));
      definitions.add(
          name + "(numeric) numeric",
          (e, a) -> DecimalPowers.logarithm(Decimal.of(10), decimal(a, 0)));
    }
    definitions.add(
        "log(numeric, numeric) numeric",
        (e, a) -> DecimalPowers.logarithm(decimal(a, 0), decimal(a, 1)));
  }

  private static double loggable(double value) {
    if (value == 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of zero");
    }
    if (value < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of a negative number");
    }
    return value;
  }

  private static void trigonometry(Definitions definitions) {
    function(definitions, "sin", value -> Math.sin(bounded(value)));
    function(definitions, "cos", value -> Math.cos(bounded(value)));
    function(definitions, "tan", value -> Math.tan(bounded(value)));
    function(definitions, "cot", value -> 1 / Math.tan(bounded(value)));
    function(definitions, "asin", value -> Math.asin(unit(value)));
    function(definitions, "acos", value -> Math.acos(unit(value)));
    function(definitions, "atan", Math::atan);
    function(definitions, "sinh", Math::sinh);
    function(definitions, "cosh", Math::cosh);
    function(definitions, "tanh", Math::tanh);
    function(definitions, "asinh", MathFunctions::inverseSinh);
    function(definitions, "acosh", MathFunctions::inverseCosh);
    function(definitions, "atanh", MathFunctions::inverseTanh);
    function(definitions, "degrees", value -> Floats.finite(value * (180 / Math.PI), value));
    function(definitions, "radians", value -> value * (Math.PI / 180));
    Degrees.define(definitions);
    definitions.add("atan2(float8, float8) float8", (e, a) -> Math.atan2(real(a, 0), real(a, 1)));
  }

  private static void function(
      Definitions definitions, String name, DoubleUnaryOperator operation) {
    definitions.add(name + "(float8) float8", (e, a) -> operation.applyAsDouble(real(a, 0)));
  }

  static OrbitException outOfDomain() {
    return new OrbitException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
  }

  private static double bounded(double value) {
    if (Double.isInfinite(value)) {
      throw outOfDomain();
    }
    return value;
  }

  static double unit(double value) {
    if (value < -1 || value > 1) {
      throw outOfDomain();
    }
    return value;
  }

  private static double inverseSinh(double value) {
    double size = Math.abs(value);
    double result =
        size < 1e-4 ? size - size * size * size / 6 : Math.log(size + Math.sqrt(size * size + 1));
    return Double.isInfinite(value) ? value : Math.copySign(result, value);
  }

  private static double inverseCosh(double value) {
    if (value < 1) {
      throw outOfDomain();
    }
    return Math.log(value + Math.sqrt(value * value - 1));
  }

  private static double inverseTanh(double value) {
    unit(value);
    return Math.abs(value) == 1
        ? Math.copySign(Double.POSITIVE_INFINITY, value)
        : 0.5 * (Math.log1p(value) - Math.log1p(-value));
  }
}
