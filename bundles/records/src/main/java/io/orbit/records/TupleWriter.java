package io.orbit.records;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Inet;
import io.orbit.api.value.Interval;
import io.orbit.api.value.JsonTree;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.ValueOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes keys as {@link TupleFormat} says into a buffer that grows and is reused. One thread. */
final class TupleWriter {
  private byte[] buffer = new byte[64];
  private int length;

  /** Begins a new key. */
  TupleWriter reset() {
    length = 0;
    return this;
  }

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }

  /** Drops what was written after a length. */
  void truncate(int newLength) {
    length = newLength;
  }

  /** Appends bytes that are elements already. */
  TupleWriter raw(byte[] bytes, int offset, int count) {
    ensure(count);
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
    return this;
  }

  /** Appends one byte of a range's bound. */
  TupleWriter rawByte(int b) {
    put(b);
    return this;
  }

  /** Appends an element in its place's direction. */
  TupleWriter element(
      @Nullable Object value, DataType type, boolean descending, boolean nullsFirst) {
    if (value == null) {
      put(nullsFirst ? TupleFormat.NULL_FIRST : TupleFormat.NULL_LAST);
      return this;
    }
    int start = length;
    value(value, type);
    if (descending) {
      for (int i = start; i < length; i++) {
        buffer[i] = (byte) ~buffer[i];
      }
    }
    return this;
  }

  private void value(Object value, DataType type) {
    switch (type.kind()) {
      case INT16,
          INT32,
          INT64,
          OID,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          DURATION ->
          integer(((Number) value).longValue());
      case BYTE_CHAR -> integer((Byte) value & 0xFF);
      case BOOLEAN -> put((Boolean) value ? TupleFormat.TRUE : TupleFormat.FALSE);
      case FLOAT32, FLOAT64 -> floating(((Number) value).doubleValue());
      case DECIMAL -> decimal((Decimal) value);
      case TEXT, VARCHAR, NAME, UNKNOWN -> text((String) value);
      case ENUM -> floating(Labels.of((String) value, type).place());
      case CHAR -> text(stripBlanks((String) value));
      case BYTES, GEOMETRY -> bytes(TupleFormat.BYTES, (byte[]) value);
      case UUID -> uuid((java.util.UUID) value);
      case INET, CIDR -> inet((Inet) value);
      case TIMETZ -> timeWithZone((TimeWithZone) value);
      case INTERVAL -> interval((Interval) value);
      case RANGE -> range((Range) value, type.elementType());
      case MULTIRANGE ->
          list(TupleFormat.MULTIRANGE, ((Multirange) value).ranges(), type.elementType());
      case BIT, VARBIT -> {
        bytes(TupleFormat.BITS, ((BitString) value).bytes());
        integer(((BitString) value).length());
      }
      case JSONB -> {
        put(TupleFormat.JSON);
        json(JsonTree.parse((String) value), true);
      }
      case ARRAY -> array((Array) value, type.elementType());
      case SET -> list(TupleFormat.RECORD, (List<?>) value, type.elementType());
      case RECORD -> list(TupleFormat.RECORD, (List<?>) value, DataType.DYNAMIC);
      case MAP -> map((Map<?, ?>) value, type.elementType());
      case VECTOR -> vector((float[]) value);
      case DYNAMIC -> value(value, ValueOrder.typeOf(value));
      case JSON, VOID -> throw unordered(type.kind());
    }
  }

  private static OrbitException unordered(TypeKind kind) {
    return new OrbitException(
            ErrorCode.UNDEFINED_OBJECT,
            "data type "
                + kind.name().toLowerCase(java.util.Locale.ROOT)
                + " has no default operator class for access method \"btree\"")
        .withHint(
            "You must specify an operator class for the index or define a default operator class"
                + " for the data type.");
  }

  void integer(long value) {
    if (value == 0) {
      put(TupleFormat.INTEGER_ZERO);
      return;
    }
    long magnitude = value < 0 ? -value : value;
    int bytes = (71 - Long.numberOfLeadingZeros(magnitude)) >> 3;
    long shown = value < 0 ? ~magnitude : magnitude;
    ensure(9);
    buffer[length++] = (byte) (TupleFormat.INTEGER_ZERO + (value < 0 ? -bytes : bytes));
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (shown >> shift);
    }
  }

  private void floating(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    put(TupleFormat.DOUBLE);
    fixed(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE, 8);
  }

  private void decimal(Decimal value) {
    if (!value.isFinite()) {
      put(
          value.isNaN()
              ? TupleFormat.DECIMAL_NAN
              : value.doubleValue() > 0
                  ? TupleFormat.DECIMAL_INFINITY
                  : TupleFormat.DECIMAL_NEGATIVE_INFINITY);
      return;
    }
    BigDecimal number = value.number();
    if (number.signum() == 0) {
      put(TupleFormat.DECIMAL_ZERO);
      return;
    }
    boolean negative = number.signum() < 0;
    put(negative ? TupleFormat.DECIMAL_NEGATIVE : TupleFormat.DECIMAL_POSITIVE);
    int start = length;
    BigDecimal stripped = number.stripTrailingZeros();
    String digits = stripped.unscaledValue().abs().toString();
    int exponent = digits.length() - stripped.scale();
    fixed(exponent + TupleFormat.DECIMAL_EXPONENT_BIAS, 3);
    for (int i = 0; i < digits.length(); i += 2) {
      int low = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0;
      put((digits.charAt(i) - '0') * 10 + low + 1);
    }
    put(0);
    if (negative) {
      for (int i = start; i < length; i++) {
        buffer[i] = (byte) ~buffer[i];
      }
    }
  }

  void text(String text) {
    int characters = text.length();
    ensure(characters + 2);
    int start = length;
    buffer[length++] = (byte) TupleFormat.TEXT;
    for (int i = 0; i < characters; i++) {
      char c = text.charAt(i);
      if (c <= 1 || c >= 0x80) {
        length = start;
        bytes(TupleFormat.TEXT, text.getBytes(StandardCharsets.UTF_8));
        return;
      }
      buffer[length++] = (byte) c;
    }
    buffer[length++] = 0;
  }

  private static String stripBlanks(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private void bytes(int tag, byte[] bytes) {
    ensure(2 * bytes.length + 2);
    buffer[length++] = (byte) tag;
    for (byte b : bytes) {
      if (b == 0 || b == 1) {
        buffer[length++] = 1;
        buffer[length++] = (byte) (b + 1);
      } else {
        buffer[length++] = b;
      }
    }
    buffer[length++] = 0;
  }

  private void uuid(java.util.UUID value) {
    put(TupleFormat.UUID);
    fixed(value.getMostSignificantBits(), 8);
    fixed(value.getLeastSignificantBits(), 8);
  }

  private void inet(Inet value) {
    byte[] address = value.address().getAddress();
    put(TupleFormat.INET);
    put(address.length == 4 ? 4 : 6);
    int pairs = 0;
    int current = 0;
    for (int bit = 0; bit <= value.maskBits(); bit++) {
      boolean end = bit == value.maskBits();
      int pair = end ? 0 : (address[bit / 8] >> (7 - bit % 8) & 1) + 1;
      current = current << 2 | pair;
      if (++pairs == 4) {
        put(current);
        pairs = 0;
        current = 0;
      }
    }
    if (pairs > 0) {
      put(current << 2 * (4 - pairs));
    }
    raw(address, 0, address.length);
  }

  private void timeWithZone(TimeWithZone value) {
    put(TupleFormat.TIMETZ);
    integer(value.micros() - value.offsetSeconds() * 1_000_000L);
    integer(-value.offsetSeconds());
  }

  private void interval(Interval value) {
    put(TupleFormat.INTERVAL);
    BigInteger span =
        BigInteger.valueOf(value.months() * 30L + value.days())
            .multiply(BigInteger.valueOf(86_400_000_000L))
            .add(BigInteger.valueOf(value.micros()))
            .add(BigInteger.ONE.shiftLeft(95));
    byte[] bytes = span.toByteArray();
    int from = Math.max(0, bytes.length - 12);
    for (int i = bytes.length - from; i < 12; i++) {
      put(0);
    }
    raw(bytes, from, bytes.length - from);
  }

  private void range(Range range, DataType bound) {
    put(TupleFormat.RANGE);
    if (range.isEmpty()) {
      put(1);
      return;
    }
    put(2);
    if (range.lower() == null) {
      put(1);
    } else {
      put(2);
      value(range.lower(), bound);
      put(range.isLowerInclusive() ? 1 : 2);
    }
    if (range.upper() == null) {
      put(3);
    } else {
      put(2);
      value(range.upper(), bound);
      put(range.isUpperInclusive() ? 2 : 1);
    }
  }

  private void json(@Nullable Object value, boolean top) {
    switch (value) {
      case null -> put(0x11);
      case String text -> {
        put(0x12);
        text(text);
      }
      case Decimal number -> {
        put(0x13);
        decimal(number);
      }
      case Boolean flag -> put(flag ? 0x15 : 0x14);
      case List<?> list -> {
        put(top && list.isEmpty() ? 0x10 : 0x16);
        integer(list.size());
        list.forEach(element -> json(element, false));
      }
      case Map<?, ?> map -> {
        put(0x17);
        integer(map.size());
        map.forEach(
            (name, member) -> {
              text((String) name);
              json(member, false);
            });
      }
      default -> throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  private void array(Array array, DataType element) {
    list(TupleFormat.ARRAY, array.elements(), element);
    integer(array.dimensions().size());
    array.dimensions().forEach(this::integer);
    array.lowerBounds().forEach(this::integer);
  }

  private void list(int tag, List<?> elements, DataType element) {
    put(tag);
    for (Object value : elements) {
      element(value, element, false, false);
    }
    put(TupleFormat.LIST_END);
  }

  private void map(Map<?, ?> map, DataType element) {
    put(TupleFormat.MAP);
    map.forEach(
        (key, value) -> {
          text((String) key);
          element(value, element, false, false);
        });
    put(TupleFormat.LIST_END);
  }

  private void vector(float[] vector) {
    put(TupleFormat.VECTOR);
    for (float value : vector) {
      floating(value);
    }
    put(TupleFormat.LIST_END);
  }

  private void fixed(long value, int bytes) {
    ensure(bytes);
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >> shift);
    }
  }

  private void put(int b) {
    ensure(1);
    buffer[length++] = (byte) b;
  }

  private void ensure(int count) {
    if (buffer.length - length < count) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
    }
  }

  /**
   * The smallest key greater than every key that begins with this one; empty when there is none.
   */
  static byte @Nullable [] after(byte[] prefix, int length) {
    int end = length;
    while (end > 0 && prefix[end - 1] == (byte) 0xFF) {
      end--;
    }
    if (end == 0) {
      return null;
    }
    byte[] next = Arrays.copyOf(prefix, end);
    next[end - 1]++;
    return next;
  }
}
