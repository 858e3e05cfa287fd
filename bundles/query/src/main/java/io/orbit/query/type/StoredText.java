package io.orbit.query.type;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.security.Session;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expressions as the catalog keeps them, for people: a relation stands in them by its OID, so that
 * it may be renamed, and is shown by its name.
 */
public final class StoredText {
  private static final Pattern RELATION = Pattern.compile("\\b(\\d+)::regclass\\b");

  private StoredText() {}

  /** The expression with names, qualified where the session's search path needs it. */
  public static String shown(CatalogView catalog, Session session, String text) {
    return RELATION.matcher(text).replaceAll(match -> relation(catalog, session, match));
  }

  private static String relation(CatalogView catalog, Session session, MatchResult match) {
    Optional<Collection> found =
        catalog
            .object(Long.parseLong(match.group(1)))
            .filter(Collection.class::isInstance)
            .map(Collection.class::cast);
    String shown =
        found
            .map(one -> Quoting.literal(name(catalog, session, one)) + "::regclass")
            .orElse(match.group());
    return Matcher.quoteReplacement(shown);
  }

  private static String name(CatalogView catalog, Session session, Collection collection) {
    String name = Quoting.identifier(collection.name());
    for (String schema : SearchPath.of(session)) {
      Optional<Collection> visible =
          catalog
              .schema(session.database().id(), schema)
              .flatMap(one -> catalog.collection(one.id(), collection.name()));
      if (visible.isPresent()) {
        if (visible.get().id() == collection.id()) {
          return name;
        }
        break;
      }
    }
    String schema = catalog.object(collection.schema()).map(CatalogObject::name).orElse("");
    return Quoting.identifier(schema) + "." + name;
  }
}
