package io.orbit.query.type;

import io.orbit.api.value.TypeKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which conversions there are and where they are allowed: PostgreSQL's pg_cast. */
final class CastTable {
  private static final Map<TypeKind, Map<TypeKind, CastContext>> CASTS =
      new EnumMap<>(TypeKind.class);

  private static final Set<TypeKind> STRINGS =
      EnumSet.of(TypeKind.TEXT, TypeKind.VARCHAR, TypeKind.CHAR, TypeKind.NAME);

  private static final TypeKind[] REGISTERED = {
    TypeKind.REGCLASS, TypeKind.REGTYPE, TypeKind.REGPROC, TypeKind.REGNAMESPACE, TypeKind.REGROLE
  };

  static {
    numbers();
    identifiers();
    strings();
    times();
    documents();
  }

  private CastTable() {}

  private static void add(TypeKind from, CastContext context, TypeKind... targets) {
    for (TypeKind to : targets) {
      CASTS.computeIfAbsent(from, kind -> new EnumMap<>(TypeKind.class)).put(to, context);
    }
  }

  private static void implicit(TypeKind from, TypeKind... targets) {
    add(from, CastContext.IMPLICIT, targets);
  }

  private static void assignment(TypeKind from, TypeKind... targets) {
    add(from, CastContext.ASSIGNMENT, targets);
  }

  private static void explicit(TypeKind from, TypeKind... targets) {
    add(from, CastContext.EXPLICIT, targets);
  }

  private static void numbers() {
    TypeKind small = TypeKind.INT16;
    TypeKind integer = TypeKind.INT32;
    TypeKind big = TypeKind.INT64;
    TypeKind decimal = TypeKind.DECIMAL;
    TypeKind real = TypeKind.FLOAT32;
    TypeKind number = TypeKind.FLOAT64;
    implicit(small, integer, big, decimal, real, number);
    implicit(integer, big, decimal, real, number);
    assignment(integer, small);
    implicit(big, decimal, real, number);
    assignment(big, small, integer);
    implicit(decimal, real, number);
    assignment(decimal, small, integer, big);
    implicit(real, number);
    assignment(real, small, integer, big, decimal);
    assignment(number, small, integer, big, decimal, real);
    explicit(integer, TypeKind.BOOLEAN, TypeKind.BYTE_CHAR);
    explicit(TypeKind.BOOLEAN, integer);
    explicit(TypeKind.BYTE_CHAR, integer);
  }

  private static void identifiers() {
    for (TypeKind integer : new TypeKind[] {TypeKind.INT16, TypeKind.INT32, TypeKind.INT64}) {
      implicit(integer, TypeKind.OID);
      implicit(integer, REGISTERED);
    }
    assignment(TypeKind.OID, TypeKind.INT32, TypeKind.INT64);
    implicit(TypeKind.OID, REGISTERED);
    for (TypeKind registered : REGISTERED) {
      implicit(registered, TypeKind.OID);
      assignment(registered, TypeKind.INT32, TypeKind.INT64);
    }
    implicit(TypeKind.TEXT, TypeKind.REGCLASS);
    implicit(TypeKind.VARCHAR, TypeKind.REGCLASS);
  }

  private static void strings() {
    implicit(TypeKind.TEXT, TypeKind.VARCHAR, TypeKind.CHAR, TypeKind.NAME);
    implicit(TypeKind.VARCHAR, TypeKind.TEXT, TypeKind.CHAR, TypeKind.NAME);
    implicit(TypeKind.CHAR, TypeKind.TEXT, TypeKind.VARCHAR, TypeKind.NAME);
    implicit(TypeKind.NAME, TypeKind.TEXT);
    assignment(TypeKind.NAME, TypeKind.VARCHAR, TypeKind.CHAR);
    implicit(TypeKind.BYTE_CHAR, TypeKind.TEXT);
    assignment(TypeKind.BYTE_CHAR, TypeKind.VARCHAR, TypeKind.CHAR);
    assignment(TypeKind.TEXT, TypeKind.BYTE_CHAR);
    assignment(TypeKind.VARCHAR, TypeKind.BYTE_CHAR);
    assignment(TypeKind.CHAR, TypeKind.BYTE_CHAR);
    implicit(TypeKind.BIT, TypeKind.VARBIT);
    implicit(TypeKind.VARBIT, TypeKind.BIT);
    explicit(TypeKind.BIT, TypeKind.INT32, TypeKind.INT64);
    explicit(TypeKind.INT32, TypeKind.BIT);
    explicit(TypeKind.INT64, TypeKind.BIT);
    implicit(TypeKind.CIDR, TypeKind.INET);
    assignment(TypeKind.INET, TypeKind.CIDR);
  }

  private static void times() {
    implicit(TypeKind.DATE, TypeKind.TIMESTAMP, TypeKind.TIMESTAMPTZ);
    implicit(TypeKind.TIME, TypeKind.INTERVAL, TypeKind.TIMETZ);
    implicit(TypeKind.TIMESTAMP, TypeKind.TIMESTAMPTZ);
    assignment(TypeKind.TIMESTAMP, TypeKind.DATE, TypeKind.TIME);
    assignment(
        TypeKind.TIMESTAMPTZ, TypeKind.DATE, TypeKind.TIME, TypeKind.TIMESTAMP, TypeKind.TIMETZ);
    assignment(TypeKind.INTERVAL, TypeKind.TIME);
    assignment(TypeKind.TIMETZ, TypeKind.TIME);
  }

  private static void documents() {
    assignment(TypeKind.JSON, TypeKind.JSONB);
    assignment(TypeKind.JSONB, TypeKind.JSON);
    explicit(
        TypeKind.JSONB,
        TypeKind.BOOLEAN,
        TypeKind.DECIMAL,
        TypeKind.INT16,
        TypeKind.INT32,
        TypeKind.INT64,
        TypeKind.FLOAT32,
        TypeKind.FLOAT64);
  }

  /** The least context in which a conversion between two kinds is allowed, null for none. */
  static @Nullable CastContext context(TypeKind from, TypeKind to) {
    CastContext listed = CASTS.getOrDefault(from, Map.of()).get(to);
    if (listed != null) {
      return listed;
    }
    if (from == TypeKind.VOID || to == TypeKind.VOID || from == TypeKind.UNKNOWN) {
      return null;
    }
    if (STRINGS.contains(to)) {
      return CastContext.ASSIGNMENT;
    }
    if (to == TypeKind.DYNAMIC) {
      return CastContext.ASSIGNMENT;
    }
    boolean fromText = STRINGS.contains(from) || from == TypeKind.DYNAMIC;
    return fromText && to != TypeKind.UNKNOWN ? CastContext.EXPLICIT : null;
  }

  static boolean isString(TypeKind kind) {
    return STRINGS.contains(kind);
  }
}
