package io.orbit.query.catalog;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.query.type.CatalogOids;
import java.util.List;
import java.util.Set;

/** pg_constraint: primary keys, UNIQUE, CHECK and FOREIGN KEY. */
final class ConstraintRows {
  private ConstraintRows() {}

  static void rows(SystemView view, SystemRows rows) {
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      if (!table.primaryKey().isEmpty()) {
        long oid = CatalogOids.primaryKey(table);
        constraint(rows, table, oid, table.primaryKeyName(), 'p')
            .put("conindid", oid)
            .put("conkey", SystemView.primaryKeyIds(table));
      }
      for (Index index : table.indexes()) {
        if (index.constraint()) {
          constraint(rows, table, index.id(), index.name(), 'u')
              .put("conindid", index.id())
              .put("conkey", index.elements().stream().map(Index.Element::column).toList());
        }
      }
      for (Check check : table.checks()) {
        constraint(rows, table, check.id(), check.name(), 'c')
            .put("connoinherit", false)
            .put("convalidated", check.validated())
            .put("conbin", check.text());
      }
      table.foreignKeys().forEach(key -> foreignKey(view, rows, table, key));
    }
    UserTypeRows.constraints(view, rows);
  }

  private static SystemRows constraint(
      SystemRows rows, Collection table, long oid, String name, char type) {
    return rows.row()
        .put("oid", oid)
        .put("conname", name)
        .put("connamespace", table.schema())
        .put("contype", type)
        .put("convalidated", true)
        .put("conrelid", table.id())
        .put("confupdtype", ' ')
        .put("confdeltype", ' ')
        .put("confmatchtype", ' ')
        .put("conislocal", true)
        .put("connoinherit", true);
  }

  private static void foreignKey(
      SystemView view, SystemRows rows, Collection table, ForeignKey key) {
    constraint(rows, table, key.id(), key.name(), 'f')
        .put("condeferrable", key.deferrable())
        .put("condeferred", key.initiallyDeferred())
        .put("convalidated", key.validated())
        .put("conindid", referencedIndex(view, key))
        .put("confrelid", key.target())
        .put("confupdtype", action(key.onUpdate()))
        .put("confdeltype", action(key.onDelete()))
        .put("confmatchtype", key.matchFull() ? 'f' : 's')
        .put("conkey", key.columns())
        .put("confkey", key.targetColumns());
  }

  /** The primary key or unique index of the target that the key refers to, 0 when it is gone. */
  static long referencedIndex(SystemView view, ForeignKey key) {
    if (!(view.catalog().object(key.target()).orElse(null) instanceof Collection target)) {
      return 0;
    }
    Set<Integer> wanted = Set.copyOf(key.targetColumns());
    if (Set.copyOf(SystemView.primaryKeyIds(target)).equals(wanted)) {
      return CatalogOids.primaryKey(target);
    }
    for (Index index : target.indexes()) {
      List<Integer> columns = index.elements().stream().map(Index.Element::column).toList();
      if (index.unique() && Set.copyOf(columns).equals(wanted)) {
        return index.id();
      }
    }
    return 0;
  }

  private static char action(ForeignKey.Action action) {
    return switch (action) {
      case NO_ACTION -> 'a';
      case RESTRICT -> 'r';
      case CASCADE -> 'c';
      case SET_NULL -> 'n';
      case SET_DEFAULT -> 'd';
    };
  }
}
