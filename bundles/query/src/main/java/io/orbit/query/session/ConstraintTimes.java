package io.orbit.query.session;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.query.bind.SearchPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** SET CONSTRAINTS: when deferrable constraints are checked. */
final class ConstraintTimes {
  private ConstraintTimes() {}

  static Execution set(CommandContext context, SessionControl.SetConstraints set) {
    if (!context.session().inExplicitTransaction()) {
      context
          .state()
          .notice("WARNING", "25P01", "SET CONSTRAINTS can only be used in transaction blocks");
    }
    Set<Long> ids = new HashSet<>();
    for (List<String> name : set.names()) {
      ids.addAll(find(context, name));
    }
    context
        .services()
        .records()
        .defer(context.session(), context.transaction(), ids, set.deferred());
    return CommandExecution.done("SET CONSTRAINTS", -1);
  }

  /** All constraints of that name in the first schema of the search path that has one. */
  private static List<Long> find(CommandContext context, List<String> name) {
    long database = context.session().database().id();
    List<String> schemas =
        name.size() > 1 ? List.of(name.get(name.size() - 2)) : SearchPath.of(context.session());
    for (String schemaName : schemas) {
      Optional<Schema> schema = context.catalog().schema(database, schemaName);
      List<Long> found = new ArrayList<>();
      for (Collection table :
          schema.map(s -> context.catalog().collections(s.id())).orElse(List.of())) {
        for (ForeignKey key : table.foreignKeys()) {
          if (key.name().equals(name.getLast())) {
            requireDeferrable(key);
            found.add(key.id());
          }
        }
        requireNotOther(table, name.getLast());
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new OrbitException(
        ErrorCode.UNDEFINED_OBJECT, "constraint \"" + name.getLast() + "\" does not exist");
  }

  private static void requireDeferrable(ForeignKey key) {
    if (!key.deferrable()) {
      throw notDeferrable(key.name());
    }
  }

  private static void requireNotOther(Collection table, String name) {
    boolean other =
        table.primaryKeyName().equals(name)
            || table.checks().stream().anyMatch(check -> check.name().equals(name))
            || table.indexes().stream().anyMatch(i -> i.constraint() && i.name().equals(name));
    if (other) {
      throw notDeferrable(name);
    }
  }

  private static OrbitException notDeferrable(String name) {
    return new OrbitException(
        ErrorCode.WRONG_OBJECT_TYPE, "constraint \"" + name + "\" is not deferrable");
  }
}
