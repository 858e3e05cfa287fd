package io.orbit.query.copy;

import io.orbit.api.query.Batch;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Inet;
import io.orbit.api.value.Interval;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.type.TypeOids;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Rows in COPY's binary format (PostgreSQL's manual, COPY, "Binary Format"): a signature, then for
 * each row the number of fields and each field's length and bytes as the type's send function gives
 * them. One thread.
 */
final class BinaryEncoder implements RowEncoder {
  /** {@code PGCOPY}, newline, 0xFF, return, newline, 0. */
  static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};

  static final int EPOCH_DAYS = 10_957;
  static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
  static final int IPV4 = 2;
  static final int IPV6 = 3;
  static final int RANGE_EMPTY = 0x01;
  static final int RANGE_LOWER_INCLUSIVE = 0x02;
  static final int RANGE_UPPER_INCLUSIVE = 0x04;
  static final int RANGE_LOWER_INFINITE = 0x08;
  static final int RANGE_UPPER_INFINITE = 0x10;

  private final List<ResultColumn> columns;
  private final ByteBuilder out = new ByteBuilder();

  BinaryEncoder(List<ResultColumn> columns) {
    this.columns = columns;
  }

  @Override
  public byte[] header() {
    out.clear();
    return out.add(SIGNATURE).addInt(0).addInt(0).toBytes();
  }

  @Override
  public byte[] row(Batch batch, int row) {
    out.clear();
    out.addShort(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Object value = batch.column(i).get(row);
      if (value == null) {
        out.addInt(-1);
      } else {
        sized(value, columns.get(i).type());
      }
    }
    return out.toBytes();
  }

  @Override
  public byte[] trailer() {
    out.clear();
    return out.addShort(-1).toBytes();
  }

  private void sized(Object value, DataType type) {
    int at = out.size();
    out.addInt(0);
    write(value, type);
    out.setInt(at, out.size() - at - 4);
  }

  private void write(Object value, DataType type) {
    switch (type.kind()) {
      case BOOLEAN -> out.add((Boolean) value ? 1 : 0);
      case BYTE_CHAR -> out.add((Byte) value);
      case INT16 -> out.addShort(((Number) value).intValue());
      case INT32, OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          out.addInt(((Number) value).intValue());
      case INT64, TIME -> out.addLong(((Number) value).longValue());
      case FLOAT32 -> out.addInt(Float.floatToIntBits((Float) value));
      case FLOAT64 -> out.addLong(Double.doubleToLongBits((Double) value));
      case DECIMAL -> BinaryDecimal.write((Decimal) value, out);
      case BYTES, GEOMETRY -> out.add((byte[]) value);
      case DATE -> out.addInt(date((Integer) value));
      case TIMESTAMP, TIMESTAMPTZ -> out.addLong(timestamp((Long) value));
      case TIMETZ -> {
        TimeWithZone time = (TimeWithZone) value;
        out.addLong(time.micros()).addInt(-time.offsetSeconds());
      }
      case INTERVAL -> {
        Interval interval = (Interval) value;
        out.addLong(interval.micros()).addInt(interval.days()).addInt(interval.months());
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        out.addLong(uuid.getMostSignificantBits()).addLong(uuid.getLeastSignificantBits());
      }
      case INET -> inet((Inet) value, false);
      case CIDR -> inet((Inet) value, true);
      case JSONB -> out.add(1).add(value.toString().getBytes(StandardCharsets.UTF_8));
      case RANGE -> range((Range) value, type.elementType());
      case MULTIRANGE -> {
        List<Range> ranges = ((Multirange) value).ranges();
        out.addInt(ranges.size());
        ranges.forEach(one -> sized(one, type.elementType()));
      }
      case BIT, VARBIT -> out.addInt(((BitString) value).length()).add(((BitString) value).bytes());
      case ARRAY -> array((Array) value, type.elementType());
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
          out.add(ValueText.format(value, type, TextContext.UTC).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static int date(int days) {
    return days == Integer.MAX_VALUE || days == Integer.MIN_VALUE ? days : days - EPOCH_DAYS;
  }

  private static long timestamp(long micros) {
    return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE ? micros : micros - EPOCH_MICROS;
  }

  private void inet(Inet inet, boolean network) {
    byte[] address = inet.address().getAddress();
    out.add(inet.address() instanceof Inet4Address ? IPV4 : IPV6)
        .add(inet.maskBits())
        .add(network ? 1 : 0)
        .add(address.length)
        .add(address);
  }

  private void range(Range range, DataType bound) {
    int flags = range.isEmpty() ? RANGE_EMPTY : 0;
    flags |= range.isLowerInclusive() ? RANGE_LOWER_INCLUSIVE : 0;
    flags |= range.isUpperInclusive() ? RANGE_UPPER_INCLUSIVE : 0;
    flags |= range.isLowerInfinite() ? RANGE_LOWER_INFINITE : 0;
    flags |= range.isUpperInfinite() ? RANGE_UPPER_INFINITE : 0;
    out.add(flags);
    if (range.lower() != null) {
      sized(range.lower(), bound);
    }
    if (range.upper() != null) {
      sized(range.upper(), bound);
    }
  }

  private void array(Array array, DataType element) {
    out.addInt(array.dimensions().size());
    out.addInt(array.elements().contains(null) ? 1 : 0);
    out.addInt((int) TypeOids.of(element));
    for (int i = 0; i < array.dimensions().size(); i++) {
      out.addInt(array.dimensions().get(i)).addInt(array.lowerBounds().get(i));
    }
    for (Object one : array.elements()) {
      if (one == null) {
        out.addInt(-1);
      } else {
        sized(one, element);
      }
    }
  }
}
