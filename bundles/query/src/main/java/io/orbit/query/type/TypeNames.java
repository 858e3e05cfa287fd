package io.orbit.query.type;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Type names as written, and as messages and catalogs show them. */
public final class TypeNames {
  private static final Map<String, TypeKind> KINDS =
      Map.ofEntries(
          Map.entry("bool", TypeKind.BOOLEAN),
          Map.entry("boolean", TypeKind.BOOLEAN),
          Map.entry("int2", TypeKind.INT16),
          Map.entry("smallint", TypeKind.INT16),
          Map.entry("int4", TypeKind.INT32),
          Map.entry("int", TypeKind.INT32),
          Map.entry("integer", TypeKind.INT32),
          Map.entry("int8", TypeKind.INT64),
          Map.entry("bigint", TypeKind.INT64),
          Map.entry("numeric", TypeKind.DECIMAL),
          Map.entry("decimal", TypeKind.DECIMAL),
          Map.entry("float4", TypeKind.FLOAT32),
          Map.entry("real", TypeKind.FLOAT32),
          Map.entry("float8", TypeKind.FLOAT64),
          Map.entry("double precision", TypeKind.FLOAT64),
          Map.entry("text", TypeKind.TEXT),
          Map.entry("varchar", TypeKind.VARCHAR),
          Map.entry("character varying", TypeKind.VARCHAR),
          Map.entry("bpchar", TypeKind.CHAR),
          Map.entry("character", TypeKind.CHAR),
          Map.entry("name", TypeKind.NAME),
          Map.entry("char", TypeKind.BYTE_CHAR),
          Map.entry("bytea", TypeKind.BYTES),
          Map.entry("date", TypeKind.DATE),
          Map.entry("time", TypeKind.TIME),
          Map.entry("timetz", TypeKind.TIMETZ),
          Map.entry("timestamp", TypeKind.TIMESTAMP),
          Map.entry("timestamptz", TypeKind.TIMESTAMPTZ),
          Map.entry("interval", TypeKind.INTERVAL),
          Map.entry("bit", TypeKind.BIT),
          Map.entry("varbit", TypeKind.VARBIT),
          Map.entry("bit varying", TypeKind.VARBIT),
          Map.entry("uuid", TypeKind.UUID),
          Map.entry("inet", TypeKind.INET),
          Map.entry("cidr", TypeKind.CIDR),
          Map.entry("json", TypeKind.JSON),
          Map.entry("jsonb", TypeKind.JSONB),
          Map.entry("oid", TypeKind.OID),
          Map.entry("regclass", TypeKind.REGCLASS),
          Map.entry("regtype", TypeKind.REGTYPE),
          Map.entry("regproc", TypeKind.REGPROC),
          Map.entry("regnamespace", TypeKind.REGNAMESPACE),
          Map.entry("regrole", TypeKind.REGROLE),
          Map.entry("record", TypeKind.RECORD),
          Map.entry("unknown", TypeKind.UNKNOWN),
          Map.entry("void", TypeKind.VOID));

  /** Types of elements that have names of their own. */
  private static final Map<String, DataType> COMPOUNDS = compounds();

  private static Map<String, DataType> compounds() {
    Map<String, DataType> compounds = new HashMap<>();
    compounds.put("int2vector", DataType.systemVector(DataType.INT16));
    compounds.put("oidvector", DataType.systemVector(DataType.OID));
    for (DataType bound :
        List.of(
            DataType.INT32,
            DataType.INT64,
            DataType.DECIMAL,
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.TIMESTAMPTZ)) {
      DataType range = DataType.range(bound);
      DataType multirange = DataType.multirange(range);
      compounds.put(io.orbit.api.value.text.TypeNames.range(range), range);
      compounds.put(io.orbit.api.value.text.TypeNames.range(multirange), multirange);
    }
    return Map.copyOf(compounds);
  }

  private static final Map<String, TypeKind> SERIALS =
      Map.of(
          "serial", TypeKind.INT32,
          "serial4", TypeKind.INT32,
          "bigserial", TypeKind.INT64,
          "serial8", TypeKind.INT64,
          "smallserial", TypeKind.INT16,
          "serial2", TypeKind.INT16);

  /** PostgreSQL's MaxAttrSize in bits. */
  private static final int MOST_BITS = 83_886_080;

  private TypeNames() {}

  /** The type a name stands for. */
  public static DataType resolve(TypeName name) {
    DataType type = find(name);
    if (type == null) {
      throw undefined(name);
    }
    return type;
  }

  /** The same; null for a name that is none of PostgreSQL's own types. */
  static @Nullable DataType find(TypeName name) {
    DataType type = resolveElement(name);
    if (type == null) {
      return null;
    }
    for (int i = 0; i < Math.min(name.arrayDimensions(), 1); i++) {
      type = DataType.array(type);
    }
    return type;
  }

  /** The type without modifiers of that name in pg_catalog; null when there is none. */
  public static @Nullable DataType named(String name) {
    TypeKind kind = KINDS.get(name);
    return kind == null ? COMPOUNDS.get(name) : DataType.of(kind);
  }

  /** The integer type behind {@code serial} and its like, or null for another type. */
  public static @Nullable DataType serial(TypeName name) {
    TypeKind kind = SERIALS.get(name.name().getLast());
    return kind == null || name.arrayDimensions() > 0 ? null : DataType.of(kind);
  }

  private static @Nullable DataType resolveElement(TypeName name) {
    String last = name.name().getLast();
    String schema = name.name().size() > 1 ? name.name().get(name.name().size() - 2) : "";
    if (!schema.isEmpty() && !schema.equals("pg_catalog")) {
      return null;
    }
    DataType element = last.startsWith("_") ? named(last.substring(1)) : null;
    if (element != null) {
      return DataType.array(element);
    }
    DataType compound = COMPOUNDS.get(last);
    TypeKind kind = KINDS.get(last);
    return compound != null || kind == null ? compound : modified(kind, name);
  }

  static OrbitException undefined(TypeName name) {
    return new OrbitException(
            ErrorCode.UNDEFINED_OBJECT,
            "type \"" + String.join(".", name.name()) + "\" does not exist")
        .at(name.position());
  }

  private static DataType modified(TypeKind kind, TypeName name) {
    List<Expression> modifiers = name.modifiers();
    if (modifiers.isEmpty()) {
      return kind == TypeKind.CHAR && name.name().getLast().equals("character")
          ? new DataType(kind, 1, 0, null)
          : DataType.of(kind);
    }
    int first = integer(modifiers.getFirst(), name);
    return switch (kind) {
      case VARCHAR, CHAR -> {
        String shown = kind == TypeKind.VARCHAR ? "varchar" : "char";
        if (first < 1) {
          throw invalid("length for type " + shown + " must be at least 1", name);
        }
        if (first > 10_485_760) {
          throw invalid("length for type " + shown + " cannot exceed 10485760", name);
        }
        yield new DataType(kind, first, 0, null);
      }
      case BIT, VARBIT -> {
        String shown = kind == TypeKind.BIT ? "bit" : "varbit";
        if (first < 1) {
          throw invalid("length for type " + shown + " must be at least 1", name);
        }
        if (first > MOST_BITS) {
          throw invalid("length for type " + shown + " cannot exceed " + MOST_BITS, name);
        }
        yield new DataType(kind, first, 0, null);
      }
      case DECIMAL -> {
        int scale = modifiers.size() > 1 ? integer(modifiers.get(1), name) : 0;
        if (first < 1 || first > 1000) {
          throw invalid("NUMERIC precision " + first + " must be between 1 and 1000", name);
        }
        if (scale < -1000 || scale > 1000) {
          throw invalid("NUMERIC scale " + scale + " must be between -1000 and 1000", name);
        }
        yield DataType.decimal(first, scale);
      }
      case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, INTERVAL ->
          new DataType(kind, Math.min(first, 6), 0, null);
      default ->
          throw new OrbitException(
                  ErrorCode.SYNTAX_ERROR,
                  "type modifier is not allowed for type \"" + name.name().getLast() + "\"")
              .at(name.position());
    };
  }

  private static int integer(Expression modifier, TypeName name) {
    if (modifier instanceof Expression.Literal literal && literal.value() instanceof Number n) {
      return n.intValue();
    }
    if (modifier
            instanceof
            Expression.Operator(
                List<String> schema,
                String symbol,
                Expression left,
                Expression.Literal right,
                int position)
        && symbol.equals("-")
        && left == null
        && right.value() instanceof Number n) {
      return -n.intValue();
    }
    throw invalid("type modifiers must be simple constants or identifiers", name);
  }

  private static OrbitException invalid(String message, TypeName name) {
    return new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, message).at(name.position());
  }

  /** The type as PostgreSQL's format_type shows it when it is told the modifiers. */
  public static String display(DataType type) {
    if (type.definition() != null) {
      return Quoting.identifier(type.definition().name());
    }
    if (type.isSystemVector()) {
      return type.elementType().kind() == TypeKind.OID ? "oidvector" : "int2vector";
    }
    if (type.kind() == TypeKind.ARRAY) {
      return display(type.elementType()) + "[]";
    }
    return type.kind() == TypeKind.CHAR && type.length() < 0
        ? "bpchar"
        : io.orbit.api.value.text.TypeNames.format(type);
  }

  /** The type without modifiers. */
  public static String displayBase(DataType type) {
    if (type.definition() != null) {
      return Quoting.identifier(type.definition().name());
    }
    if (type.kind() == TypeKind.RANGE || type.kind() == TypeKind.MULTIRANGE) {
      return io.orbit.api.value.text.TypeNames.range(type);
    }
    return type.kind() == TypeKind.ARRAY
        ? displayBase(type.elementType()) + "[]"
        : io.orbit.api.value.text.TypeNames.name(type.kind());
  }
}
