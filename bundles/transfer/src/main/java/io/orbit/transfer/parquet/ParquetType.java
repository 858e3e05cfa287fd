package io.orbit.transfer.parquet;

import io.orbit.api.value.DataType;

/**
 * How a column's type is written. What Parquet has no type for is its text, as PostgreSQL writes
 * it.
 */
enum ParquetType {
  BOOLEAN(0),
  INT16(1),
  INT32(1),
  INT64(2),
  FLOAT(4),
  DOUBLE(5),
  /** A byte string without a meaning. */
  BYTES(6),
  TEXT(6),
  JSON(6),
  DATE(1),
  TIME(2),
  TIMESTAMP(2),
  TIMESTAMP_UTC(2),
  DECIMAL(7),
  UUID(7);

  private static final int MOST_DIGITS = 38;
  private static final int UUID_BYTES = 16;

  /** The number of the physical type in the file. */
  final int physical;

  ParquetType(int physical) {
    this.physical = physical;
  }

  static ParquetType of(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> BOOLEAN;
      case INT16 -> INT16;
      case INT32 -> INT32;
      case INT64, OID, DURATION -> INT64;
      case FLOAT32 -> FLOAT;
      case FLOAT64 -> DOUBLE;
      case BYTES, GEOMETRY -> BYTES;
      case JSON, JSONB -> JSON;
      case DATE -> DATE;
      case TIME -> TIME;
      case TIMESTAMP -> TIMESTAMP;
      case TIMESTAMPTZ -> TIMESTAMP_UTC;
      case UUID -> UUID;
      case DECIMAL -> isFixed(type) ? DECIMAL : TEXT;
      case UNKNOWN,
          TEXT,
          VARCHAR,
          CHAR,
          NAME,
          BYTE_CHAR,
          ENUM,
          TIMETZ,
          INTERVAL,
          RANGE,
          MULTIRANGE,
          BIT,
          VARBIT,
          INET,
          CIDR,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE,
          ARRAY,
          RECORD,
          MAP,
          SET,
          VECTOR,
          VOID,
          DYNAMIC ->
          TEXT;
    };
  }

  private static boolean isFixed(DataType type) {
    return type.length() > 0
        && type.length() <= MOST_DIGITS
        && type.scale() >= 0
        && type.scale() <= type.length();
  }

  /** Bytes of a value of fixed length, else 0. */
  int length(DataType type) {
    return switch (this) {
      case UUID -> UUID_BYTES;
      case DECIMAL -> bytesFor(type.length());
      case BOOLEAN,
          INT16,
          INT32,
          INT64,
          FLOAT,
          DOUBLE,
          BYTES,
          TEXT,
          JSON,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMP_UTC ->
          0;
    };
  }

  /** Bytes that hold any number of so many digits, in two's complement. */
  private static int bytesFor(int digits) {
    return java.math.BigInteger.TEN.pow(digits).bitLength() / Byte.SIZE + 1;
  }

  /** Writes what a column is beyond its physical type into its SchemaElement. */
  void describe(ThriftOutput out, DataType type) {
    switch (this) {
      case BOOLEAN, INT32, INT64, FLOAT, DOUBLE, BYTES -> {}
      case INT16 -> {
        out.i32(6, 16);
        out.struct(
            10,
            () ->
                out.struct(
                    10,
                    () -> {
                      out.i8(1, Short.SIZE);
                      out.bool(2, true);
                    }));
      }
      case TEXT -> annotate(out, 0, 1);
      case JSON -> annotate(out, 19, 12);
      case DATE -> annotate(out, 6, 6);
      case UUID -> out.struct(10, () -> out.struct(14, () -> {}));
      case TIME -> micros(out, 8, 7, false);
      case TIMESTAMP -> micros(out, 10, 8, false);
      case TIMESTAMP_UTC -> micros(out, 10, 8, true);
      case DECIMAL -> {
        out.i32(6, 5);
        out.i32(7, type.scale());
        out.i32(8, type.length());
        out.struct(
            10,
            () ->
                out.struct(
                    5,
                    () -> {
                      out.i32(1, type.scale());
                      out.i32(2, type.length());
                    }));
      }
    }
  }

  private static void annotate(ThriftOutput out, int converted, int logical) {
    out.i32(6, converted);
    out.struct(10, () -> out.struct(logical, () -> {}));
  }

  /** Microseconds; the older annotation says UTC, so a local time has only the newer one. */
  private static void micros(ThriftOutput out, int converted, int logical, boolean utc) {
    if (utc) {
      out.i32(6, converted);
    }
    out.struct(
        10,
        () ->
            out.struct(
                logical,
                () -> {
                  out.bool(1, utc);
                  out.struct(2, () -> out.struct(2, () -> {}));
                }));
  }
}
