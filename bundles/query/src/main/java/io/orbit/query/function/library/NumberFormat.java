package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.decimal;
import static io.orbit.query.function.library.Arguments.real;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Decimal;
import io.orbit.query.function.library.NumberPattern.Kind;
import io.orbit.query.function.library.NumberPattern.Part;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** to_char of numbers and to_number. Signs, points and groups are those of the C locale. */
final class NumberFormat {
  private static final String[] ROMAN = {
    "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"
  };
  private static final int[] ROMAN_VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};

  private static final BigDecimal ROMAN_END = BigDecimal.valueOf(4000);

  private final NumberPattern pattern;
  private final boolean negative;
  private final String whole;
  private final String fraction;
  private final StringBuilder out = new StringBuilder();
  private boolean signWritten;
  private boolean digitsWritten;
  private int digitPosition;
  private int fractionPosition;

  private NumberFormat(NumberPattern pattern, boolean negative, String whole, String fraction) {
    this.pattern = pattern;
    this.negative = negative;
    this.whole = whole;
    this.fraction = fraction;
  }

  static void define(Definitions definitions) {
    definitions.add(
        "to_char(int4, text) text", (e, a) -> format(Decimal.of(bigint(a, 0)), text(a, 1)));
    definitions.add(
        "to_char(int8, text) text", (e, a) -> format(Decimal.of(bigint(a, 0)), text(a, 1)));
    definitions.add("to_char(numeric, text) text", (e, a) -> format(decimal(a, 0), text(a, 1)));
    definitions.add(
        "to_char(float8, text) text", (e, a) -> format(ofDouble(real(a, 0), 15), text(a, 1)));
    definitions.add(
        "to_char(float4, text) text", (e, a) -> format(ofDouble(real(a, 0), 6), text(a, 1)));
    definitions.add("to_number(text, text) numeric", (e, a) -> parse(text(a, 0), text(a, 1)));
  }

  private static Decimal ofDouble(double value, int digits) {
    return Decimals.ofDouble(value, digits);
  }

  static String format(Decimal value, String template) {
    if (template.isEmpty()) {
      return "";
    }
    NumberPattern pattern = new NumberPattern(template);
    if (pattern.roman) {
      return roman(value, pattern);
    }
    if (pattern.scientific) {
      return scientific(value, pattern);
    }
    if (!value.isFinite()) {
      return special(value, pattern);
    }
    BigDecimal number = value.number();
    if (pattern.shift > 0) {
      number = number.movePointRight(pattern.shift);
    }
    BigDecimal rounded = number.setScale(pattern.fractionDigits, RoundingMode.HALF_UP);
    String digits = rounded.abs().toPlainString();
    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    String fraction = point < 0 ? "" : digits.substring(point + 1);
    if (whole.length() > pattern.integerDigits) {
      whole = "#".repeat(pattern.integerDigits);
      fraction = "#".repeat(pattern.fractionDigits);
    }
    boolean negative = value.number().signum() < 0 && rounded.signum() != 0;
    return new NumberFormat(pattern, negative, whole, fraction).run();
  }

  // ---- special forms

  private static String special(Decimal value, NumberPattern pattern) {
    boolean negative = !value.isNaN() && Decimals.sign(value) < 0;
    String name = value.isNaN() ? "NaN" : "Infinity";
    boolean fits = name.length() <= pattern.integerDigits;
    return new NumberFormat(
            pattern,
            negative,
            fits ? name : "#".repeat(pattern.integerDigits),
            fits ? "" : "#".repeat(pattern.fractionDigits))
        .run();
  }

  private static String roman(Decimal value, NumberPattern pattern) {
    boolean far = value.isFinite() && value.number().abs().compareTo(ROMAN_END) >= 0;
    long number = far ? 0 : Decimals.toLong(value, -4000, 4000, "integer");
    StringBuilder out = new StringBuilder();
    if (number < 1 || number > 3999) {
      out.append("#".repeat(15));
    } else {
      for (int i = 0; i < ROMAN.length; i++) {
        for (; number >= ROMAN_VALUES[i]; number -= ROMAN_VALUES[i]) {
          out.append(ROMAN[i]);
        }
      }
    }
    String shown = pattern.lowerRoman ? StringFunctions.lower(out.toString()) : out.toString();
    return pattern.fill ? shown : " ".repeat(Math.max(0, 15 - shown.length())) + shown;
  }

  private static String scientific(Decimal value, NumberPattern pattern) {
    int scale = pattern.fractionDigits;
    if (!value.isFinite()) {
      return " " + "#".repeat(pattern.integerDigits) + "." + "#".repeat(scale) + "####";
    }
    BigDecimal rounded = value.number().round(new MathContext(scale + 1, RoundingMode.HALF_UP));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String mantissa =
        rounded.abs().movePointLeft(exponent).setScale(scale, RoundingMode.HALF_UP).toPlainString();
    String shown = Integer.toString(Math.abs(exponent));
    return (rounded.signum() < 0 ? "-" : " ")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (shown.length() < 2 ? "0" : "")
        + shown;
  }

  // ---- the walk

  private int blanks() {
    return Math.max(0, pattern.integerDigits - whole.length());
  }

  /** NaN or Infinity, which has no point. */
  private boolean isName() {
    return Character.isLetter(whole.isEmpty() ? '0' : whole.charAt(0));
  }

  private boolean isHiddenZero() {
    return whole.equals("0") && pattern.firstZero < 0 && pattern.fractionDigits > 0;
  }

  private String run() {
    int lastDigit = lastDigitPart();
    for (int i = 0; i < pattern.parts.size(); i++) {
      part(pattern.parts.get(i));
      if (i == lastDigit) {
        closeSign();
      }
    }
    return out.toString();
  }

  private int lastDigitPart() {
    int last = -1;
    for (int i = 0; i < pattern.parts.size(); i++) {
      Kind kind = pattern.parts.get(i).kind();
      if (kind == Kind.NINE || kind == Kind.ZERO || kind == Kind.POINT) {
        last = i;
      }
    }
    return last;
  }

  private void part(Part part) {
    switch (part.kind()) {
      case NINE, ZERO -> {
        if (digitPosition < pattern.integerDigits) {
          integerDigit();
        } else {
          fractionDigit(part.kind());
        }
      }
      case POINT -> {
        if (!isName()) {
          writeSign();
          out.append('.');
        }
      }
      case GROUP -> {
        if (digitsWritten) {
          out.append(',');
        } else if (!pattern.fill) {
          out.append(' ');
        }
      }
      case SIGN -> {}
      case MINUS -> out.append(negative ? "-" : pattern.fill ? "" : " ");
      case PLUS -> out.append(negative ? pattern.fill ? "" : " " : "+");
      case PLUS_MINUS -> out.append(negative ? '-' : '+');
      case CURRENCY -> out.append(part.text().equals("L") && !pattern.fill ? " " : "");
      case LITERAL -> out.append(part.text());
      case ORDINAL -> ordinal(part.text());
      case ROMAN -> {}
    }
  }

  /** The sign goes where the first digit is about to. */
  private void writeSign() {
    if (signWritten) {
      return;
    }
    signWritten = true;
    if (pattern.signBefore) {
      out.append(negative ? '-' : '+');
    } else if (pattern.bracket) {
      out.append(negative ? '<' : pattern.fill ? "" : " ");
    } else if (!pattern.signAfter && !pattern.signed) {
      out.append(negative ? "-" : pattern.fill ? "" : " ");
    }
  }

  private void closeSign() {
    if (pattern.bracket) {
      out.append(negative ? '>' : pattern.fill ? "" : " ");
    } else if (pattern.signAfter) {
      out.append(negative ? '-' : '+');
    }
  }

  private void integerDigit() {
    int position = digitPosition++;
    if (position < blanks()) {
      boolean zero = pattern.firstZero >= 0 && pattern.firstZero <= position;
      if (zero) {
        writeSign();
        out.append('0');
        digitsWritten = true;
      } else if (!pattern.fill) {
        out.append(' ');
      }
      return;
    }
    if (isHiddenZero()) {
      boolean alone = pattern.fill && visibleFraction() == 0;
      if (alone) {
        writeSign();
        out.append('0');
      } else if (!pattern.fill) {
        out.append(' ');
      }
      return;
    }
    writeSign();
    out.append(whole.charAt(position - blanks()));
    digitsWritten = true;
  }

  /** Digits after the point that are shown: with FM none beyond the last that counts. */
  private int visibleFraction() {
    if (!pattern.fill) {
      return pattern.fractionDigits;
    }
    int visible = fraction.length();
    while (visible > pattern.requiredFraction && fraction.charAt(visible - 1) == '0') {
      visible--;
    }
    return visible;
  }

  private void fractionDigit(Kind kind) {
    writeSign();
    int position = fractionPosition++;
    if (position < visibleFraction() && position < fraction.length()) {
      out.append(fraction.charAt(position));
      digitsWritten = true;
    }
  }

  private void ordinal(String written) {
    if (isName()) {
      throw new OrbitException(
          ErrorCode.INVALID_TEXT_REPRESENTATION, '"' + whole + "\" is not a number");
    }
    if (negative || !fraction.isEmpty() || whole.startsWith("#")) {
      return;
    }
    int length = whole.length();
    char last = whole.charAt(length - 1);
    boolean teen = length > 1 && whole.charAt(length - 2) == '1';
    String suffix =
        teen
            ? "th"
            : switch (last) {
              case '1' -> "st";
              case '2' -> "nd";
              case '3' -> "rd";
              default -> "th";
            };
    out.append(written.equals("TH") ? StringFunctions.upper(suffix) : suffix);
  }

  // ---- reading

  static Decimal parse(String text, String template) {
    NumberPattern pattern = new NumberPattern(template);
    if (pattern.roman) {
      throw Failures.unsupported("\"RN\" not supported for input");
    }
    if (pattern.scientific) {
      throw Failures.unsupported("\"EEEE\" not supported for input");
    }
    NumberReader reader = new NumberReader(text, pattern);
    BigDecimal number = reader.read();
    if (number == null) {
      throw new OrbitException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "invalid input syntax for type numeric: \"" + (reader.isNegative() ? "-" : " ") + "\"");
    }
    if (pattern.shift > 0) {
      number = number.movePointLeft(pattern.shift).setScale(Math.max(number.scale(), 16));
    }
    return Decimal.of(number);
  }
}
