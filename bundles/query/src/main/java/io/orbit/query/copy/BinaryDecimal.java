package io.orbit.query.copy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;

/**
 * numeric in binary (PostgreSQL's numeric_send): number of digits, weight of the first, sign and
 * display scale, then the digits to base 10,000; all are 16 bits wide.
 */
final class BinaryDecimal {
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int POSITIVE_INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;
  private static final int WIDTH = 4;
  private static final int BASE = 10_000;

  private BinaryDecimal() {}

  static void write(Decimal value, ByteBuilder out) {
    if (!value.isFinite()) {
      int sign = POSITIVE_INFINITY;
      if (value.isNaN()) {
        sign = NAN;
      } else if (value.equals(Decimal.NEGATIVE_INFINITY)) {
        sign = NEGATIVE_INFINITY;
      }
      out.addShort(0).addShort(0).addShort(sign).addShort(0);
      return;
    }
    BigDecimal number = value.number();
    int scale = Math.max(0, number.scale());
    int fraction = (scale + WIDTH - 1) / WIDTH;
    String digits = number.setScale(fraction * WIDTH).unscaledValue().abs().toString();
    digits = "0".repeat(Math.floorMod(-digits.length(), WIDTH)) + digits;
    int count = digits.length() / WIDTH;
    int first = 0;
    while (first < count && digit(digits, first) == 0) {
      first++;
    }
    int end = count;
    while (end > first && digit(digits, end - 1) == 0) {
      end--;
    }
    out.addShort(end - first)
        .addShort(first == end ? 0 : count - fraction - 1 - first)
        .addShort(number.signum() < 0 ? NEGATIVE : 0)
        .addShort(scale);
    for (int i = first; i < end; i++) {
      out.addShort(digit(digits, i));
    }
  }

  private static int digit(String digits, int index) {
    return Integer.parseInt(digits, index * WIDTH, (index + 1) * WIDTH, 10);
  }

  static Decimal read(ByteBuffer in) {
    int count = in.getShort() & 0xFFFF;
    int weight = in.getShort();
    int sign = in.getShort() & 0xFFFF;
    int scale = in.getShort() & 0xFFFF;
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      int digit = in.getShort();
      if (digit < 0 || digit >= BASE) {
        throw invalid("digit");
      }
      unscaled = unscaled.multiply(BigInteger.valueOf(BASE)).add(BigInteger.valueOf(digit));
    }
    BigDecimal number =
        new BigDecimal(unscaled, (count - weight - 1) * WIDTH).setScale(scale, RoundingMode.DOWN);
    return switch (sign) {
      case 0 -> Decimal.of(number);
      case NEGATIVE -> Decimal.of(number.negate());
      case NAN -> Decimal.NAN;
      case POSITIVE_INFINITY -> Decimal.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY -> Decimal.NEGATIVE_INFINITY;
      default -> throw invalid("sign");
    };
  }

  private static OrbitException invalid(String what) {
    return new OrbitException(
        ErrorCode.INVALID_BINARY_REPRESENTATION,
        "invalid " + what + " in external \"numeric\" value");
  }
}
