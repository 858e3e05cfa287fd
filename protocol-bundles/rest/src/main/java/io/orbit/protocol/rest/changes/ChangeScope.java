package io.orbit.protocol.rest.changes;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.security.Session;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose changes a session sees: tables that it may read and whose row-level security does not
 * restrict it, all of its database or some, and Redis' own keys. Follows the catalog: what is
 * created, renamed, granted or revoked counts from the next change on. One thread.
 */
public final class ChangeScope {
  private static final String PUBLIC = "public.";

  private final Session session;
  private final Catalog catalog;
  private final Set<String> wanted;
  private final boolean keys;
  private Map<Integer, Source> sources = Map.of();
  private long version = -1;

  /** What lies in a space. */
  public sealed interface Source {}

  /** A table's rows. */
  public record Table(String schema, Collection collection) implements Source {
    String name() {
      return schema + "." + collection.name();
    }
  }

  /** Redis' own keys, by the number that SELECT takes. */
  public record Keys(int number) implements Source {}

  /**
   * @param collections names with or without a schema; all that may be read when there are none
   * @param keys whether Redis' own keys too
   * @throws OrbitException UNDEFINED_TABLE, INSUFFICIENT_PRIVILEGE
   */
  public ChangeScope(Session session, Catalog catalog, List<String> collections, boolean keys) {
    this.session = session;
    this.catalog = catalog;
    this.keys = keys;
    this.wanted = new LinkedHashSet<>();
    for (String name : collections) {
      wanted.add(name.contains(".") ? name : PUBLIC + name);
    }
    requireAll();
  }

  private void requireAll() {
    CatalogView view = catalog.current();
    for (String name : wanted) {
      int dot = name.indexOf('.');
      Collection collection =
          view.schema(session.database().id(), name.substring(0, dot))
              .flatMap(schema -> view.collection(schema.id(), name.substring(dot + 1)))
              .orElseThrow(
                  () ->
                      new OrbitException(
                          ErrorCode.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
      if (collection.kind() != Collection.Kind.TABLE) {
        throw new OrbitException(
            ErrorCode.WRONG_OBJECT_TYPE, "\"" + name + "\" is no table, so nothing changes in it");
      }
      session.require(collection, Privilege.SELECT);
      if (session.isRestricted(collection)) {
        throw new OrbitException(
            ErrorCode.INSUFFICIENT_PRIVILEGE,
            "the changes of table \""
                + name
                + "\" are for those alone whom its row-level security does not restrict");
      }
    }
  }

  /** What lies in a space, if it is to be seen. */
  public Optional<Source> find(int space) {
    CatalogView view = catalog.current();
    if (view.version() != version) {
      sources = sources(view);
      version = view.version();
    }
    return Optional.ofNullable(sources.get(space));
  }

  /** The spaces that are to be seen now. */
  public Set<Integer> spaces() {
    Optional<Source> ignored = find(0);
    return Set.copyOf(sources.keySet());
  }

  private Map<Integer, Source> sources(CatalogView view) {
    Map<Integer, Source> found = new HashMap<>();
    for (Schema schema : view.schemas(session.database().id())) {
      for (Collection collection : view.collections(schema.id())) {
        Table table = new Table(schema.name(), collection);
        boolean isWanted = wanted.isEmpty() || wanted.contains(table.name());
        if (isWanted
            && collection.kind() == Collection.Kind.TABLE
            && session.may(collection, Privilege.SELECT)
            && !session.isRestricted(collection)) {
          found.put(collection.space(), table);
        }
      }
    }
    List<Integer> keySpaces = keys ? session.database().keySpaces() : List.of();
    for (int number = 0; number < Math.min(keySpaces.size(), Keyspaces.COUNT); number++) {
      found.put(keySpaces.get(number), new Keys(number));
    }
    return found;
  }
}
