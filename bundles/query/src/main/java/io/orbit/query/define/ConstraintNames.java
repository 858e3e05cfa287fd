package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.session.CommandContext;
import java.util.HashSet;
import java.util.Set;

/** Names of constraints, indexes and sequences: given ones are checked, missing ones made up. */
final class ConstraintNames {
  private static final int LONGEST = 63;

  private final CommandContext context;
  private final Schema schema;
  private final Set<String> taken = new HashSet<>();

  ConstraintNames(CommandContext context, Schema schema) {
    this.context = context;
    this.schema = schema;
  }

  void reserve(Collection table) {
    table.indexes().forEach(index -> taken.add(index.name()));
    table.checks().forEach(check -> taken.add(check.name()));
    table.foreignKeys().forEach(key -> taken.add(key.name()));
    taken.add(table.primaryKeyName());
  }

  /** The wanted name, or with the first number behind it that is free. */
  String free(String wanted) {
    String base = wanted.length() > LONGEST - 4 ? wanted.substring(0, LONGEST - 4) : wanted;
    String candidate = base;
    for (int i = 1; isTaken(candidate); i++) {
      candidate = base + i;
    }
    taken.add(candidate);
    return candidate;
  }

  String take(String name, String table) {
    if (!taken.add(name)) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT,
          "constraint \"" + name + "\" for relation \"" + table + "\" already exists");
    }
    return name;
  }

  private boolean isTaken(String name) {
    return taken.contains(name)
        || context.catalog().collection(schema.id(), name).isPresent()
        || context.catalog().collectionOfIndex(schema.id(), name).isPresent();
  }
}
