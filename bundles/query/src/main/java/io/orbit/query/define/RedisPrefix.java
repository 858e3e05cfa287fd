package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.RecordCursor;
import io.orbit.query.session.CommandContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A table's rows are {@code table:pk} to Redis, so no key may have that prefix already. */
final class RedisPrefix {
  private RedisPrefix() {}

  static void requireFree(CommandContext context, Collection table) {
    if (!table.redis() || table.primaryKey().isEmpty()) {
      return;
    }
    String schema = Owners.schema(context, table).name();
    List<Integer> spaces = context.session().database().keySpaces();
    if (spaces.isEmpty()) {
      return;
    }
    List<String> prefixes = new ArrayList<>(List.of(schema + "." + table.name() + ":"));
    if (schema.equals("public")) {
      prefixes.add(table.name() + ":");
    }
    try (RecordCursor keys = context.transaction().all(spaces.getFirst())) {
      while (keys.next()) {
        String key = new String(keys.key(), StandardCharsets.UTF_8);
        if (prefixes.stream().anyMatch(key::startsWith)) {
          throw new OrbitException(
                  ErrorCode.OBJECT_IN_USE,
                  "cannot create table \"" + table.name() + "\": Redis key \"" + key + "\" exists")
              .withHint(
                  "Remove the keys with that prefix, or create the table WITH (redis = off).");
        }
      }
    }
  }
}
