package io.orbit.client.sql;

import java.util.Locale;

/**
 * A pattern of names as psql reads it: {@code *} and {@code ?} stand for any text and any one
 * character, a dot divides schema and name, letters are small unless quoted.
 */
record NamePattern(String schema, String name) {
  private static final String SPECIAL = "\\^$.|+()[]{}";

  static NamePattern of(String text) {
    StringBuilder schema = new StringBuilder();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < text.length(); at++) {
      char sign = text.charAt(at);
      if (sign == '"') {
        quoted = !quoted;
      } else if (sign == '.' && !quoted && schema.isEmpty()) {
        schema.append(part);
        part.setLength(0);
      } else if (quoted) {
        part.append(SPECIAL.indexOf(sign) >= 0 || sign == '*' || sign == '?' ? "\\" : "");
        part.append(sign);
      } else if (sign == '*') {
        part.append(".*");
      } else if (sign == '?') {
        part.append('.');
      } else {
        part.append(SPECIAL.indexOf(sign) >= 0 ? "\\" : "");
        part.append(String.valueOf(sign).toLowerCase(Locale.ROOT));
      }
    }
    return new NamePattern(schema.toString(), part.toString());
  }

  boolean hasSchema() {
    return !schema.isEmpty();
  }

  String condition(String column) {
    return column + " ~ " + literal(name);
  }

  String schemaCondition(String column) {
    return column + " ~ " + literal(schema);
  }

  private static String literal(String expression) {
    return "E'^(" + expression.replace("\\", "\\\\").replace("'", "''") + ")$'";
  }
}
