package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.decimal;
import static io.orbit.query.function.library.Arguments.real;

import io.orbit.api.value.Decimal;
import io.orbit.query.function.FunctionRegistry;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;

/** Arithmetic of numeric, real and double precision. */
final class DecimalOperators implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    decimals(definitions);
    floats(definitions, "float4", "float4", "float4");
    floats(definitions, "float4", "float8", "float8");
    floats(definitions, "float8", "float4", "float8");
    floats(definitions, "float8", "float8", "float8");
    signs(definitions);
  }

  private static void decimals(Definitions definitions) {
    binary(definitions, "+", Decimals::add);
    binary(definitions, "-", Decimals::subtract);
    binary(definitions, "*", Decimals::multiply);
    binary(definitions, "/", Decimals::divide);
    binary(definitions, "%", Decimals::remainder);
    binary(definitions, "mod", Decimals::remainder);
    binary(definitions, "div", Decimals::quotient);
  }

  private static void binary(
      Definitions definitions, String name, BinaryOperator<Decimal> operation) {
    definitions.add(
        name + "(numeric, numeric) numeric",
        (e, a) -> operation.apply(decimal(a, 0), decimal(a, 1)));
  }

  private static void floats(Definitions definitions, String one, String other, String result) {
    String operands = "(" + one + ", " + other + ") " + result;
    boolean narrow = result.equals("float4");
    float8(definitions, "+" + operands, narrow, Double::sum, false);
    float8(definitions, "-" + operands, narrow, (a, b) -> a - b, false);
    float8(definitions, "*" + operands, narrow, (a, b) -> a * b, true);
    definitions.add(
        "/" + operands,
        (e, a) -> {
          if (real(a, 1) == 0 && !Double.isNaN(real(a, 0))) {
            throw Failures.divisionByZero();
          }
          return checked(real(a, 0) / real(a, 1), real(a, 0), real(a, 1), narrow, true);
        });
  }

  private static void float8(
      Definitions definitions,
      String signature,
      boolean narrow,
      DoubleBinaryOperator operation,
      boolean mayUnderflow) {
    definitions.add(
        signature,
        (e, a) ->
            checked(
                operation.applyAsDouble(real(a, 0), real(a, 1)),
                real(a, 0),
                real(a, 1),
                narrow,
                mayUnderflow));
  }

  /** Overflow from finite operands and underflow from operands other than zero are errors. */
  private static Object checked(
      double result, double a, double b, boolean narrow, boolean mayUnderflow) {
    double fitted = narrow ? (float) result : result;
    if (Double.isInfinite(fitted) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw Floats.overflow();
    }
    if (mayUnderflow && fitted == 0 && a != 0 && !Double.isInfinite(b) && b != 0) {
      throw Floats.underflow();
    }
    return narrow ? (Object) (float) fitted : (Object) fitted;
  }

  private static void signs(Definitions definitions) {
    definitions.add("-(numeric) numeric", (e, a) -> Decimals.negate(decimal(a, 0)));
    definitions.add("+(numeric) numeric", (e, a) -> a[0]);
    definitions.add("-(float8) float8", (e, a) -> -real(a, 0));
    definitions.add("+(float8) float8", (e, a) -> a[0]);
    definitions.add("-(float4) float4", (e, a) -> (float) -real(a, 0));
    definitions.add("+(float4) float4", (e, a) -> a[0]);
    for (String name : new String[] {"@", "abs"}) {
      definitions.add(name + "(float8) float8", (e, a) -> Math.abs(real(a, 0)));
      definitions.add(name + "(float4) float4", (e, a) -> (float) Math.abs(real(a, 0)));
      definitions.add(
          name + "(numeric) numeric",
          (e, a) -> Decimals.sign(decimal(a, 0)) < 0 ? Decimals.negate(decimal(a, 0)) : a[0]);
    }
  }
}
