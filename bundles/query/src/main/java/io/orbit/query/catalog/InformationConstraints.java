package io.orbit.query.catalog;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.query.type.CatalogOids;
import java.util.List;

/**
 * information_schema: table_constraints, key_column_usage, constraint_column_usage,
 * constraint_table_usage, referential_constraints, check_constraints.
 */
final class InformationConstraints {
  private InformationConstraints() {}

  private static List<Collection> tables(SystemView view) {
    return view.collections(Collection.Kind.TABLE).stream().filter(view::mayKnow).toList();
  }

  // ---- table_constraints

  static void constraints(SystemView view, SystemRows rows) {
    for (Collection table : tables(view)) {
      if (!table.primaryKey().isEmpty()) {
        constraint(view, rows, table, table.primaryKeyName(), "PRIMARY KEY");
      }
      for (Index index : table.indexes()) {
        if (index.constraint()) {
          constraint(view, rows, table, index.name(), "UNIQUE");
          rows.put("nulls_distinct", InformationTables.yesNo(!index.nullsNotDistinct()));
        }
      }
      for (ForeignKey key : table.foreignKeys()) {
        constraint(view, rows, table, key.name(), "FOREIGN KEY")
            .put("is_deferrable", InformationTables.yesNo(key.deferrable()))
            .put("initially_deferred", InformationTables.yesNo(key.initiallyDeferred()));
      }
      for (Check check : table.checks()) {
        constraint(view, rows, table, check.name(), "CHECK");
      }
      for (Column column : table.columns()) {
        if (column.notNull()) {
          constraint(view, rows, table, notNullName(table, column), "CHECK");
        }
      }
    }
  }

  /** The name that PostgreSQL makes up for NOT NULL here. */
  private static String notNullName(Collection table, Column column) {
    return table.schema() + "_" + table.id() + "_" + column.id() + "_not_null";
  }

  private static SystemRows constraint(
      SystemView view, SystemRows rows, Collection table, String name, String type) {
    return rows.row()
        .put("constraint_catalog", view.database().name())
        .put("constraint_schema", view.schemaName(table.schema()))
        .put("constraint_name", name)
        .put("table_catalog", view.database().name())
        .put("table_schema", view.schemaName(table.schema()))
        .put("table_name", table.name())
        .put("constraint_type", type)
        .put("is_deferrable", "NO")
        .put("initially_deferred", "NO")
        .put("enforced", "YES");
  }

  // ---- key_column_usage

  static void keyColumns(SystemView view, SystemRows rows) {
    for (Collection table : tables(view)) {
      keys(view, rows, table, table.primaryKeyName(), SystemView.primaryKeyIds(table));
      for (Index index : table.indexes()) {
        if (index.constraint()) {
          keys(view, rows, table, index.name(), columns(index));
        }
      }
      for (ForeignKey key : table.foreignKeys()) {
        foreignKeys(view, rows, table, key);
      }
    }
  }

  private static List<Integer> columns(Index index) {
    return index.elements().stream().map(Index.Element::column).toList();
  }

  private static void keys(
      SystemView view, SystemRows rows, Collection table, String name, List<Integer> columns) {
    for (int i = 0; i < columns.size(); i++) {
      key(view, rows, table, name, columns.get(i), i + 1);
    }
  }

  private static SystemRows key(
      SystemView view, SystemRows rows, Collection table, String name, int column, int position) {
    return rows.row()
        .put("constraint_catalog", view.database().name())
        .put("constraint_schema", view.schemaName(table.schema()))
        .put("constraint_name", name)
        .put("table_catalog", view.database().name())
        .put("table_schema", view.schemaName(table.schema()))
        .put("table_name", table.name())
        .put("column_name", SystemView.column(table, column).name())
        .put("ordinal_position", position);
  }

  private static void foreignKeys(
      SystemView view, SystemRows rows, Collection table, ForeignKey key) {
    List<Integer> referenced = referencedKey(view, key);
    for (int i = 0; i < key.columns().size(); i++) {
      key(view, rows, table, key.name(), key.columns().get(i), i + 1)
          .put("position_in_unique_constraint", referenced.indexOf(key.targetColumns().get(i)) + 1);
    }
  }

  /** Columns of the unique constraint referred to, in its order. */
  private static List<Integer> referencedKey(SystemView view, ForeignKey key) {
    long oid = ConstraintRows.referencedIndex(view, key);
    if (!(view.catalog().object(key.target()).orElse(null) instanceof Collection target)) {
      return List.of();
    }
    if (oid == CatalogOids.primaryKey(target)) {
      return SystemView.primaryKeyIds(target);
    }
    return target.indexes().stream()
        .filter(index -> index.id() == oid)
        .findFirst()
        .map(InformationConstraints::columns)
        .orElse(List.of());
  }

  // ---- constraint_column_usage, constraint_table_usage

  static void columnUsage(SystemView view, SystemRows rows) {
    for (Collection table : tables(view)) {
      usage(view, rows, table, table, table.primaryKeyName(), SystemView.primaryKeyIds(table));
      for (Index index : table.indexes()) {
        if (index.constraint()) {
          usage(view, rows, table, table, index.name(), columns(index));
        }
      }
      for (ForeignKey key : table.foreignKeys()) {
        if (view.catalog().object(key.target()).orElse(null) instanceof Collection target) {
          usage(view, rows, table, target, key.name(), key.targetColumns());
        }
      }
    }
  }

  private static void usage(
      SystemView view,
      SystemRows rows,
      Collection table,
      Collection used,
      String name,
      List<Integer> columns) {
    for (int column : columns) {
      rows.row()
          .put("table_catalog", view.database().name())
          .put("table_schema", view.schemaName(used.schema()))
          .put("table_name", used.name())
          .put("column_name", SystemView.column(used, column).name())
          .put("constraint_catalog", view.database().name())
          .put("constraint_schema", view.schemaName(table.schema()))
          .put("constraint_name", name);
    }
  }

  static void tableUsage(SystemView view, SystemRows rows) {
    for (Collection table : tables(view)) {
      if (!table.primaryKey().isEmpty()) {
        tableUsage(view, rows, table, table, table.primaryKeyName());
      }
      for (Index index : table.indexes()) {
        if (index.constraint()) {
          tableUsage(view, rows, table, table, index.name());
        }
      }
      for (ForeignKey key : table.foreignKeys()) {
        if (view.catalog().object(key.target()).orElse(null) instanceof Collection target) {
          tableUsage(view, rows, table, target, key.name());
        }
      }
    }
  }

  private static void tableUsage(
      SystemView view, SystemRows rows, Collection table, Collection used, String name) {
    rows.row()
        .put("table_catalog", view.database().name())
        .put("table_schema", view.schemaName(used.schema()))
        .put("table_name", used.name())
        .put("constraint_catalog", view.database().name())
        .put("constraint_schema", view.schemaName(table.schema()))
        .put("constraint_name", name);
  }

  // ---- referential_constraints, check_constraints

  static void references(SystemView view, SystemRows rows) {
    for (Collection table : tables(view)) {
      for (ForeignKey key : table.foreignKeys()) {
        rows.row()
            .put("constraint_catalog", view.database().name())
            .put("constraint_schema", view.schemaName(table.schema()))
            .put("constraint_name", key.name())
            .put("match_option", key.matchFull() ? "FULL" : "NONE")
            .put("update_rule", rule(key.onUpdate()))
            .put("delete_rule", rule(key.onDelete()));
        if (view.catalog().object(key.target()).orElse(null) instanceof Collection target) {
          long oid = ConstraintRows.referencedIndex(view, key);
          rows.put("unique_constraint_catalog", view.database().name())
              .put("unique_constraint_schema", view.schemaName(target.schema()))
              .put("unique_constraint_name", indexName(target, oid));
        }
      }
    }
  }

  private static String indexName(Collection table, long oid) {
    return table.indexes().stream()
        .filter(index -> index.id() == oid)
        .map(Index::name)
        .findFirst()
        .orElse(table.primaryKeyName());
  }

  private static String rule(ForeignKey.Action action) {
    return action.name().replace('_', ' ');
  }

  static void checks(SystemView view, SystemRows rows) {
    for (Collection table : tables(view)) {
      for (Check check : table.checks()) {
        check(view, rows, table, check.name(), "(" + check.text() + ")");
      }
      for (Column column : table.columns()) {
        if (column.notNull()) {
          check(view, rows, table, notNullName(table, column), column.name() + " IS NOT NULL");
        }
      }
    }
  }

  private static void check(
      SystemView view, SystemRows rows, Collection table, String name, String clause) {
    rows.row()
        .put("constraint_catalog", view.database().name())
        .put("constraint_schema", view.schemaName(table.schema()))
        .put("constraint_name", name)
        .put("check_clause", clause);
  }
}
