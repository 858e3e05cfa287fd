package io.orbit.query.type;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeDefinition;
import io.orbit.api.value.TypeKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL's OIDs of types (pg_type.dat), and of their array types. */
public final class TypeOids {
  /** OID of a type that has none: PostgreSQL's InvalidOid. */
  public static final int NONE = 0;

  /** What modifiers of lengths are counted with (VARHDRSZ). */
  private static final int HEADER = 4;

  private static final int INT2_VECTOR = 22;
  private static final int OID_VECTOR = 30;

  private static final int INTERVAL_FULL_RANGE = 0x7FFF;

  private static final Map<TypeKind, Integer> SCALARS = new EnumMap<>(TypeKind.class);
  private static final Map<TypeKind, Integer> ARRAYS = new EnumMap<>(TypeKind.class);
  private static final Map<DataType, Integer> RANGES = new HashMap<>();
  private static final Map<Integer, DataType> TYPES = new HashMap<>();

  static {
    add(TypeKind.BOOLEAN, 16, 1000);
    add(TypeKind.BYTES, 17, 1001);
    add(TypeKind.BYTE_CHAR, 18, 1002);
    add(TypeKind.NAME, 19, 1003);
    add(TypeKind.INT64, 20, 1016);
    add(TypeKind.INT16, 21, 1005);
    add(TypeKind.INT32, 23, 1007);
    add(TypeKind.REGPROC, 24, 1008);
    add(TypeKind.TEXT, 25, 1009);
    add(TypeKind.OID, 26, 1028);
    add(TypeKind.JSON, 114, 199);
    add(TypeKind.CIDR, 650, 651);
    add(TypeKind.FLOAT32, 700, 1021);
    add(TypeKind.FLOAT64, 701, 1022);
    add(TypeKind.UNKNOWN, 705, NONE);
    add(TypeKind.INET, 869, 1041);
    add(TypeKind.CHAR, 1042, 1014);
    add(TypeKind.VARCHAR, 1043, 1015);
    add(TypeKind.BIT, 1560, 1561);
    add(TypeKind.VARBIT, 1562, 1563);
    add(TypeKind.DATE, 1082, 1182);
    add(TypeKind.TIME, 1083, 1183);
    add(TypeKind.TIMESTAMP, 1114, 1115);
    add(TypeKind.TIMESTAMPTZ, 1184, 1185);
    add(TypeKind.INTERVAL, 1186, 1187);
    add(TypeKind.TIMETZ, 1266, 1270);
    add(TypeKind.DECIMAL, 1700, 1231);
    add(TypeKind.REGCLASS, 2205, 2210);
    add(TypeKind.REGTYPE, 2206, 2211);
    add(TypeKind.RECORD, 2249, 2287);
    add(TypeKind.VOID, 2278, NONE);
    add(TypeKind.UUID, 2950, 2951);
    add(TypeKind.JSONB, 3802, 3807);
    add(TypeKind.REGNAMESPACE, 4089, 4090);
    add(TypeKind.REGROLE, 4096, 4097);
    add(DataType.INT32, 3904, 3905, 4451, 6150);
    add(DataType.DECIMAL, 3906, 3907, 4532, 6151);
    add(DataType.TIMESTAMP, 3908, 3909, 4533, 6152);
    add(DataType.TIMESTAMPTZ, 3910, 3911, 4534, 6153);
    add(DataType.DATE, 3912, 3913, 4535, 6155);
    add(DataType.INT64, 3926, 3927, 4536, 6157);
    RANGES.forEach((type, oid) -> TYPES.put(oid, type));
    TYPES.put(INT2_VECTOR, DataType.systemVector(DataType.INT16));
    TYPES.put(OID_VECTOR, DataType.systemVector(DataType.OID));
  }

  private TypeOids() {}

  private static void add(TypeKind kind, int oid, int array) {
    SCALARS.put(kind, oid);
    TYPES.put(oid, DataType.of(kind));
    if (array != NONE) {
      ARRAYS.put(kind, array);
      TYPES.put(array, DataType.array(DataType.of(kind)));
    }
  }

  /** The range of a type, its array, its multirange and the array of that. */
  private static void add(DataType bound, int range, int array, int multirange, int multiranges) {
    DataType ranges = DataType.range(bound);
    DataType sets = DataType.multirange(ranges);
    RANGES.put(ranges, range);
    RANGES.put(DataType.array(ranges), array);
    RANGES.put(sets, multirange);
    RANGES.put(DataType.array(sets), multiranges);
  }

  /** The OID of a type, {@link #NONE} for a type PostgreSQL does not have. */
  public static long of(DataType type) {
    TypeDefinition definition = type.definition();
    if (definition != null && definition.id() != 0) {
      return definition.id();
    }
    DataType element = type.element();
    if (type.kind() == TypeKind.ARRAY
        && element != null
        && element.definition() != null
        && element.definition().id() != 0) {
      return CatalogOids.array(of(element));
    }
    if (type.isSystemVector()) {
      return type.elementType().kind() == TypeKind.OID ? OID_VECTOR : INT2_VECTOR;
    }
    Integer range = RANGES.get(type);
    if (range != null) {
      return range;
    }
    return type.kind() == TypeKind.ARRAY
        ? ARRAYS.getOrDefault(type.elementType().kind(), NONE)
        : SCALARS.getOrDefault(type.kind(), NONE);
  }

  /** The type of an OID. */
  public static Optional<DataType> type(long oid) {
    return Optional.ofNullable(TYPES.get((int) oid));
  }

  /**
   * The type with the modifiers that an atttypmod says.
   *
   * @param modifier negative for none
   */
  public static DataType modified(DataType type, int modifier) {
    if (modifier < 0) {
      return type;
    }
    return switch (type.kind()) {
      case ARRAY -> DataType.array(modified(type.elementType(), modifier));
      case VARCHAR, CHAR -> new DataType(type.kind(), modifier - HEADER, 0, null);
      case BIT, VARBIT -> new DataType(type.kind(), modifier, 0, null);
      case DECIMAL -> {
        int packed = modifier - HEADER;
        int scale = ((packed & 0x7FF) ^ 1024) - 1024;
        yield DataType.decimal(packed >> 16 & 0xFFFF, scale);
      }
      case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> new DataType(type.kind(), modifier, 0, null);
      case INTERVAL -> {
        int precision = modifier & 0xFFFF;
        yield precision == 0xFFFF ? type : new DataType(type.kind(), precision, 0, null);
      }
      default -> type;
    };
  }

  /** The atttypmod of a type, -1 for none. */
  public static int modifier(DataType type) {
    if (type.kind() == TypeKind.ARRAY) {
      return modifier(type.elementType());
    }
    if (type.length() < 0) {
      return -1;
    }
    return switch (type.kind()) {
      case VARCHAR, CHAR -> type.length() + HEADER;
      case DECIMAL -> (type.length() << 16 | (type.scale() & 0x7FF)) + HEADER;
      case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, BIT, VARBIT -> type.length();
      case INTERVAL -> INTERVAL_FULL_RANGE << 16 | type.length();
      default -> -1;
    };
  }
}
