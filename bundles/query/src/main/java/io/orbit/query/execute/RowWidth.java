package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Variable;
import java.util.List;

/** How many bytes a row probably has, as PostgreSQL reckons it where it has no statistics. */
final class RowWidth {
  private static final int UNKNOWN = 32;

  private RowWidth() {}

  static int of(List<Variable> variables) {
    int width = 0;
    for (Variable variable : variables) {
      width += of(variable.type());
    }
    return width;
  }

  private static int of(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN, BYTE_CHAR -> 1;
      case INT16 -> 2;
      case INT32,
          FLOAT32,
          DATE,
          OID,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGCONFIG,
          REGROLE ->
          4;
      case INT64, FLOAT64, TIME, TIMESTAMP, TIMESTAMPTZ, DURATION -> 8;
      case TIMETZ -> 12;
      case INTERVAL, UUID -> 16;
      case NAME -> 64;
      case VARCHAR, CHAR -> type.length() > 0 && type.length() < UNKNOWN ? type.length() : UNKNOWN;
      case VECTOR -> Math.max(1, type.length()) * 4;
      default -> UNKNOWN;
    };
  }
}
