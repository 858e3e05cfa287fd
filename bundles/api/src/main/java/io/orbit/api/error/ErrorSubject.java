package io.orbit.api.error;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What an error is about, for protocols that carry it (PostgreSQL's s, t, c, d, n fields). */
public record ErrorSubject(
    @Nullable String schema,
    @Nullable String table,
    @Nullable String column,
    @Nullable String dataType,
    @Nullable String constraint)
    implements Serializable {
  public static final ErrorSubject NONE = new ErrorSubject(null, null, null, null, null);

  public static ErrorSubject constraint(String schema, String table, String constraint) {
    return new ErrorSubject(schema, table, null, null, constraint);
  }

  public static ErrorSubject column(String schema, String table, String column) {
    return new ErrorSubject(schema, table, column, null, null);
  }
}
