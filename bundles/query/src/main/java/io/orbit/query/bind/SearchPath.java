package io.orbit.query.bind;

import io.orbit.api.security.Session;
import io.orbit.query.type.TemporarySchema;
import java.util.ArrayList;
import java.util.List;

/** The search_path setting as schema names. */
public final class SearchPath {
  private SearchPath() {}

  /** Schemas that unqualified names are looked for in, in order; that of temporary tables first. */
  public static List<String> of(Session session) {
    String setting = session.settings().getOrDefault("search_path", "\"$user\", public");
    List<String> path = new ArrayList<>();
    path.add(TemporarySchema.name(session));
    for (String part : setting.split(",")) {
      String name = part.strip();
      if (name.startsWith("\"") && name.endsWith("\"") && name.length() > 1) {
        name = name.substring(1, name.length() - 1);
      }
      path.add(name.equals("$user") ? session.principal().name() : name);
    }
    return path;
  }
}
