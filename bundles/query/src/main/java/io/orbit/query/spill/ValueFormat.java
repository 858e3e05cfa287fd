package io.orbit.query.spill;

import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Interval;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.Row;
import io.orbit.api.value.TimeWithZone;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes, each behind a byte for its class. The shapes of rows, and values of classes not
 * known here, stay in memory and are written as their number. One thread.
 */
final class ValueFormat {
  private static final byte NULL = 0;
  private static final byte TEXT = 1;
  private static final byte BYTES = 2;
  private static final byte DECIMAL = 3;
  private static final byte SPECIAL = 4;
  private static final byte TRUTH = 5;
  private static final byte BYTE = 6;
  private static final byte SHORT = 7;
  private static final byte INTEGER = 8;
  private static final byte LONG = 9;
  private static final byte FLOAT = 10;
  private static final byte DOUBLE = 11;
  private static final byte UUID_VALUE = 12;
  private static final byte INTERVAL = 13;
  private static final byte TIME_WITH_ZONE = 14;
  private static final byte ARRAY = 15;
  private static final byte ROW = 16;
  private static final byte LIST = 17;
  private static final byte KEPT = 18;
  private static final byte RANGE = 19;
  private static final byte MULTIRANGE = 20;
  private static final byte BITS = 21;

  private static final List<Decimal> SPECIALS =
      List.of(Decimal.NEGATIVE_INFINITY, Decimal.POSITIVE_INFINITY, Decimal.NAN);

  private final List<Object> kept = new ArrayList<>();
  private final Map<Row.Shape, Integer> shapes = new HashMap<>();

  void write(DataOutputStream out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte(NULL);
      case String text -> {
        out.writeByte(TEXT);
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
      }
      case byte[] binary -> {
        out.writeByte(BYTES);
        bytes(out, binary);
      }
      case Decimal decimal -> decimal(out, decimal);
      case Boolean truth -> {
        out.writeByte(TRUTH);
        out.writeBoolean(truth);
      }
      case Number number -> number(out, number);
      case UUID uuid -> {
        out.writeByte(UUID_VALUE);
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
      }
      case Interval interval -> {
        out.writeByte(INTERVAL);
        out.writeInt(interval.months());
        out.writeInt(interval.days());
        out.writeLong(interval.micros());
      }
      case TimeWithZone time -> {
        out.writeByte(TIME_WITH_ZONE);
        out.writeLong(time.micros());
        out.writeInt(time.offsetSeconds());
      }
      case Array array -> {
        out.writeByte(ARRAY);
        list(out, array.elements());
        list(out, array.dimensions());
        list(out, array.lowerBounds());
      }
      case Range range -> {
        out.writeByte(RANGE);
        write(out, range.lower());
        write(out, range.upper());
        out.writeBoolean(range.isLowerInclusive());
        out.writeBoolean(range.isUpperInclusive());
        out.writeBoolean(range.isEmpty());
      }
      case Multirange multirange -> {
        out.writeByte(MULTIRANGE);
        list(out, multirange.ranges());
      }
      case BitString bits -> {
        out.writeByte(BITS);
        out.writeInt(bits.length());
        bytes(out, bits.bytes());
      }
      case Row row -> row(out, row);
      case List<?> list -> {
        out.writeByte(LIST);
        list(out, list);
      }
      default -> keep(out, value);
    }
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void decimal(DataOutputStream out, Decimal decimal) throws IOException {
    if (!decimal.isFinite()) {
      out.writeByte(SPECIAL);
      out.writeByte(SPECIALS.indexOf(decimal));
      return;
    }
    out.writeByte(DECIMAL);
    out.writeInt(decimal.number().scale());
    bytes(out, decimal.number().unscaledValue().toByteArray());
  }

  private void number(DataOutputStream out, Number number) throws IOException {
    switch (number) {
      case Long wide -> {
        out.writeByte(LONG);
        out.writeLong(wide);
      }
      case Integer whole -> {
        out.writeByte(INTEGER);
        out.writeInt(whole);
      }
      case Short small -> {
        out.writeByte(SHORT);
        out.writeShort(small);
      }
      case Byte least -> {
        out.writeByte(BYTE);
        out.writeByte(least);
      }
      case Double wide -> {
        out.writeByte(DOUBLE);
        out.writeDouble(wide);
      }
      case Float narrow -> {
        out.writeByte(FLOAT);
        out.writeFloat(narrow);
      }
      default -> keep(out, number);
    }
  }

  private void list(DataOutputStream out, List<? extends @Nullable Object> list)
      throws IOException {
    out.writeInt(list.size());
    for (Object element : list) {
      write(out, element);
    }
  }

  private void row(DataOutputStream out, Row row) throws IOException {
    List<String> names = new ArrayList<>();
    List<io.orbit.api.value.DataType> types = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      names.add(row.name(i));
      types.add(row.type(i));
    }
    Row.Shape shape = new Row.Shape(names, types);
    Integer known = shapes.get(shape);
    if (known == null) {
      known = kept.size();
      kept.add(shape);
      shapes.put(shape, known);
    }
    out.writeByte(ROW);
    out.writeInt(known);
    list(out, row);
  }

  private void keep(DataOutputStream out, Object value) throws IOException {
    out.writeByte(KEPT);
    out.writeInt(kept.size());
    kept.add(value);
  }

  @Nullable Object read(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case NULL -> null;
      case TEXT -> new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      case BYTES -> in.readNBytes(in.readInt());
      case DECIMAL -> {
        int scale = in.readInt();
        yield Decimal.of(new BigDecimal(new BigInteger(in.readNBytes(in.readInt())), scale));
      }
      case SPECIAL -> SPECIALS.get(in.readByte());
      case TRUTH -> in.readBoolean();
      case BYTE -> in.readByte();
      case SHORT -> in.readShort();
      case INTEGER -> in.readInt();
      case LONG -> in.readLong();
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case UUID_VALUE -> new UUID(in.readLong(), in.readLong());
      case INTERVAL -> new Interval(in.readInt(), in.readInt(), in.readLong());
      case TIME_WITH_ZONE -> new TimeWithZone(in.readLong(), in.readInt());
      case ARRAY -> new Array(list(in), numbers(in), numbers(in));
      case ROW -> {
        Row.Shape shape = (Row.Shape) kept.get(in.readInt());
        yield new Row(shape, list(in).toArray());
      }
      case RANGE ->
          new Range(read(in), read(in), in.readBoolean(), in.readBoolean(), in.readBoolean());
      case MULTIRANGE -> new Multirange(list(in).stream().map(Range.class::cast).toList());
      case BITS -> {
        int length = in.readInt();
        yield new BitString(in.readNBytes(in.readInt()), length);
      }
      case LIST -> list(in);
      case KEPT -> kept.get(in.readInt());
      default -> throw new IOException("value of kind " + kind);
    };
  }

  private List<@Nullable Object> list(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<@Nullable Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(read(in));
    }
    return list;
  }

  private List<Integer> numbers(DataInputStream in) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (Object number : list(in)) {
      numbers.add((Integer) number);
    }
    return numbers;
  }
}
