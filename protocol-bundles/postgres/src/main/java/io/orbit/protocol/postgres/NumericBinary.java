package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * numeric in binary (PostgreSQL's numeric_send, numeric_recv): number of digits, weight of the
 * first, sign, display scale, each 16 bits, then the digits to base 10,000, 16 bits each.
 */
final class NumericBinary {
  private static final int POSITIVE = 0x0000;
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int POSITIVE_INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;
  private static final int DIGITS = 4;
  private static final int LARGEST_SCALE = 0x3FFF;

  private NumericBinary() {}

  static void write(Decimal value, ByteBuf out) {
    if (!value.isFinite()) {
      int sign =
          value.isNaN()
              ? NAN
              : value.equals(Decimal.POSITIVE_INFINITY) ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
      out.writeShort(0).writeShort(0).writeShort(sign).writeShort(0);
      return;
    }
    BigDecimal number = value.number();
    if (number.scale() < 0) {
      number = number.setScale(0);
    }
    int scale = number.scale();
    String digits = number.unscaledValue().abs().toString();
    int integerDigits = digits.length() - scale;
    int before = Math.floorMod(-integerDigits, DIGITS);
    int after = Math.floorMod(-scale, DIGITS);
    digits = "0".repeat(before) + digits + "0".repeat(after);
    int groups = digits.length() / DIGITS;
    int first = 0;
    while (first < groups && group(digits, first) == 0) {
      first++;
    }
    int end = groups;
    while (end > first && group(digits, end - 1) == 0) {
      end--;
    }
    int weight = first == end ? 0 : Math.floorDiv(integerDigits + before, DIGITS) - 1 - first;
    out.writeShort(end - first);
    out.writeShort(weight);
    out.writeShort(number.signum() < 0 ? NEGATIVE : POSITIVE);
    out.writeShort(scale);
    for (int i = first; i < end; i++) {
      out.writeShort(group(digits, i));
    }
  }

  private static int group(String digits, int index) {
    return Integer.parseInt(digits, index * DIGITS, (index + 1) * DIGITS, 10);
  }

  /**
   * @throws OrbitException INVALID_BINARY_REPRESENTATION
   */
  static Decimal read(ByteBuf in) {
    int count = in.readUnsignedShort();
    int weight = in.readShort();
    int sign = in.readUnsignedShort();
    int scale = in.readUnsignedShort();
    if (scale > LARGEST_SCALE) {
      throw invalid("invalid scale in external \"numeric\" value");
    }
    switch (sign) {
      case NAN -> {
        return Decimal.NAN;
      }
      case POSITIVE_INFINITY -> {
        return Decimal.POSITIVE_INFINITY;
      }
      case NEGATIVE_INFINITY -> {
        return Decimal.NEGATIVE_INFINITY;
      }
      case POSITIVE, NEGATIVE -> {}
      default -> throw invalid("invalid sign in external \"numeric\" value");
    }
    StringBuilder digits = new StringBuilder(count * DIGITS + 1).append('0');
    for (int i = 0; i < count; i++) {
      int digit = in.readUnsignedShort();
      if (digit > 9_999) {
        throw invalid("invalid digit in external \"numeric\" value");
      }
      digits.append((char) ('0' + digit / 1_000));
      digits.append((char) ('0' + digit / 100 % 10));
      digits.append((char) ('0' + digit / 10 % 10));
      digits.append((char) ('0' + digit % 10));
    }
    BigInteger unscaled = new BigInteger(digits.toString());
    BigDecimal number =
        new BigDecimal(unscaled, (count - weight - 1) * DIGITS).setScale(scale, RoundingMode.DOWN);
    return Decimal.of(sign == NEGATIVE ? number.negate() : number);
  }

  private static OrbitException invalid(String message) {
    return new OrbitException(ErrorCode.INVALID_BINARY_REPRESENTATION, message);
  }
}
