package io.orbit.query.bind;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.VirtualTable;
import io.orbit.query.type.TemporarySchema;
import java.util.List;
import java.util.Optional;

/** Finds collections by the names statements use, along the search path. */
final class Names {
  private final BindContext context;

  Names(BindContext context) {
    this.context = context;
  }

  /** A collection or a virtual table. */
  sealed interface Relation {
    record Stored(Collection collection, String schema) implements Relation {}

    record Virtual(VirtualTable table) implements Relation {}
  }

  Relation relation(List<String> name, int position) {
    return find(name)
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.UNDEFINED_TABLE,
                        "relation \"" + String.join(".", name) + "\" does not exist")
                    .at(position));
  }

  Optional<Relation> find(List<String> name) {
    if (name.size() == 3 && !name.getFirst().equals(context.session.database().name())) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "cross-database references are not implemented: \"" + String.join(".", name) + "\"");
    }
    String last = name.getLast();
    if (name.size() > 1) {
      return in(TemporarySchema.resolve(context.session, name.get(name.size() - 2)), last);
    }
    Optional<VirtualTable> transition =
        context.services.routines().triggers().transition(context.session, last);
    if (transition.isPresent()) {
      return Optional.of(new Relation.Virtual(transition.get()));
    }
    Optional<Relation> system = in("pg_catalog", last);
    if (system.isPresent()) {
      return system;
    }
    for (String schema : SearchPath.of(context.session)) {
      Optional<Relation> found = in(schema, last);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Relation> in(String schema, String name) {
    Optional<VirtualTable> virtual = context.services.virtualTables().find(schema, name);
    if (virtual.isPresent()) {
      return Optional.of(new Relation.Virtual(virtual.get()));
    }
    return context
        .catalog
        .schema(context.session.database().id(), schema)
        .flatMap(found -> context.catalog.collection(found.id(), name))
        .map(collection -> new Relation.Stored(collection, schema));
  }

  /** The schema of a collection, by name. */
  String schemaName(Collection collection) {
    return context.catalog.object(collection.schema()).map(CatalogObject::name).orElse("");
  }

  Optional<Schema> schema(String name) {
    return context.catalog.schema(context.session.database().id(), name);
  }
}
