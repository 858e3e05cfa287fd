package io.orbit.records;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Inet;
import io.orbit.api.value.Interval;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.Row;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.ValueOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one value that is not NULL, without its length, which its surroundings know. {@link
 * RowFormat} documents them.
 */
final class ColumnCodec {
  private static final int RANGE_EMPTY = 1;
  private static final int RANGE_LOWER_INCLUSIVE = 2;
  private static final int RANGE_UPPER_INCLUSIVE = 4;

  private ColumnCodec() {}

  static void write(Object value, DataType type, ByteWriter out) {
    switch (type.kind()) {
      case BOOLEAN -> out.put((Boolean) value ? 1 : 0);
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
          DURATION,
          BYTE_CHAR ->
          out.minimal(((Number) value).longValue());
      case FLOAT32 -> out.fixed(Float.floatToRawIntBits((Float) value), 4);
      case FLOAT64 -> out.fixed(Double.doubleToRawLongBits((Double) value), 8);
      case DECIMAL -> decimal((Decimal) value, out);
      case TEXT, VARCHAR, CHAR, NAME, UNKNOWN, JSON, JSONB ->
          out.bytes(((String) value).getBytes(StandardCharsets.UTF_8));
      case ENUM -> out.minimal(Labels.of((String) value, type).number());
      case BYTES, GEOMETRY -> out.bytes((byte[]) value);
      case UUID -> {
        out.fixed(((java.util.UUID) value).getMostSignificantBits(), 8);
        out.fixed(((java.util.UUID) value).getLeastSignificantBits(), 8);
      }
      case INET, CIDR -> {
        out.put(((Inet) value).maskBits());
        out.bytes(((Inet) value).address().getAddress());
      }
      case TIMETZ -> {
        out.signed(((TimeWithZone) value).micros());
        out.signed(((TimeWithZone) value).offsetSeconds());
      }
      case INTERVAL -> {
        out.signed(((Interval) value).months());
        out.signed(((Interval) value).days());
        out.signed(((Interval) value).micros());
      }
      case RANGE -> range((Range) value, type.elementType(), out);
      case MULTIRANGE -> list(((Multirange) value).ranges(), type.elementType(), out);
      case BIT, VARBIT -> {
        out.varint(((BitString) value).length());
        out.bytes(((BitString) value).bytes());
      }
      case ARRAY -> array((Array) value, type.elementType(), out);
      case SET -> list((List<?>) value, type.elementType(), out);
      case RECORD -> record((List<?>) value, type, out);
      case MAP -> map((Map<?, ?>) value, type.elementType(), out);
      case VECTOR -> {
        for (float component : (float[]) value) {
          out.fixed(Float.floatToRawIntBits(component), 4);
        }
      }
      case DYNAMIC -> {
        DataType actual = ValueOrder.typeOf(value);
        out.put(code(actual.kind()));
        write(value, actual, out);
      }
      case VOID -> {}
    }
  }

  private static void decimal(Decimal value, ByteWriter out) {
    if (!value.isFinite()) {
      out.put(value.isNaN() ? 1 : value.doubleValue() > 0 ? 2 : 3);
      return;
    }
    out.put(0);
    out.signed(value.number().scale());
    BigInteger unscaled = value.number().unscaledValue();
    if (unscaled.bitLength() < 64) {
      out.minimal(unscaled.longValue());
    } else {
      out.bytes(unscaled.toByteArray());
    }
  }

  private static void array(Array array, DataType element, ByteWriter out) {
    out.varint(array.dimensions().size());
    array.dimensions().forEach(out::varint);
    array.lowerBounds().forEach(out::signed);
    list(array.elements(), element, out);
  }

  private static void range(Range range, DataType bound, ByteWriter out) {
    if (range.isEmpty()) {
      out.put(RANGE_EMPTY);
      return;
    }
    out.put(
        (range.isLowerInclusive() ? RANGE_LOWER_INCLUSIVE : 0)
            | (range.isUpperInclusive() ? RANGE_UPPER_INCLUSIVE : 0));
    sized(range.lower(), bound, out);
    sized(range.upper(), bound, out);
  }

  private static void list(List<?> elements, DataType element, ByteWriter out) {
    out.varint(elements.size());
    for (Object value : elements) {
      sized(value, element, out);
    }
  }

  private static void record(List<?> fields, DataType type, ByteWriter out) {
    CompositeDefinition composite = type.composite();
    if (composite == null) {
      list(fields, DataType.DYNAMIC, out);
      return;
    }
    out.varint(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      sized(fields.get(i), composite.shape().types().get(i), out);
    }
  }

  private static void map(Map<?, ?> map, DataType element, ByteWriter out) {
    out.varint(map.size());
    map.forEach(
        (key, value) -> {
          sized(key, DataType.TEXT, out);
          sized(value, element, out);
        });
  }

  /** Length plus one and the bytes; zero for NULL. */
  private static void sized(@Nullable Object value, DataType type, ByteWriter out) {
    if (value == null) {
      out.varint(0);
      return;
    }
    ByteWriter nested = new ByteWriter();
    write(value, type, nested);
    out.varint(nested.length() + 1L);
    out.bytes(nested.buffer(), 0, nested.length());
  }

  static Object read(byte[] bytes, int offset, int length, DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> bytes[offset] != 0;
      case INT16 -> (short) ByteReader.minimal(bytes, offset, length);
      case INT32, DATE -> (int) ByteReader.minimal(bytes, offset, length);
      case BYTE_CHAR -> (byte) ByteReader.minimal(bytes, offset, length);
      case INT64,
          OID,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          DURATION ->
          ByteReader.minimal(bytes, offset, length);
      case FLOAT32 -> Float.intBitsToFloat((int) new ByteReader(bytes, offset, 4).fixed(4));
      case FLOAT64 -> Double.longBitsToDouble(new ByteReader(bytes, offset, 8).fixed(8));
      case DECIMAL -> decimal(bytes, offset, length);
      case TEXT, VARCHAR, CHAR, NAME, UNKNOWN, JSON, JSONB ->
          new String(bytes, offset, length, StandardCharsets.UTF_8);
      case ENUM -> Labels.name(ByteReader.minimal(bytes, offset, length), type);
      default -> read(new ByteReader(bytes, offset, length), type);
    };
  }

  private static Decimal decimal(byte[] bytes, int offset, int length) {
    ByteReader in = new ByteReader(bytes, offset, length);
    return switch (in.next()) {
      case 0 -> {
        int scale = (int) in.signed();
        int count = in.remaining();
        int from = offset + length - count;
        yield Decimal.of(
            count <= 8
                ? BigDecimal.valueOf(ByteReader.minimal(bytes, from, count), scale)
                : new BigDecimal(new BigInteger(bytes, from, count), scale));
      }
      case 1 -> Decimal.NAN;
      case 2 -> Decimal.POSITIVE_INFINITY;
      default -> Decimal.NEGATIVE_INFINITY;
    };
  }

  private static Object read(ByteReader in, DataType type) {
    return switch (type.kind()) {
      case BYTES, GEOMETRY -> in.rest();
      case UUID -> new java.util.UUID(in.fixed(8), in.fixed(8));
      case INET, CIDR -> {
        int mask = in.next();
        yield new Inet(address(in.rest()), mask);
      }
      case TIMETZ -> new TimeWithZone(in.signed(), (int) in.signed());
      case INTERVAL -> new Interval((int) in.signed(), (int) in.signed(), in.signed());
      case RANGE -> range(in, type.elementType());
      case MULTIRANGE -> multirange(in, type.elementType());
      case BIT, VARBIT -> {
        int length = in.size();
        yield new BitString(in.rest(), length);
      }
      case ARRAY -> array(in, type.elementType());
      case SET -> list(in, type.elementType());
      case RECORD -> record(in, type);
      case MAP -> map(in, type.elementType());
      case VECTOR -> {
        float[] vector = new float[in.remaining() / 4];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = Float.intBitsToFloat((int) in.fixed(4));
        }
        yield vector;
      }
      case DYNAMIC -> {
        DataType actual = typeOf(in.next());
        byte[] rest = in.rest();
        yield read(rest, 0, rest.length, actual);
      }
      default -> throw new IllegalArgumentException(type.kind().name());
    };
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return bytes.length == 16
          ? java.net.Inet6Address.getByAddress(null, bytes, -1)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new OrbitException(ErrorCode.DATA_CORRUPTED, "an address of " + bytes.length, e);
    }
  }

  private static Array array(ByteReader in, DataType element) {
    int count = in.size();
    List<Integer> dimensions = new ArrayList<>(count);
    List<Integer> lowerBounds = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      dimensions.add(in.size());
    }
    for (int i = 0; i < count; i++) {
      lowerBounds.add((int) in.signed());
    }
    return new Array(list(in, element), dimensions, lowerBounds);
  }

  private static Range range(ByteReader in, DataType bound) {
    int flags = in.next();
    return (flags & RANGE_EMPTY) != 0
        ? Range.EMPTY
        : new Range(
            sized(in, bound),
            sized(in, bound),
            (flags & RANGE_LOWER_INCLUSIVE) != 0,
            (flags & RANGE_UPPER_INCLUSIVE) != 0,
            false);
  }

  private static Multirange multirange(ByteReader in, DataType range) {
    List<Range> ranges = new ArrayList<>();
    for (Object one : list(in, range)) {
      ranges.add((Range) java.util.Objects.requireNonNull(one));
    }
    return new Multirange(List.copyOf(ranges));
  }

  private static List<@Nullable Object> list(ByteReader in, DataType element) {
    int count = in.size();
    List<@Nullable Object> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(sized(in, element));
    }
    return Collections.unmodifiableList(elements);
  }

  private static List<@Nullable Object> record(ByteReader in, DataType type) {
    CompositeDefinition composite = type.composite();
    if (composite == null) {
      return list(in, DataType.DYNAMIC);
    }
    int stored = in.size();
    @Nullable Object[] values = new Object[composite.shape().types().size()];
    for (int i = 0; i < Math.min(stored, values.length); i++) {
      values[i] = sized(in, composite.shape().types().get(i));
    }
    return new Row(composite.shape(), values);
  }

  private static Map<String, @Nullable Object> map(ByteReader in, DataType element) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int rest = in.size(); rest > 0; rest--) {
      Object key = java.util.Objects.requireNonNull(sized(in, DataType.TEXT));
      map.put((String) key, sized(in, element));
    }
    return map;
  }

  private static @Nullable Object sized(ByteReader in, DataType type) {
    int length = in.size() - 1;
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.take(length);
    return read(bytes, 0, length, type);
  }

  /** Codes of kinds in stored dynamic values: never renumbered. */
  private static int code(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> 1;
      case INT64 -> 2;
      case DECIMAL -> 3;
      case FLOAT64 -> 4;
      case TEXT -> 5;
      case BYTES -> 6;
      case BYTE_CHAR -> 7;
      case TIMETZ -> 8;
      case INTERVAL -> 9;
      case UUID -> 10;
      case INET -> 11;
      case ARRAY -> 12;
      case RECORD -> 13;
      case MAP -> 14;
      case VECTOR -> 15;
      case RANGE -> 16;
      case MULTIRANGE -> 17;
      case VARBIT -> 18;
      default -> throw new IllegalArgumentException(kind + " is no type of a dynamic value");
    };
  }

  private static DataType typeOf(int code) {
    return switch (code) {
      case 1 -> DataType.BOOLEAN;
      case 2 -> DataType.INT64;
      case 3 -> DataType.DECIMAL;
      case 4 -> DataType.FLOAT64;
      case 5 -> DataType.TEXT;
      case 6 -> DataType.BYTES;
      case 7 -> DataType.BYTE_CHAR;
      case 8 -> DataType.TIMETZ;
      case 9 -> DataType.INTERVAL;
      case 10 -> DataType.UUID;
      case 11 -> DataType.of(TypeKind.INET);
      case 12 -> DataType.array(DataType.DYNAMIC);
      case 13 -> DataType.RECORD;
      case 14 -> new DataType(TypeKind.MAP, -1, 0, DataType.DYNAMIC);
      case 15 -> DataType.of(TypeKind.VECTOR);
      case 16 -> DataType.range(DataType.DYNAMIC);
      case 17 -> DataType.multirange(DataType.range(DataType.DYNAMIC));
      case 18 -> DataType.of(TypeKind.VARBIT);
      default ->
          throw new OrbitException(ErrorCode.DATA_CORRUPTED, "a dynamic value has kind " + code);
    };
  }
}
