package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Inet;
import io.orbit.api.value.Interval;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.Row;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.net.Inet4Address;
import java.util.List;
import java.util.UUID;

/** Values to PostgreSQL's binary forms (the types' send functions). */
final class BinaryValues {
  /** Days from 1970-01-01 to 2000-01-01, PostgreSQL's day 0. */
  static final int EPOCH_DAYS = 10_957;

  static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;

  static final int IPV4 = 2;
  static final int IPV6 = 3;
  static final byte JSONB_VERSION = 1;

  static final int RANGE_EMPTY = 0x01;
  static final int RANGE_LOWER_INCLUSIVE = 0x02;
  static final int RANGE_UPPER_INCLUSIVE = 0x04;
  static final int RANGE_LOWER_INFINITE = 0x08;
  static final int RANGE_UPPER_INFINITE = 0x10;

  private BinaryValues() {}

  /** Days since 2000; the infinities stay what they are. */
  static int date(int days) {
    return days == Integer.MAX_VALUE || days == Integer.MIN_VALUE ? days : days - EPOCH_DAYS;
  }

  /** Microseconds since 2000; the infinities stay what they are. */
  static long timestamp(long micros) {
    return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE ? micros : micros - EPOCH_MICROS;
  }

  /** Writes a value that is not NULL, without its length. */
  static void write(Object value, DataType type, TextContext context, ByteBuf out) {
    switch (type.kind()) {
      case BOOLEAN -> out.writeByte((Boolean) value ? 1 : 0);
      case BYTE_CHAR -> out.writeByte((Byte) value);
      case INT16 -> out.writeShort(((Number) value).intValue());
      case INT32, OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          out.writeInt(((Number) value).intValue());
      case INT64 -> out.writeLong(((Number) value).longValue());
      case FLOAT32 -> out.writeFloat((Float) value);
      case FLOAT64 -> out.writeDouble((Double) value);
      case DECIMAL -> NumericBinary.write((Decimal) value, out);
      case BYTES -> out.writeBytes((byte[]) value);
      case DATE -> out.writeInt(date((Integer) value));
      case TIME -> out.writeLong((Long) value);
      case TIMESTAMP, TIMESTAMPTZ -> out.writeLong(timestamp((Long) value));
      case TIMETZ -> {
        TimeWithZone time = (TimeWithZone) value;
        out.writeLong(time.micros()).writeInt(-time.offsetSeconds());
      }
      case INTERVAL -> {
        Interval interval = (Interval) value;
        out.writeLong(interval.micros()).writeInt(interval.days()).writeInt(interval.months());
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        out.writeLong(uuid.getMostSignificantBits()).writeLong(uuid.getLeastSignificantBits());
      }
      case INET -> inet((Inet) value, false, out);
      case CIDR -> inet((Inet) value, true, out);
      case JSONB -> ByteBufUtil.writeUtf8(out.writeByte(JSONB_VERSION), value.toString());
      case TEXT, UNKNOWN, VARCHAR, CHAR, NAME, ENUM, JSON ->
          ByteBufUtil.writeUtf8(out, value.toString());
      case RANGE -> range((Range) value, type.elementType(), context, out);
      case MULTIRANGE -> {
        List<Range> ranges = ((Multirange) value).ranges();
        out.writeInt(ranges.size());
        ranges.forEach(one -> sized(one, type.elementType(), context, out));
      }
      case BIT, VARBIT ->
          out.writeInt(((BitString) value).length()).writeBytes(((BitString) value).bytes());
      case ARRAY -> array((Array) value, type.elementType(), context, out);
      case RECORD -> record((List<?>) value, context, out);
      case VOID -> {}
      case MAP, SET, VECTOR, GEOMETRY, DURATION, DYNAMIC ->
          ByteBufUtil.writeUtf8(out, ValueText.format(value, type, context));
    }
  }

  private static void range(Range range, DataType bound, TextContext context, ByteBuf out) {
    int flags = range.isEmpty() ? RANGE_EMPTY : 0;
    flags |= range.isLowerInclusive() ? RANGE_LOWER_INCLUSIVE : 0;
    flags |= range.isUpperInclusive() ? RANGE_UPPER_INCLUSIVE : 0;
    flags |= range.isLowerInfinite() ? RANGE_LOWER_INFINITE : 0;
    flags |= range.isUpperInfinite() ? RANGE_UPPER_INFINITE : 0;
    out.writeByte(flags);
    if (range.lower() != null) {
      sized(range.lower(), bound, context, out);
    }
    if (range.upper() != null) {
      sized(range.upper(), bound, context, out);
    }
  }

  private static void inet(Inet inet, boolean network, ByteBuf out) {
    byte[] address = inet.address().getAddress();
    out.writeByte(inet.address() instanceof Inet4Address ? IPV4 : IPV6);
    out.writeByte(inet.maskBits());
    out.writeByte(network ? 1 : 0);
    out.writeByte(address.length);
    out.writeBytes(address);
  }

  private static void array(Array array, DataType element, TextContext context, ByteBuf out) {
    boolean hasNull = false;
    for (Object each : array.elements()) {
      hasNull |= each == null;
    }
    out.writeInt(array.dimensions().size());
    out.writeInt(hasNull ? 1 : 0);
    out.writeInt(PostgresTypes.oid(element));
    for (int i = 0; i < array.dimensions().size(); i++) {
      out.writeInt(array.dimensions().get(i)).writeInt(array.lowerBounds().get(i));
    }
    for (Object each : array.elements()) {
      if (each == null) {
        out.writeInt(-1);
      } else {
        sized(each, element, context, out);
      }
    }
  }

  private static void record(List<?> fields, TextContext context, ByteBuf out) {
    out.writeInt(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Object field = fields.get(i);
      DataType type = field == null ? DataType.of(TypeKind.TEXT) : typeOf(fields, i, field);
      out.writeInt(PostgresTypes.oid(type));
      if (field == null) {
        out.writeInt(-1);
      } else {
        sized(field, type, context, out);
      }
    }
  }

  private static DataType typeOf(List<?> fields, int index, Object field) {
    return fields instanceof Row row ? row.type(index) : ValueText.typeOf(field);
  }

  /** Writes a value behind its length in bytes. */
  static void sized(Object value, DataType type, TextContext context, ByteBuf out) {
    int at = out.writerIndex();
    out.writeInt(0);
    write(value, type, context, out);
    out.setInt(at, out.writerIndex() - at - 4);
  }
}
