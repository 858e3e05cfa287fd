package io.orbit.api.value.text;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeDefinition;
import io.orbit.api.value.TypeKind;

/** Names of types as PostgreSQL's format_type gives them: in error messages and catalogs. */
public final class TypeNames {
  private TypeNames() {}

  /** The full name with modifiers, such as {@code character varying(3)}. */
  public static String format(DataType type) {
    TypeDefinition definition = type.definition();
    if (definition != null) {
      return definition.name();
    }
    if (type.isSystemVector()) {
      return type.elementType().kind() == TypeKind.OID ? "oidvector" : "int2vector";
    }
    if (type.kind() == TypeKind.ARRAY) {
      return format(type.elementType()) + "[]";
    }
    if (type.kind() == TypeKind.RANGE || type.kind() == TypeKind.MULTIRANGE) {
      return range(type);
    }
    int length = type.length();
    if (length < 0) {
      return type.element() == null
          ? name(type.kind())
          : name(type.kind()) + "(" + format(type.elementType()) + ")";
    }
    return switch (type.kind()) {
      case VARCHAR, CHAR, VECTOR, BIT, VARBIT -> name(type.kind()) + "(" + length + ")";
      case DECIMAL -> "numeric(" + length + "," + type.scale() + ")";
      case INTERVAL -> "interval(" + length + ")";
      case TIME -> "time(" + length + ") without time zone";
      case TIMETZ -> "time(" + length + ") with time zone";
      case TIMESTAMP -> "timestamp(" + length + ") without time zone";
      case TIMESTAMPTZ -> "timestamp(" + length + ") with time zone";
      default -> name(type.kind());
    };
  }

  /**
   * The name of a range or multirange of PostgreSQL's, such as {@code int4range}.
   *
   * @param type a RANGE or MULTIRANGE that no user defined
   */
  public static String range(DataType type) {
    if (type.kind() == TypeKind.MULTIRANGE) {
      return range(type.elementType()).replace("range", "multirange");
    }
    return switch (type.elementType().kind()) {
      case INT32 -> "int4range";
      case INT64 -> "int8range";
      case DECIMAL -> "numrange";
      case DATE -> "daterange";
      case TIMESTAMP -> "tsrange";
      case TIMESTAMPTZ -> "tstzrange";
      default -> "anyrange";
    };
  }

  /** The name of a kind without modifiers. */
  public static String name(TypeKind kind) {
    return switch (kind) {
      case UNKNOWN -> "unknown";
      case BOOLEAN -> "boolean";
      case INT16 -> "smallint";
      case INT32 -> "integer";
      case INT64 -> "bigint";
      case DECIMAL -> "numeric";
      case FLOAT32 -> "real";
      case FLOAT64 -> "double precision";
      case TEXT -> "text";
      case VARCHAR -> "character varying";
      case CHAR -> "character";
      case NAME -> "name";
      case ENUM -> "anyenum";
      case BYTE_CHAR -> "\"char\"";
      case BYTES -> "bytea";
      case DATE -> "date";
      case TIME -> "time without time zone";
      case TIMETZ -> "time with time zone";
      case TIMESTAMP -> "timestamp without time zone";
      case TIMESTAMPTZ -> "timestamp with time zone";
      case INTERVAL -> "interval";
      case RANGE -> "anyrange";
      case MULTIRANGE -> "anymultirange";
      case BIT -> "bit";
      case VARBIT -> "bit varying";
      case UUID -> "uuid";
      case INET -> "inet";
      case CIDR -> "cidr";
      case JSON -> "json";
      case JSONB -> "jsonb";
      case OID -> "oid";
      case REGCLASS -> "regclass";
      case REGTYPE -> "regtype";
      case REGPROC -> "regproc";
      case REGNAMESPACE -> "regnamespace";
      case REGROLE -> "regrole";
      case ARRAY -> "anyarray";
      case RECORD -> "record";
      case MAP -> "map";
      case SET -> "set";
      case VECTOR -> "vector";
      case GEOMETRY -> "geometry";
      case DURATION -> "duration";
      case VOID -> "void";
      case DYNAMIC -> "any";
    };
  }
}
