package io.orbit.client.output;

/** A column of a result: its name, and how its texts are to be understood. */
public record Column(String name, Kind kind) {
  /** What a value's text is. */
  public enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    JSON;

    /** The kind of PostgreSQL's type of that name. */
    public static Kind ofType(String type) {
      return switch (type) {
        case "int2", "int4", "int8", "float4", "float8", "numeric", "oid" -> NUMBER;
        case "smallint", "integer", "bigint", "real", "double precision" -> NUMBER;
        case "bool", "boolean" -> BOOLEAN;
        case "json", "jsonb" -> JSON;
        default -> type.startsWith("numeric(") ? NUMBER : TEXT;
      };
    }
  }
}
