package io.orbit.query.type;

import io.orbit.api.security.Session;
import java.util.OptionalLong;

/**
 * The schema of a session's temporary tables: {@code pg_temp_N}, N being the session's number. It
 * is made with the first of them, comes first wherever names are looked for, and answers to {@code
 * pg_temp} too.
 */
public final class TemporarySchema {
  /** A session's mark that it has one, so that its plans are its own. */
  public static final String MARK = "pg_temp";

  private static final String PREFIX = "pg_temp_";

  private TemporarySchema() {}

  public static String name(Session session) {
    return PREFIX + session.id();
  }

  /** The schema that a name means to a session. */
  public static String resolve(Session session, String schema) {
    return schema.equals("pg_temp") ? name(session) : schema;
  }

  public static boolean isTemporary(String schema) {
    return schema.startsWith(PREFIX);
  }

  /** The session whose schema it is. */
  public static OptionalLong owner(String schema) {
    if (!isTemporary(schema)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(schema.substring(PREFIX.length())));
    } catch (NumberFormatException another) {
      return OptionalLong.empty();
    }
  }
}
