package io.orbit.query.type;

import io.orbit.api.security.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * The schemas in which a session looks for names, in order; pg_catalog comes first unless named.
 */
public final class SearchPath {
  private SearchPath() {}

  /** With pg_catalog and that of temporary tables; schemas that do not exist are not left out. */
  public static List<String> of(Session session) {
    List<String> path = explicit(session);
    if (!path.contains("pg_catalog")) {
      path.addFirst("pg_catalog");
    }
    path.addFirst(TemporarySchema.name(session));
    return path;
  }

  /** As set, with {@code "$user"} replaced. */
  public static List<String> explicit(Session session) {
    String setting = session.settings().getOrDefault("search_path", "\"$user\", public");
    List<String> path = new ArrayList<>();
    for (String part : setting.split(",")) {
      String name = part.strip();
      if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
        name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
      }
      if (!name.isEmpty()) {
        path.add(name.equals("$user") ? session.principal().name() : name);
      }
    }
    return path;
  }
}
