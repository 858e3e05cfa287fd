package io.orbit.query.type;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;

/** Categories and preferences of types, as PostgreSQL's overload resolution uses them. */
public final class TypeRules {
  private TypeRules() {}

  /** PostgreSQL's typcategory. */
  public static char category(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 'B';
      case INT16,
          INT32,
          INT64,
          DECIMAL,
          FLOAT32,
          FLOAT64,
          OID,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE ->
          'N';
      case TEXT, VARCHAR, CHAR, NAME -> 'S';
      case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> 'D';
      case INTERVAL, DURATION -> 'T';
      case INET, CIDR -> 'I';
      case ARRAY, SET -> 'A';
      case RANGE, MULTIRANGE -> 'R';
      case BIT, VARBIT -> 'V';
      case UNKNOWN -> 'X';
      case BYTE_CHAR -> 'Z';
      case ENUM -> 'E';
      case RECORD -> type.composite() == null ? 'P' : 'C';
      case VOID, DYNAMIC -> 'P';
      case BYTES, UUID, JSON, JSONB, MAP, VECTOR, GEOMETRY -> 'U';
    };
  }

  /** True for the type that its category prefers. */
  public static boolean isPreferred(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN, FLOAT64, OID, TEXT, TIMESTAMPTZ, INTERVAL, INET, VARBIT -> true;
      default -> false;
    };
  }

  /** Rank of a numeric type among the implicit conversions: a lower one converts into a higher. */
  static int numericRank(TypeKind kind) {
    return switch (kind) {
      case INT16 -> 1;
      case INT32 -> 2;
      case INT64 -> 3;
      case DECIMAL -> 4;
      case FLOAT32 -> 5;
      case FLOAT64 -> 6;
      default -> 0;
    };
  }
}
