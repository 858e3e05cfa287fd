package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's binary forms to values (the types' receive functions). */
final class BinaryParameters {
  private static final int MOST_DIMENSIONS = 6;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private BinaryParameters() {}

  /**
   * Reads a whole value.
   *
   * @param position number of the parameter, for messages
   * @throws OrbitException INVALID_BINARY_REPRESENTATION; what the type's text input throws for
   *     kinds that travel as text
   */
  static Object read(byte[] bytes, DataType type, TextContext context, int position) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    try {
      Object value = value(in, bytes.length, type, context);
      if (in.isReadable()) {
        throw invalid("incorrect binary data format in bind parameter " + position);
      }
      return value;
    } catch (IndexOutOfBoundsException tooShort) {
      throw new OrbitException(
          ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message", tooShort);
    }
  }

  private static OrbitException invalid(String message) {
    return new OrbitException(ErrorCode.INVALID_BINARY_REPRESENTATION, message);
  }

  private static OrbitException outOfRange(String type) {
    return new OrbitException(ErrorCode.DATETIME_FIELD_OVERFLOW, type + " out of range");
  }

  private static Object value(ByteBuf in, int length, DataType type, TextContext context) {
    return switch (type.kind()) {
      case BOOLEAN -> in.readByte() != 0;
      case BYTE_CHAR -> in.readByte();
      case INT16 -> in.readShort();
      case INT32 -> in.readInt();
      case INT64 -> in.readLong();
      case OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> in.readUnsignedInt();
      case FLOAT32 -> in.readFloat();
      case FLOAT64 -> in.readDouble();
      case DECIMAL -> NumericBinary.read(in);
      case BYTES -> bytes(in, length);
      case DATE -> date(in.readInt());
      case TIME -> time(in.readLong());
      case TIMESTAMP, TIMESTAMPTZ -> timestamp(in.readLong());
      case TIMETZ -> new TimeWithZone(time(in.readLong()), -in.readInt());
      case INTERVAL -> interval(in);
      case UUID -> new UUID(in.readLong(), in.readLong());
      case INET, CIDR -> inet(in);
      case JSONB -> {
        int version = in.readByte();
        if (version != BinaryValues.JSONB_VERSION) {
          throw invalid("unsupported jsonb version number " + version);
        }
        yield ValueText.parse(text(in, length - 1), type, context);
      }
      case RANGE -> range(in, type.elementType(), context);
      case MULTIRANGE -> multirange(in, type.elementType(), context);
      case BIT, VARBIT -> bits(in, type);
      case ARRAY -> array(in, type.elementType(), context);
      case TEXT,
          UNKNOWN,
          VARCHAR,
          CHAR,
          NAME,
          ENUM,
          JSON,
          MAP,
          SET,
          VECTOR,
          GEOMETRY,
          DURATION,
          DYNAMIC ->
          ValueText.parse(text(in, length), type, context);
      case RECORD, VOID ->
          throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "binary input of type "
                  + type.kind().name().toLowerCase(java.util.Locale.ROOT)
                  + " is not supported");
    };
  }

  private static byte[] bytes(ByteBuf in, int length) {
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }

  private static String text(ByteBuf in, int length) {
    return PostgresCodec.text(bytes(in, length));
  }

  private static Integer date(int days) {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      return days;
    }
    if (days > Integer.MAX_VALUE - BinaryValues.EPOCH_DAYS) {
      throw outOfRange("date");
    }
    return days + BinaryValues.EPOCH_DAYS;
  }

  private static Long timestamp(long micros) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return micros;
    }
    if (micros > Long.MAX_VALUE - BinaryValues.EPOCH_MICROS) {
      throw outOfRange("timestamp");
    }
    return micros + BinaryValues.EPOCH_MICROS;
  }

  private static Long time(long micros) {
    if (micros < 0 || micros > MICROS_PER_DAY) {
      throw outOfRange("time");
    }
    return micros;
  }

  private static Interval interval(ByteBuf in) {
    long micros = in.readLong();
    int days = in.readInt();
    return new Interval(in.readInt(), days, micros);
  }

  private static Inet inet(ByteBuf in) {
    int family = in.readByte();
    int bits = in.readUnsignedByte();
    in.readByte();
    int length = in.readUnsignedByte();
    boolean four = family == BinaryValues.IPV4 && length == 4 && bits <= 32;
    boolean six = family == BinaryValues.IPV6 && length == 16 && bits <= 128;
    if (!four && !six) {
      throw invalid("invalid address family or length in external \"inet\" value");
    }
    try {
      return new Inet(InetAddress.getByAddress(bytes(in, length)), bits);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Range range(ByteBuf in, DataType bound, TextContext context) {
    int flags = in.readUnsignedByte();
    if ((flags & BinaryValues.RANGE_EMPTY) != 0) {
      return Range.EMPTY;
    }
    return RangeOrder.range(
        (flags & BinaryValues.RANGE_LOWER_INFINITE) != 0 ? null : bound(in, bound, context),
        (flags & BinaryValues.RANGE_UPPER_INFINITE) != 0 ? null : bound(in, bound, context),
        (flags & BinaryValues.RANGE_LOWER_INCLUSIVE) != 0,
        (flags & BinaryValues.RANGE_UPPER_INCLUSIVE) != 0,
        bound);
  }

  private static Object bound(ByteBuf in, DataType type, TextContext context) {
    Object bound = element(in, type, context);
    if (bound == null) {
      throw invalid("insufficient data left in message");
    }
    return bound;
  }

  private static Multirange multirange(ByteBuf in, DataType range, TextContext context) {
    int count = in.readInt();
    if (count < 0 || count > in.readableBytes() / 4) {
      throw invalid("insufficient data left in message");
    }
    List<Range> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ranges.add((Range) bound(in, range, context));
    }
    return Multirange.of(ranges, range.elementType());
  }

  private static Object bits(ByteBuf in, DataType type) {
    int length = in.readInt();
    if (length < 0 || length > 8L * in.readableBytes()) {
      throw invalid("invalid length in external bit string");
    }
    BitString bits = new BitString(bytes(in, (length + 7) / 8), length);
    return TypeModifiers.apply(bits.slice(0, length), type, false);
  }

  private static Array array(ByteBuf in, DataType element, TextContext context) {
    int dimensionCount = in.readInt();
    int flags = in.readInt();
    int oid = in.readInt();
    if (dimensionCount < 0 || dimensionCount > MOST_DIMENSIONS || (flags & ~1) != 0) {
      throw invalid("invalid array flags or number of dimensions");
    }
    if (oid != PostgresTypes.oid(element)) {
      throw new OrbitException(
          ErrorCode.DATATYPE_MISMATCH,
          "binary data has array element type "
              + oid
              + " instead of expected "
              + PostgresTypes.oid(element));
    }
    List<Integer> dimensions = new ArrayList<>(dimensionCount);
    List<Integer> lowerBounds = new ArrayList<>(dimensionCount);
    long count = dimensionCount == 0 ? 0 : 1;
    for (int i = 0; i < dimensionCount; i++) {
      int size = in.readInt();
      dimensions.add(size);
      lowerBounds.add(in.readInt());
      count = size < 0 ? Long.MAX_VALUE : Math.multiplyExact(Math.min(count, 1L << 31), size);
    }
    if (count > in.readableBytes() / 4) {
      throw invalid("insufficient data left in message");
    }
    if (count == 0) {
      return Array.EMPTY;
    }
    List<@Nullable Object> elements = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      elements.add(element(in, element, context));
    }
    return new Array(elements, dimensions, lowerBounds);
  }

  private static @Nullable Object element(ByteBuf in, DataType type, TextContext context) {
    int length = in.readInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > in.readableBytes()) {
      throw invalid("insufficient data left in message");
    }
    ByteBuf slice = in.readSlice(length);
    Object value = value(slice, length, type, context);
    if (slice.isReadable()) {
      throw invalid("improper binary format in array element");
    }
    return value;
  }
}
