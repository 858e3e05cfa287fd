package io.orbit.api.value;

/**
 * The kinds of data type, each with the Java class that carries one value of it across the house
 * (in rows, parameters and results). NULL is Java {@code null} in all of them.
 *
 * <p>Infinite dates and timestamps are the extreme values of their carrier: {@code MAX_VALUE} is
 * {@code infinity}, {@code MIN_VALUE} is {@code -infinity}.
 */
public enum TypeKind {
  /** The type of a bare NULL or an untyped literal before it is bound. {@link String}. */
  UNKNOWN,
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link Short}. */
  INT16,
  /** {@link Integer}. */
  INT32,
  /** {@link Long}. */
  INT64,
  /** {@link Decimal}: a BigDecimal, NaN or ±infinity. Length = precision, scale as declared. */
  DECIMAL,
  /** {@link Float}. */
  FLOAT32,
  /** {@link Double}. */
  FLOAT64,
  /** {@link String}, unbounded. */
  TEXT,
  /** {@link String}, at most {@code length} characters if {@code length >= 0}. */
  VARCHAR,
  /** {@link String}, blank-padded to {@code length} (SQL CHAR; PostgreSQL bpchar). */
  CHAR,
  /** {@link String}, at most 63 bytes: PostgreSQL's identifier type. */
  NAME,
  /** {@link Byte}: PostgreSQL's one-byte {@code "char"}. */
  BYTE_CHAR,
  /** {@link String}: the name of one of the labels that {@link EnumDefinition} lists. */
  ENUM,
  /** {@code byte[]}. */
  BYTES,
  /** {@link Integer}: days since 1970-01-01. */
  DATE,
  /** {@link Long}: microseconds since midnight. */
  TIME,
  /** {@link TimeWithZone}. */
  TIMETZ,
  /** {@link Long}: microseconds since 1970-01-01 00:00, without zone. */
  TIMESTAMP,
  /** {@link Long}: microseconds since 1970-01-01 00:00 UTC. */
  TIMESTAMPTZ,
  /** {@link Interval}. */
  INTERVAL,
  /** {@link Range} of {@code element}. */
  RANGE,
  /** {@link Multirange}; {@code element} is the type of its ranges. */
  MULTIRANGE,
  /** {@link BitString} of {@code length} bits; of any length where none is declared. */
  BIT,
  /** {@link BitString} of at most {@code length} bits if {@code length >= 0}. */
  VARBIT,
  /** {@link java.util.UUID}. */
  UUID,
  /** {@link Inet}. */
  INET,
  /** {@link Inet}: a network; no bits to the right of the mask. */
  CIDR,
  /** {@link String}: JSON text as written. */
  JSON,
  /** {@link String}: JSON text in normal form (PostgreSQL's jsonb output form). */
  JSONB,
  /** {@link Long}: unsigned 32-bit object identifier. */
  OID,
  /** {@link Long}: an OID shown as a relation's name. */
  REGCLASS,
  /** {@link Long}: an OID shown as a type's name. */
  REGTYPE,
  /** {@link Long}: an OID shown as a function's name. */
  REGPROC,
  /** {@link Long}: an OID shown as a schema's name. */
  REGNAMESPACE,
  /** {@link Long}: an OID shown as a role's name. */
  REGROLE,
  /** {@link Array} of {@code element}. */
  ARRAY,
  /**
   * {@link java.util.List} of field values: a row or composite, an anonymous tuple; a {@link Row}
   * where the fields' names and types are known.
   */
  RECORD,
  /** {@link java.util.Map} from key to value, in key order. */
  MAP,
  /** {@link java.util.List} of distinct elements in order. */
  SET,
  /** {@code float[]} of {@code length} dimensions. */
  VECTOR,
  /** Well-known binary as {@code byte[]}. */
  GEOMETRY,
  /** {@link Long}: nanoseconds. */
  DURATION,
  /** The result type of a function that returns nothing (PostgreSQL void). */
  VOID,
  /** Any of the above, known only at run time (document fields, Cypher, AQL). */
  DYNAMIC;

  /** True for INT16, INT32, INT64, DECIMAL, FLOAT32 and FLOAT64. */
  public boolean isNumeric() {
    return switch (this) {
      case INT16, INT32, INT64, DECIMAL, FLOAT32, FLOAT64 -> true;
      default -> false;
    };
  }

  /** True for every kind whose values are character strings that compare as text. */
  public boolean isText() {
    return this == TEXT || this == VARCHAR || this == CHAR || this == NAME || this == UNKNOWN;
  }
}
