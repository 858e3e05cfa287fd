package io.orbit.query.session;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.type.TemporarySchema;
import java.util.List;
import java.util.Optional;

/** Collections and schemas by the names that commands use. */
public final class TableNames {
  private TableNames() {}

  /** The collection of that name, along the search path. */
  public static Optional<Collection> find(CommandContext context, List<String> name) {
    long database = context.session().database().id();
    List<String> schemas =
        name.size() > 1
            ? List.of(TemporarySchema.resolve(context.session(), name.get(name.size() - 2)))
            : io.orbit.query.bind.SearchPath.of(context.session());
    for (String schema : schemas) {
      Optional<Collection> found =
          context
              .catalog()
              .schema(database, schema)
              .flatMap(s -> context.catalog().collection(s.id(), name.getLast()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  public static Collection collection(CommandContext context, List<String> name, int position) {
    return find(context, name)
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.UNDEFINED_TABLE,
                        "relation \"" + String.join(".", name) + "\" does not exist")
                    .at(position));
  }

  /** The schema that a new object of that name goes into. */
  public static Schema target(CommandContext context, List<String> name) {
    long database = context.session().database().id();
    if (name.size() > 1) {
      String schema = TemporarySchema.resolve(context.session(), name.get(name.size() - 2));
      return context
          .catalog()
          .schema(database, schema)
          .orElseThrow(
              () ->
                  new OrbitException(
                      ErrorCode.UNDEFINED_SCHEMA, "schema \"" + schema + "\" does not exist"));
    }
    for (String schema : io.orbit.query.bind.SearchPath.of(context.session())) {
      Optional<Schema> found = context.catalog().schema(database, schema);
      if (found.isPresent() && !TemporarySchema.isTemporary(schema)) {
        return found.get();
      }
    }
    throw new OrbitException(
        ErrorCode.UNDEFINED_SCHEMA, "no schema has been selected to create in");
  }
}
