package io.orbit.keyspace;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Arithmetic of INCRBYFLOAT as Redis does it on x86: x87 extended precision (64 bits of
 * significand), printed with 17 fractional digits without trailing zeros.
 */
final class LongDouble {
  private static final int SIGNIFICAND_BITS = 64;
  private static final int FRACTION_DIGITS = 17;
  private static final int MAXIMUM_POWER = 16_320;
  private static final int MAXIMUM_TEXT = 5 * 1024;
  private static final String NOT_A_FLOAT = "value is not a valid float";

  /** Stands for both infinities; known by its identity. */
  private static final BigDecimal INFINITY = new BigDecimal("1E+5000");

  /** Decimal exponents beyond this are infinite or zero in 80 bits. */
  private static final int EXPONENT_LIMIT = 4932;

  /** (2^64 - 1) × 2^16320. */
  private static final BigDecimal MAXIMUM =
      new BigDecimal(
          BigInteger.ONE
              .shiftLeft(SIGNIFICAND_BITS)
              .subtract(BigInteger.ONE)
              .shiftLeft(MAXIMUM_POWER));

  private LongDouble() {}

  /** The number nearest to a decimal, ties to even. */
  static BigDecimal round(BigDecimal value) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    long exponent = (long) value.precision() - value.scale();
    if (exponent > EXPONENT_LIMIT + 1) {
      throw infinite();
    }
    if (exponent < -EXPONENT_LIMIT) {
      return BigDecimal.ZERO;
    }
    // Scale by a power of two until the integer part has more than 64 bits, then round to 64.
    int shift = SIGNIFICAND_BITS + 2 - (int) Math.floor(exponent * 3.3219280948873626) + 4;
    BigDecimal scaled =
        shift >= 0
            ? value.abs().multiply(new BigDecimal(BigInteger.ONE.shiftLeft(shift)))
            : value.abs().divide(new BigDecimal(BigInteger.ONE.shiftLeft(-shift)));
    BigInteger whole = scaled.toBigInteger();
    boolean sticky = scaled.subtract(new BigDecimal(whole)).signum() != 0;
    int drop = whole.bitLength() - SIGNIFICAND_BITS;
    BigInteger kept = whole.shiftRight(drop);
    boolean half = whole.testBit(drop - 1);
    boolean below = sticky || whole.getLowestSetBit() < drop - 1;
    if (half && (below || kept.testBit(0))) {
      kept = kept.add(BigInteger.ONE);
    }
    int power = drop - shift;
    BigDecimal result =
        power >= 0
            ? new BigDecimal(kept.shiftLeft(power))
            : new BigDecimal(kept).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-power)));
    if (result.compareTo(MAXIMUM) > 0) {
      throw infinite();
    }
    return value.signum() < 0 ? result.negate() : result;
  }

  /** The sum, printed. */
  static byte[] add(BigDecimal value, BigDecimal delta) {
    if (value == INFINITY || delta == INFINITY) {
      throw infinite();
    }
    BigDecimal sum = round(round(value).add(round(delta)));
    String text = sum.setScale(FRACTION_DIGITS, RoundingMode.HALF_EVEN).toPlainString();
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    if (text.charAt(end - 1) == '.') {
      end--;
    }
    String trimmed = text.substring(0, end);
    return (trimmed.equals("-0") ? "0" : trimmed).getBytes(StandardCharsets.US_ASCII);
  }

  /** An increment as a client gives it. */
  static BigDecimal argument(ByteRange delta) {
    return parse(delta.array(), delta.offset(), delta.length(), NOT_A_FLOAT);
  }

  /** The same for a hash, where Redis looks at an infinite increment first. */
  static BigDecimal hashArgument(ByteRange delta) {
    BigDecimal increment = argument(delta);
    if (increment == INFINITY) {
      throw new OrbitException(ErrorCode.VALUE_OVERFLOW, "value is NaN or Infinity");
    }
    return increment;
  }

  /**
   * A number as strtold reads it, hexadecimal left out; {@link #INFINITY} for the infinities.
   *
   * @throws OrbitException VALUE_NOT_FLOAT with the message given
   */
  static BigDecimal parse(byte[] array, int offset, int length, String message) {
    if (length > 0 && length <= MAXIMUM_TEXT) {
      String text = new String(array, offset, length, StandardCharsets.ISO_8859_1);
      if (isInfinity(text)) {
        return INFINITY;
      }
      try {
        if (isDecimal(array, offset, length)) {
          BigDecimal value = new BigDecimal(text);
          if (value.signum() == 0 || isInRange(value)) {
            return value;
          }
        }
      } catch (NumberFormatException e) {
        throw new OrbitException(ErrorCode.VALUE_NOT_FLOAT, message);
      }
    }
    throw new OrbitException(ErrorCode.VALUE_NOT_FLOAT, message);
  }

  private static boolean isInRange(BigDecimal value) {
    long exponent = (long) value.precision() - value.scale();
    return exponent >= -EXPONENT_LIMIT
        && exponent <= EXPONENT_LIMIT + 1
        && value.abs().compareTo(MAXIMUM) <= 0;
  }

  private static boolean isInfinity(String text) {
    String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    return unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity");
  }

  private static boolean isDecimal(byte[] array, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      int letter = array[i];
      boolean fits =
          (letter >= '0' && letter <= '9')
              || letter == '.'
              || letter == '-'
              || letter == '+'
              || letter == 'e'
              || letter == 'E';
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static OrbitException infinite() {
    return new OrbitException(ErrorCode.VALUE_OVERFLOW, "increment would produce NaN or Infinity");
  }
}
