package io.orbit.records;

import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Inet;
import io.orbit.api.value.Interval;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.RangeOrder;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.ValueOrder;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of every type, with a taste for what is near: equal beginnings, boundaries, specials. */
final class RandomValues {
  static final List<DataType> ORDERED =
      List.of(
          DataType.BOOLEAN,
          DataType.INT16,
          DataType.INT32,
          DataType.INT64,
          DataType.OID,
          DataType.DECIMAL,
          DataType.FLOAT32,
          DataType.FLOAT64,
          DataType.TEXT,
          DataType.VARCHAR,
          new DataType(TypeKind.CHAR, 4, 0, null),
          DataType.NAME,
          DataType.BYTE_CHAR,
          DataType.BYTES,
          DataType.DATE,
          DataType.TIME,
          DataType.TIMETZ,
          DataType.TIMESTAMP,
          DataType.TIMESTAMPTZ,
          DataType.INTERVAL,
          DataType.UUID,
          DataType.of(TypeKind.INET),
          DataType.of(TypeKind.CIDR),
          DataType.range(DataType.INT32),
          DataType.range(DataType.DECIMAL),
          DataType.range(DataType.TIMESTAMP),
          DataType.multirange(DataType.range(DataType.INT32)),
          DataType.of(TypeKind.BIT),
          DataType.of(TypeKind.VARBIT),
          DataType.JSONB,
          DataType.of(TypeKind.DURATION),
          DataType.of(TypeKind.VECTOR),
          DataType.of(TypeKind.GEOMETRY),
          DataType.RECORD,
          DataType.array(DataType.INT32),
          DataType.array(DataType.TEXT),
          new DataType(TypeKind.SET, -1, 0, DataType.INT64),
          new DataType(TypeKind.MAP, -1, 0, DataType.TEXT));

  private static final String[] TEXTS = {
    "", "a", "b", "ab", "A", "a ", "ä", "z", "\u007f", "\u0080", "\uffff", "\ud83d\ude00", "\u0001"
  };
  private static final String[] JSON = {
    "null",
    "[]",
    "{}",
    "1",
    "1.0",
    "-2",
    "\"a\"",
    "\"b\"",
    "true",
    "false",
    "[1]",
    "[[]]",
    "[1, 2]",
    "[\"a\"]",
    "{\"a\": 1}",
    "{\"a\": 2}",
    "{\"b\": 1}",
    "{\"a\": 1, \"b\": null}"
  };

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  @Nullable Object nullable(DataType type) {
    return random.nextInt(6) == 0 ? null : value(type);
  }

  Object value(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case INT16 -> (short) number();
      case INT32 -> (int) number();
      case INT64, TIMESTAMP, TIMESTAMPTZ, DURATION -> number();
      case TIME -> Math.floorMod(number(), 86_400_000_000L);
      case DATE -> (int) number();
      case OID -> number() & 0xFFFF_FFFFL;
      case DECIMAL -> decimal();
      case FLOAT32 -> (float) floating();
      case FLOAT64 -> floating();
      case TEXT, VARCHAR, NAME -> text();
      case CHAR -> ValueText.parse(shortText(), type, TextContext.UTC);
      case BYTE_CHAR -> (byte) random.nextInt(256);
      case BYTES, GEOMETRY -> bytes();
      case TIMETZ ->
          new TimeWithZone(random.nextInt(4) * 3_600_000_000L, (random.nextInt(5) - 2) * 3600);
      case INTERVAL ->
          new Interval(random.nextInt(3) - 1, random.nextInt(61) - 30, random.nextInt(3) - 1L);
      case UUID -> new UUID(number(), number());
      case INET, CIDR -> inet(type.kind() == TypeKind.CIDR);
      case RANGE -> range(type.elementType());
      case MULTIRANGE -> multirange(type.elementType());
      case BIT, VARBIT -> BitString.of(Integer.toBinaryString(random.nextInt(1200)));
      case JSONB -> JSON[random.nextInt(JSON.length)];
      case VECTOR -> vector();
      case ARRAY -> array(type.elementType());
      case SET -> list(type.elementType());
      case RECORD -> list(DataType.TEXT);
      case MAP -> map(type.elementType());
      default -> throw new IllegalArgumentException(type.kind().name());
    };
  }

  private long number() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5) - 2;
      case 1 -> (1L << random.nextInt(64)) + random.nextInt(3) - 1;
      case 2 -> -(1L << random.nextInt(64)) + random.nextInt(3) - 1;
      default -> random.nextLong();
    };
  }

  private Decimal decimal() {
    return switch (random.nextInt(12)) {
      case 0 -> Decimal.NAN;
      case 1 -> Decimal.POSITIVE_INFINITY;
      case 2 -> Decimal.NEGATIVE_INFINITY;
      case 3 -> Decimal.ZERO;
      case 4 -> Decimal.of(new BigDecimal(new BigInteger(200, random), random.nextInt(100)));
      default -> Decimal.of(BigDecimal.valueOf(random.nextInt(2001) - 1000, random.nextInt(5)));
    };
  }

  private double floating() {
    double[] special = {
      0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1, -1, 1e-30
    };
    return random.nextBoolean() ? special[random.nextInt(special.length)] : random.nextGaussian();
  }

  private String shortText() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private String text() {
    return shortText() + shortText() + (random.nextInt(10) == 0 ? "x".repeat(300) : "");
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(4)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(4) - 2);
    }
    return bytes;
  }

  private Inet inet(boolean network) {
    String[] texts =
        network
            ? new String[] {
              "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "0.0.0.0/0", "::/0", "fe80::/10"
            }
            : new String[] {
              "10.0.0.1", "10.0.0.1/8", "10.1.0.1/16", "9.255.0.0/8", "::1", "fe80::1/10"
            };
    return (Inet)
        ValueText.parse(
            texts[random.nextInt(texts.length)],
            DataType.of(network ? TypeKind.CIDR : TypeKind.INET),
            TextContext.UTC);
  }

  private Range range(DataType bound) {
    Object one = bound.kind() == TypeKind.INT32 ? random.nextInt(9) : nullable(bound);
    Object other = bound.kind() == TypeKind.INT32 ? random.nextInt(9) : nullable(bound);
    boolean swapped = one != null && other != null && ValueOrder.compare(one, other, bound) > 0;
    Object lower = random.nextInt(9) == 0 ? null : swapped ? other : one;
    Object upper = random.nextInt(9) == 0 ? null : swapped ? one : other;
    return RangeOrder.range(lower, upper, random.nextBoolean(), random.nextBoolean(), bound);
  }

  private Multirange multirange(DataType range) {
    List<Range> ranges = new ArrayList<>();
    for (int rest = random.nextInt(4); rest > 0; rest--) {
      ranges.add(range(range.elementType()));
    }
    return Multirange.of(ranges, range.elementType());
  }

  private float[] vector() {
    float[] vector = new float[random.nextInt(3)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = random.nextInt(3) - 1;
    }
    return vector;
  }

  private Array array(DataType element) {
    List<@Nullable Object> elements = list(element);
    return random.nextInt(4) == 0 && !elements.isEmpty()
        ? new Array(elements, List.of(1, elements.size()), List.of(random.nextInt(2), 1))
        : Array.of(elements);
  }

  private List<@Nullable Object> list(DataType element) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int rest = random.nextInt(4); rest > 0; rest--) {
      elements.add(nullable(element));
    }
    return elements;
  }

  private TreeMap<String, @Nullable Object> map(DataType element) {
    TreeMap<String, @Nullable Object> map = new TreeMap<>();
    for (int rest = random.nextInt(3); rest > 0; rest--) {
      map.put(rest % 2 == 0 ? "a" : "b", nullable(element));
    }
    return map;
  }
}
