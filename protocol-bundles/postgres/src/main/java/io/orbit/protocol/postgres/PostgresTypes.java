package io.orbit.protocol.postgres;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Data types as clients see them: OID, size and modifier (PostgreSQL's pg_type.dat). Kinds that
 * PostgreSQL does not have (map, set, vector, geometry, duration, dynamic) travel as text, in their
 * text form.
 */
final class PostgresTypes {
  /** pg_type.typlen of a type without fixed size. */
  private static final int VARIABLE = -1;

  private static final int TEXT = 25;
  private static final int TEXT_ARRAY = 1009;
  private static final int INT2_VECTOR = 22;
  private static final int OID_VECTOR = 30;

  /** The array type of a user's type has its OID and this. */
  private static final long USER_ARRAYS = 1L << 31;

  private record Entry(int oid, int arrayOid, int size) {}

  private static final Map<TypeKind, Entry> KINDS = new EnumMap<>(TypeKind.class);
  private static final Map<DataType, Integer> RANGES = new HashMap<>();
  private static final Map<Integer, DataType> TYPES = new HashMap<>();

  static {
    for (TypeKind kind : TypeKind.values()) {
      Entry entry = entry(kind);
      KINDS.put(kind, entry);
      if (kind != TypeKind.ENUM && (entry.oid() != TEXT || kind == TypeKind.TEXT)) {
        if (!hasElements(kind)) {
          TYPES.put(entry.oid(), DataType.of(kind));
          if (entry.arrayOid() != 0) {
            TYPES.put(entry.arrayOid(), DataType.array(DataType.of(kind)));
          }
        }
      }
    }
    range(DataType.INT32, 3904, 3905, 4451, 6150);
    range(DataType.DECIMAL, 3906, 3907, 4532, 6151);
    range(DataType.TIMESTAMP, 3908, 3909, 4533, 6152);
    range(DataType.TIMESTAMPTZ, 3910, 3911, 4534, 6153);
    range(DataType.DATE, 3912, 3913, 4535, 6155);
    range(DataType.INT64, 3926, 3927, 4536, 6157);
    RANGES.forEach((type, oid) -> TYPES.put(oid, type));
    TYPES.put(INT2_VECTOR, DataType.systemVector(DataType.INT16));
    TYPES.put(OID_VECTOR, DataType.systemVector(DataType.OID));
    TYPES.put(0, DataType.UNKNOWN);
    TYPES.put(705, DataType.UNKNOWN);
  }

  private PostgresTypes() {}

  private static Entry entry(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> new Entry(16, 1000, 1);
      case BYTES -> new Entry(17, 1001, VARIABLE);
      case BYTE_CHAR -> new Entry(18, 1002, 1);
      case NAME -> new Entry(19, 1003, 64);
      case INT64 -> new Entry(20, 1016, 8);
      case INT16 -> new Entry(21, 1005, 2);
      case INT32 -> new Entry(23, 1007, 4);
      case REGPROC -> new Entry(24, 1008, 4);
      case OID -> new Entry(26, 1028, 4);
      case JSON -> new Entry(114, 199, VARIABLE);
      case CIDR -> new Entry(650, 651, VARIABLE);
      case FLOAT32 -> new Entry(700, 1021, 4);
      case FLOAT64 -> new Entry(701, 1022, 8);
      case INET -> new Entry(869, 1041, VARIABLE);
      case CHAR -> new Entry(1042, 1014, VARIABLE);
      case VARCHAR -> new Entry(1043, 1015, VARIABLE);
      case BIT -> new Entry(1560, 1561, VARIABLE);
      case VARBIT -> new Entry(1562, 1563, VARIABLE);
      case DATE -> new Entry(1082, 1182, 4);
      case TIME -> new Entry(1083, 1183, 8);
      case TIMESTAMP -> new Entry(1114, 1115, 8);
      case TIMESTAMPTZ -> new Entry(1184, 1185, 8);
      case INTERVAL -> new Entry(1186, 1187, 16);
      case TIMETZ -> new Entry(1266, 1270, 12);
      case DECIMAL -> new Entry(1700, 1231, VARIABLE);
      case REGCLASS -> new Entry(2205, 2210, 4);
      case REGTYPE -> new Entry(2206, 2211, 4);
      case RECORD -> new Entry(2249, 2287, VARIABLE);
      case VOID -> new Entry(2278, 0, 4);
      case UUID -> new Entry(2950, 2951, 16);
      case JSONB -> new Entry(3802, 3807, VARIABLE);
      case REGNAMESPACE -> new Entry(4089, 4090, 4);
      case REGROLE -> new Entry(4096, 4097, 4);
      case TEXT,
          UNKNOWN,
          ENUM,
          ARRAY,
          RANGE,
          MULTIRANGE,
          MAP,
          SET,
          VECTOR,
          GEOMETRY,
          DURATION,
          DYNAMIC ->
          new Entry(TEXT, TEXT_ARRAY, VARIABLE);
    };
  }

  private static boolean hasElements(TypeKind kind) {
    return switch (kind) {
      case ARRAY, RANGE, MULTIRANGE -> true;
      default -> false;
    };
  }

  /** The range of a type, its array, its multirange and the array of that. */
  private static void range(DataType bound, int range, int array, int multirange, int multiranges) {
    DataType ranges = DataType.range(bound);
    DataType sets = DataType.multirange(ranges);
    RANGES.put(ranges, range);
    RANGES.put(DataType.array(ranges), array);
    RANGES.put(sets, multirange);
    RANGES.put(DataType.array(sets), multiranges);
  }

  private static Entry known(TypeKind kind) {
    Entry entry = KINDS.get(kind);
    if (entry == null) {
      throw new IllegalStateException(kind.name());
    }
    return entry;
  }

  /** The OID that a column or parameter of this type is announced with. */
  static int oid(DataType declared) {
    DataType type = declared.base();
    DataType element = type.element();
    if (type.definition() != null && type.definition().id() != 0) {
      return (int) type.definition().id();
    }
    if (element != null && element.definition() != null && element.definition().id() != 0) {
      return (int) (USER_ARRAYS + element.definition().id());
    }
    if (type.isSystemVector()) {
      return type.elementType().kind() == TypeKind.OID ? OID_VECTOR : INT2_VECTOR;
    }
    Integer range = RANGES.get(type);
    if (range != null) {
      return range;
    }
    return type.kind() == TypeKind.ARRAY
        ? known(type.elementType().kind()).arrayOid()
        : known(type.kind()).oid();
  }

  /** Bytes of a value, or -1: pg_type.typlen. */
  static int size(DataType type) {
    return switch (type.kind()) {
      case ARRAY -> VARIABLE;
      case ENUM -> 4;
      default -> known(type.kind()).size();
    };
  }

  /** pg_attribute.atttypmod: what the type was declared with, or -1. */
  static int modifier(DataType type) {
    int length = type.length();
    if (length < 0) {
      return -1;
    }
    return switch (type.kind()) {
      case VARCHAR, CHAR -> length + 4;
      case DECIMAL -> (length << 16 | type.scale() & 0x7FF) + 4;
      case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, BIT, VARBIT -> length;
      case INTERVAL -> 0x7FFF << 16 | length;
      default -> -1;
    };
  }

  /** The type of PostgreSQL's that has an OID; UNKNOWN for 0 and {@code unknown}. */
  static Optional<DataType> find(int oid) {
    return Optional.ofNullable(TYPES.get(oid));
  }

  static OrbitException undefined(int oid) {
    return new OrbitException(
        ErrorCode.UNDEFINED_OBJECT,
        "type with OID " + Integer.toUnsignedString(oid) + " does not exist");
  }
}
