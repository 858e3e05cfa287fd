package io.orbit.query.copy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Inet;
import io.orbit.api.value.Interval;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.RangeOrder;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.TypeModifiers;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.type.TypeOids;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values from the bytes that PostgreSQL's receive functions take. */
final class BinaryValues {
  private static final int MOST_DIMENSIONS = 6;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private BinaryValues() {}

  /**
   * Reads a whole value.
   *
   * @throws OrbitException INVALID_BINARY_REPRESENTATION, and what assignment to the type throws
   */
  static Object read(ByteBuffer in, DataType type) {
    try {
      Object value = value(in, type);
      if (in.hasRemaining()) {
        throw invalid("incorrect binary data format");
      }
      return TypeModifiers.apply(value, type, false);
    } catch (BufferUnderflowException tooShort) {
      throw new OrbitException(
          ErrorCode.INVALID_BINARY_REPRESENTATION, "incorrect binary data format", tooShort);
    }
  }

  private static OrbitException invalid(String message) {
    return new OrbitException(ErrorCode.INVALID_BINARY_REPRESENTATION, message);
  }

  private static Object value(ByteBuffer in, DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> in.get() != 0;
      case BYTE_CHAR -> in.get();
      case INT16 -> in.getShort();
      case INT32 -> in.getInt();
      case INT64 -> in.getLong();
      case OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          Integer.toUnsignedLong(in.getInt());
      case FLOAT32 -> in.getFloat();
      case FLOAT64 -> in.getDouble();
      case DECIMAL -> BinaryDecimal.read(in);
      case BYTES, GEOMETRY -> bytes(in, in.remaining());
      case DATE -> date(in.getInt());
      case TIME -> time(in.getLong());
      case TIMETZ -> new TimeWithZone(time(in.getLong()), -in.getInt());
      case TIMESTAMP, TIMESTAMPTZ -> timestamp(in.getLong());
      case INTERVAL -> interval(in);
      case UUID -> new UUID(in.getLong(), in.getLong());
      case INET, CIDR -> inet(in);
      case JSONB -> {
        int version = in.get();
        if (version != 1) {
          throw invalid("unsupported jsonb version number " + version);
        }
        yield text(in, type);
      }
      case RANGE -> range(in, type.elementType());
      case MULTIRANGE -> multirange(in, type.elementType());
      case BIT, VARBIT -> bits(in);
      case ARRAY -> array(in, type.elementType());
      case TEXT,
          UNKNOWN,
          VARCHAR,
          CHAR,
          NAME,
          ENUM,
          JSON,
          RECORD,
          MAP,
          SET,
          VECTOR,
          DURATION,
          VOID,
          DYNAMIC ->
          text(in, type);
    };
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static Object text(ByteBuffer in, DataType type) {
    byte[] bytes = bytes(in, in.remaining());
    return ValueText.parse(FieldValues.text(bytes, 0, bytes.length), type, TextContext.UTC);
  }

  private static OrbitException outOfRange(String type) {
    return new OrbitException(ErrorCode.DATETIME_FIELD_OVERFLOW, type + " out of range");
  }

  private static Integer date(int days) {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      return days;
    }
    if (days > Integer.MAX_VALUE - BinaryEncoder.EPOCH_DAYS) {
      throw outOfRange("date");
    }
    return days + BinaryEncoder.EPOCH_DAYS;
  }

  private static Long timestamp(long micros) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return micros;
    }
    if (micros > Long.MAX_VALUE - BinaryEncoder.EPOCH_MICROS) {
      throw outOfRange("timestamp");
    }
    return micros + BinaryEncoder.EPOCH_MICROS;
  }

  private static Long time(long micros) {
    if (micros < 0 || micros > MICROS_PER_DAY) {
      throw outOfRange("time");
    }
    return micros;
  }

  private static Interval interval(ByteBuffer in) {
    long micros = in.getLong();
    int days = in.getInt();
    return new Interval(in.getInt(), days, micros);
  }

  private static Inet inet(ByteBuffer in) {
    int family = in.get();
    int bits = in.get() & 0xFF;
    in.get();
    int length = in.get();
    boolean four = family == BinaryEncoder.IPV4 && length == 4 && bits <= 32;
    boolean six = family == BinaryEncoder.IPV6 && length == 16 && bits <= 128;
    if (!four && !six) {
      throw invalid("invalid address family or length in external \"inet\" value");
    }
    try {
      return new Inet(InetAddress.getByAddress(bytes(in, length)), bits);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Range range(ByteBuffer in, DataType bound) {
    int flags = in.get();
    if ((flags & BinaryEncoder.RANGE_EMPTY) != 0) {
      return Range.EMPTY;
    }
    return RangeOrder.range(
        (flags & BinaryEncoder.RANGE_LOWER_INFINITE) != 0 ? null : sized(in, bound),
        (flags & BinaryEncoder.RANGE_UPPER_INFINITE) != 0 ? null : sized(in, bound),
        (flags & BinaryEncoder.RANGE_LOWER_INCLUSIVE) != 0,
        (flags & BinaryEncoder.RANGE_UPPER_INCLUSIVE) != 0,
        bound);
  }

  private static Multirange multirange(ByteBuffer in, DataType range) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / 4) {
      throw invalid("insufficient data left in message");
    }
    List<Range> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ranges.add((Range) sized(in, range));
    }
    return Multirange.of(ranges, range.elementType());
  }

  private static Object sized(ByteBuffer in, DataType type) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw invalid("insufficient data left in message");
    }
    return read(next(in, length), type);
  }

  private static BitString bits(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > 8L * in.remaining()) {
      throw invalid("invalid length in external bit string");
    }
    return new BitString(bytes(in, (length + 7) / 8), length).slice(0, length);
  }

  private static Array array(ByteBuffer in, DataType element) {
    int depth = in.getInt();
    int flags = in.getInt();
    int oid = in.getInt();
    if (depth < 0 || depth > MOST_DIMENSIONS || (flags & ~1) != 0) {
      throw invalid("invalid array flags");
    }
    if (oid != (int) TypeOids.of(element)) {
      throw new OrbitException(ErrorCode.DATATYPE_MISMATCH, "wrong element type");
    }
    List<Integer> dimensions = new ArrayList<>(depth);
    List<Integer> lowerBounds = new ArrayList<>(depth);
    long count = depth == 0 ? 0 : 1;
    for (int i = 0; i < depth; i++) {
      dimensions.add(in.getInt());
      lowerBounds.add(in.getInt());
      count = Math.min(count, in.limit()) * Math.max(0, dimensions.getLast());
    }
    if (count > in.remaining() / 4) {
      throw invalid("insufficient data left in message");
    }
    List<@Nullable Object> elements = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      int length = in.getInt();
      if (length > in.remaining() || length < -1) {
        throw invalid("insufficient data left in message");
      }
      elements.add(length < 0 ? null : read(next(in, length), element));
    }
    return count == 0 ? Array.EMPTY : new Array(elements, dimensions, lowerBounds);
  }

  /** The next bytes as a buffer of their own. */
  static ByteBuffer next(ByteBuffer in, int length) {
    ByteBuffer slice = in.slice(in.position(), length);
    in.position(in.position() + length);
    return slice;
  }
}
