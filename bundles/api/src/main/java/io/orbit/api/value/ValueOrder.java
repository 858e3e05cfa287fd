package io.orbit.api.value;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Order, equality and hash of values as PostgreSQL's btree operator classes define them: NaN is the
 * largest number and equal to itself, −0 equals 0, CHAR ignores trailing blanks, text compares by
 * code point (collation C), NULL inside arrays and records is the largest. What is equal here is
 * equal to unique indexes, joins and DISTINCT. Keys in bytes sort the same way.
 */
public final class ValueOrder {
  private ValueOrder() {}

  /**
   * Compares two values of one type; neither is null.
   *
   * @throws OrbitException UNDEFINED_FUNCTION for a type without order (json)
   */
  public static int compare(Object a, Object b, DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.compare((Boolean) a, (Boolean) b);
      case INT16, INT32, INT64, DATE ->
          Long.compare(((Number) a).longValue(), ((Number) b).longValue());
      case TIME, TIMESTAMP, TIMESTAMPTZ, DURATION -> Long.compare((Long) a, (Long) b);
      case OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          Long.compare((Long) a, (Long) b);
      case BYTE_CHAR -> Integer.compare((Byte) a & 0xFF, (Byte) b & 0xFF);
      case DECIMAL -> ((Decimal) a).compareTo((Decimal) b);
      case FLOAT32, FLOAT64 ->
          compareDoubles(((Number) a).doubleValue(), ((Number) b).doubleValue());
      case TEXT, VARCHAR, NAME, UNKNOWN -> compareText((String) a, (String) b);
      case ENUM -> compareLabels((String) a, (String) b, type.labels());
      case CHAR -> compareText(trimBlanks((String) a), trimBlanks((String) b));
      case BYTES, GEOMETRY -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
      case TIMETZ -> ((TimeWithZone) a).compareTo((TimeWithZone) b);
      case INTERVAL -> ((Interval) a).compareTo((Interval) b);
      case RANGE -> RangeOrder.compare((Range) a, (Range) b, type.elementType());
      case MULTIRANGE ->
          compareLists(((Multirange) a).ranges(), ((Multirange) b).ranges(), type.elementType());
      case BIT, VARBIT -> ((BitString) a).compareTo((BitString) b);
      case UUID -> compareUuids((java.util.UUID) a, (java.util.UUID) b);
      case INET, CIDR -> compareInets((Inet) a, (Inet) b);
      case JSONB -> compareJson(JsonTree.parse((String) a), JsonTree.parse((String) b), true);
      case ARRAY -> compareArrays((Array) a, (Array) b, type.elementType());
      case SET -> compareLists((List<?>) a, (List<?>) b, type.elementType());
      case RECORD -> compareLists((List<?>) a, (List<?>) b, DataType.DYNAMIC);
      case MAP -> compareMaps((Map<?, ?>) a, (Map<?, ?>) b, type.elementType());
      case VECTOR -> compareVectors((float[]) a, (float[]) b);
      case DYNAMIC -> compareDynamic(a, b);
      case JSON, VOID ->
          throw new OrbitException(
              ErrorCode.UNDEFINED_FUNCTION,
              "could not identify an ordering operator for type "
                  + type.kind().name().toLowerCase(java.util.Locale.ROOT));
    };
  }

  /** Whether two values of one type, neither null, are equal. */
  public static boolean equal(Object a, Object b, DataType type) {
    return a == b || compare(a, b, type) == 0;
  }

  /** A hash that equal values share. */
  public static int hash(Object value, DataType type) {
    return switch (type.kind()) {
      case BOOLEAN, UUID, DECIMAL, TEXT, VARCHAR, NAME, ENUM, UNKNOWN -> value.hashCode();
      case INT16,
          INT32,
          INT64,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          DURATION,
          OID,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE,
          BYTE_CHAR ->
          Long.hashCode(((Number) value).longValue());
      case FLOAT32, FLOAT64 -> Double.hashCode(((Number) value).doubleValue() + 0.0);
      case CHAR -> trimBlanks((String) value).hashCode();
      case BYTES, GEOMETRY -> Arrays.hashCode((byte[]) value);
      case TIMETZ, INET, CIDR, BIT, VARBIT -> value.hashCode();
      case RANGE -> hashRange((Range) value, type.elementType());
      case MULTIRANGE -> hashAll(((Multirange) value).ranges(), type.elementType());
      case INTERVAL -> hashInterval((Interval) value);
      case JSONB -> hashJson(JsonTree.parse((String) value));
      case ARRAY -> hashAll(((Array) value).elements(), type.elementType());
      case SET -> hashAll((List<?>) value, type.elementType());
      case RECORD -> hashAll((List<?>) value, DataType.DYNAMIC);
      case MAP -> hashMap((Map<?, ?>) value, type.elementType());
      case VECTOR -> hashVector((float[]) value);
      case DYNAMIC -> hash(value, typeOf(value));
      case JSON, VOID ->
          throw new OrbitException(
              ErrorCode.UNDEFINED_FUNCTION,
              "could not identify a hash function for type "
                  + type.kind().name().toLowerCase(java.util.Locale.ROOT));
    };
  }

  private static int compareLabels(String a, String b, EnumDefinition labels) {
    EnumDefinition.Label left = labels.named(a);
    EnumDefinition.Label right = labels.named(b);
    return left == null || right == null
        ? Boolean.compare(left == null, right == null)
        : Double.compare(left.place(), right.place());
  }

  /** Order of UTF-8 bytes, which is the order of code points. */
  public static int compareText(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
        return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Order of numbers with −0 equal to 0 and NaN last, equal to itself. */
  public static int compareDoubles(double a, double b) {
    return Double.compare(a + 0.0, b + 0.0);
  }

  private static String trimBlanks(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static int compareUuids(java.util.UUID a, java.util.UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  /** By family, by the network's common bits, by mask, by address. */
  private static int compareInets(Inet a, Inet b) {
    byte[] x = a.address().getAddress();
    byte[] y = b.address().getAddress();
    if (x.length != y.length) {
      return Integer.compare(x.length, y.length);
    }
    int common = Math.min(a.maskBits(), b.maskBits());
    for (int bit = 0; bit < common; bit++) {
      int difference = (x[bit / 8] >> (7 - bit % 8) & 1) - (y[bit / 8] >> (7 - bit % 8) & 1);
      if (difference != 0) {
        return difference;
      }
    }
    int byMask = Integer.compare(a.maskBits(), b.maskBits());
    return byMask != 0 ? byMask : Arrays.compareUnsigned(x, y);
  }

  private static int compareArrays(Array a, Array b, DataType element) {
    int byElements = compareLists(a.elements(), b.elements(), element);
    if (byElements != 0) {
      return byElements;
    }
    int byDimensions = Integer.compare(a.dimensions().size(), b.dimensions().size());
    for (int i = 0; byDimensions == 0 && i < a.dimensions().size(); i++) {
      byDimensions = Integer.compare(a.dimensions().get(i), b.dimensions().get(i));
    }
    for (int i = 0; byDimensions == 0 && i < a.lowerBounds().size(); i++) {
      byDimensions = Integer.compare(a.lowerBounds().get(i), b.lowerBounds().get(i));
    }
    return byDimensions;
  }

  private static int compareLists(List<?> a, List<?> b, DataType element) {
    int common = Math.min(a.size(), b.size());
    for (int i = 0; i < common; i++) {
      int order = compareNullable(a.get(i), b.get(i), element);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** As {@link #compare}, with NULL equal to itself and larger than anything. */
  public static int compareNullable(@Nullable Object a, @Nullable Object b, DataType type) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    return compare(a, b, type);
  }

  private static int compareMaps(Map<?, ?> a, Map<?, ?> b, DataType element) {
    Iterator<? extends Map.Entry<?, ?>> left = a.entrySet().iterator();
    Iterator<? extends Map.Entry<?, ?>> right = b.entrySet().iterator();
    while (left.hasNext() && right.hasNext()) {
      Map.Entry<?, ?> x = left.next();
      Map.Entry<?, ?> y = right.next();
      int order = compareText((String) x.getKey(), (String) y.getKey());
      if (order == 0) {
        order = compareNullable(x.getValue(), y.getValue(), element);
      }
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }

  private static int compareVectors(float[] a, float[] b) {
    int common = Math.min(a.length, b.length);
    for (int i = 0; i < common; i++) {
      int order = compareDoubles(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static int compareDynamic(Object a, Object b) {
    DataType left = typeOf(a);
    DataType right = typeOf(b);
    return left.kind() == right.kind()
        ? compare(a, b, left)
        : Integer.compare(left.kind().ordinal(), right.kind().ordinal());
  }

  /** The type that a value has by its class alone: what DYNAMIC means for it. */
  public static DataType typeOf(Object value) {
    return switch (value) {
      case Boolean b -> DataType.BOOLEAN;
      case Short s -> DataType.INT64;
      case Integer i -> DataType.INT64;
      case Long l -> DataType.INT64;
      case Decimal d -> DataType.DECIMAL;
      case Float f -> DataType.FLOAT64;
      case Double d -> DataType.FLOAT64;
      case Byte b -> DataType.BYTE_CHAR;
      case byte[] b -> DataType.BYTES;
      case String s -> DataType.TEXT;
      case TimeWithZone t -> DataType.TIMETZ;
      case Interval i -> DataType.INTERVAL;
      case java.util.UUID u -> DataType.UUID;
      case Inet i -> DataType.of(TypeKind.INET);
      case Array a -> DataType.array(DataType.DYNAMIC);
      case Range r -> DataType.range(DataType.DYNAMIC);
      case Multirange m -> DataType.multirange(DataType.range(DataType.DYNAMIC));
      case BitString b -> DataType.of(TypeKind.VARBIT);
      case List<?> l -> DataType.RECORD;
      case Map<?, ?> m -> new DataType(TypeKind.MAP, -1, 0, DataType.DYNAMIC);
      case float[] v -> DataType.of(TypeKind.VECTOR);
      default -> throw new IllegalArgumentException(value.getClass() + " carries no type");
    };
  }

  // ---- jsonb: Object > Array > Boolean > Number > String > null; sizes before contents

  private static int compareJson(@Nullable Object a, @Nullable Object b, boolean top) {
    int rank = Integer.compare(jsonRank(a, top), jsonRank(b, top));
    if (rank != 0) {
      return rank;
    }
    return switch (a) {
      case null -> 0;
      case String text -> compareText(text, (String) castJson(b));
      case Decimal number -> number.compareTo((Decimal) castJson(b));
      case Boolean flag -> flag.compareTo((Boolean) castJson(b));
      case List<?> list -> compareJsonLists(list, (List<?>) castJson(b));
      case Map<?, ?> map -> compareJsonMaps(map, (Map<?, ?>) castJson(b));
      default -> throw new IllegalArgumentException(a.getClass().getName());
    };
  }

  private static Object castJson(@Nullable Object value) {
    return java.util.Objects.requireNonNull(value);
  }

  /** An empty array at the top is the smallest of all, as in PostgreSQL. */
  private static int jsonRank(@Nullable Object value, boolean top) {
    return switch (value) {
      case null -> 1;
      case String text -> 2;
      case Decimal number -> 3;
      case Boolean flag -> 4;
      case List<?> list -> top && list.isEmpty() ? 0 : 5;
      case Map<?, ?> map -> 6;
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  private static int compareJsonLists(List<?> a, List<?> b) {
    int order = Integer.compare(a.size(), b.size());
    for (int i = 0; order == 0 && i < a.size(); i++) {
      order = compareJson(a.get(i), b.get(i), false);
    }
    return order;
  }

  private static int compareJsonMaps(Map<?, ?> a, Map<?, ?> b) {
    int order = Integer.compare(a.size(), b.size());
    Iterator<? extends Map.Entry<?, ?>> right = b.entrySet().iterator();
    for (Map.Entry<?, ?> x : a.entrySet()) {
      if (order != 0) {
        return order;
      }
      Map.Entry<?, ?> y = right.next();
      order = compareText((String) x.getKey(), (String) y.getKey());
      if (order == 0) {
        order = compareJson(x.getValue(), y.getValue(), false);
      }
    }
    return order;
  }

  // ---- hashes

  private static int hashInterval(Interval interval) {
    return java.math.BigInteger.valueOf(interval.months() * 30L + interval.days())
        .multiply(java.math.BigInteger.valueOf(86_400_000_000L))
        .add(java.math.BigInteger.valueOf(interval.micros()))
        .hashCode();
  }

  private static int hashJson(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case List<?> list -> list.stream().mapToInt(ValueOrder::hashJson).reduce(1, ValueOrder::mix);
      case Map<?, ?> map -> {
        int hash = 2;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          hash = mix(mix(hash, entry.getKey().hashCode()), hashJson(entry.getValue()));
        }
        yield hash;
      }
      default -> value.hashCode();
    };
  }

  private static int hashAll(List<?> elements, DataType element) {
    int hash = 1;
    for (Object value : elements) {
      hash = mix(hash, value == null ? 0 : hash(value, element));
    }
    return hash;
  }

  private static int hashRange(Range range, DataType bound) {
    int hash = range.isEmpty() ? 1 : range.isLowerInclusive() ? 2 : 3;
    hash = mix(hash, range.isUpperInclusive() ? 2 : 3);
    hash = mix(hash, range.lower() == null ? 0 : hash(range.lower(), bound));
    return mix(hash, range.upper() == null ? 0 : hash(range.upper(), bound));
  }

  private static int hashMap(Map<?, ?> map, DataType element) {
    int hash = 1;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object value = entry.getValue();
      hash = mix(mix(hash, entry.getKey().hashCode()), value == null ? 0 : hash(value, element));
    }
    return hash;
  }

  private static int hashVector(float[] vector) {
    int hash = 1;
    for (float value : vector) {
      hash = mix(hash, Double.hashCode(value + 0.0));
    }
    return hash;
  }

  private static int mix(int hash, int next) {
    return 31 * hash + next;
  }
}
