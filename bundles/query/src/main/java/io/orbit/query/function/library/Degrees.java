package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.real;

import java.util.function.DoubleUnaryOperator;

/** Trigonometry in degrees, exact where the result is. */
final class Degrees {
  private Degrees() {}

  static void define(Definitions definitions) {
    function(definitions, "sind", Degrees::sine);
    function(definitions, "cosd", value -> sine(90 - Math.abs(value) % 360));
    function(definitions, "tand", value -> sine(value) / sine(90 - Math.abs(value) % 360));
    function(definitions, "cotd", value -> sine(90 - Math.abs(value) % 360) / sine(value));
    function(
        definitions, "asind", value -> exact(Math.toDegrees(Math.asin(MathFunctions.unit(value)))));
    function(
        definitions, "acosd", value -> exact(Math.toDegrees(Math.acos(MathFunctions.unit(value)))));
    function(definitions, "atand", value -> exact(Math.toDegrees(Math.atan(value))));
    definitions.add(
        "atan2d(float8, float8) float8",
        (e, a) -> exact(Math.toDegrees(Math.atan2(real(a, 0), real(a, 1)))));
  }

  private static void function(
      Definitions definitions, String name, DoubleUnaryOperator operation) {
    definitions.add(name + "(float8) float8", (e, a) -> operation.applyAsDouble(real(a, 0)));
  }

  private static double sine(double degrees) {
    if (Double.isInfinite(degrees)) {
      throw MathFunctions.outOfDomain();
    }
    double reduced = degrees % 360;
    double sign = reduced < 0 ? -1 : 1;
    double angle = Math.abs(reduced);
    if (angle > 180) {
      angle -= 180;
      sign = -sign;
    }
    double acute = angle > 90 ? 180 - angle : angle;
    if (acute == 30) {
      return sign * 0.5;
    }
    return acute == 90 ? sign : sign * Math.sin(Math.toRadians(acute));
  }

  /** Multiples of 15 degrees that rounding missed by a hair. */
  private static double exact(double degrees) {
    double rounded = Math.rint(degrees);
    return Math.abs(degrees - rounded) < 1e-13 ? rounded : degrees;
  }
}
