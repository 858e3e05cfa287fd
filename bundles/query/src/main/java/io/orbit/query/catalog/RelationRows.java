package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.query.function.library.ObjectText;
import io.orbit.query.type.CatalogOids;
import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import java.util.function.BiConsumer;

/** The views over relations: pg_tables, pg_views, pg_indexes, pg_rewrite, pg_rules, statistics. */
final class RelationRows {
  private RelationRows() {}

  static void tables(SystemView view, SystemRows rows) {
    for (SystemRelation relation : SystemRelations.all()) {
      if (relation.kind() == 'r') {
        rows.row()
            .put("schemaname", relation.schema())
            .put("tablename", relation.name())
            .put("tableowner", view.roleName(SystemIds.BOOTSTRAP_ROLE))
            .put("hasindexes", false)
            .put("hasrules", false)
            .put("hastriggers", false)
            .put("rowsecurity", false);
      }
    }
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      if (table.isMaterializedView()) {
        continue;
      }
      rows.row()
          .put("schemaname", view.schemaName(table.schema()))
          .put("tablename", table.name())
          .put("tableowner", view.roleName(table.owner()))
          .put("hasindexes", !table.indexes().isEmpty() || !table.primaryKey().isEmpty())
          .put("hasrules", false)
          .put(
              "hastriggers",
              !table.foreignKeys().isEmpty() || !view.catalog().referencing(table.id()).isEmpty())
          .put("rowsecurity", table.rowSecurity().enabled());
    }
  }

  static void views(SystemView view, SystemRows rows) {
    for (Collection one : view.collections(Collection.Kind.VIEW)) {
      rows.row()
          .put("schemaname", view.schemaName(one.schema()))
          .put("viewname", one.name())
          .put("viewowner", view.roleName(one.owner()))
          .put("definition", " " + one.definition() + ";");
    }
  }

  static void materializedViews(SystemView view, SystemRows rows) {
    for (Collection one : view.collections(Collection.Kind.TABLE)) {
      if (one.isMaterializedView()) {
        rows.row()
            .put("schemaname", view.schemaName(one.schema()))
            .put("matviewname", one.name())
            .put("matviewowner", view.roleName(one.owner()))
            .put("hasindexes", !one.indexes().isEmpty())
            .put("ispopulated", true)
            .put("definition", " " + one.definition() + ";");
      }
    }
  }

  /** pg_rewrite: each view's rule, which is how clients find views' dependencies. */
  static void rules(SystemView view, SystemRows rows) {
    forEachRule(
        view,
        (one, oid) ->
            rows.row()
                .put("oid", oid)
                .put("rulename", "_RETURN")
                .put("ev_class", one.id())
                .put("ev_type", '1')
                .put("ev_enabled", 'O')
                .put("is_instead", true)
                .put("ev_action", one.definition()));
  }

  /** What has an OID but no id of its own. */
  interface Numbered<T> {
    void accept(T one, long oid);
  }

  /** Views and materialised views, with their rules' OIDs. */
  static void forEachRule(SystemView view, Numbered<Collection> action) {
    long number = 0;
    for (Collection one : view.collections()) {
      if (one.kind() == Collection.Kind.VIEW || one.isMaterializedView()) {
        action.accept(one, CatalogOids.unnamed(number++));
      }
    }
  }

  static void indexes(SystemView view, SystemRows rows) {
    ObjectText text = new ObjectText(view.catalog());
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      if (!table.primaryKey().isEmpty()) {
        index(view, rows, table, table.primaryKeyName(), text.primaryIndex(table));
      }
      for (Index index : table.indexes()) {
        index(view, rows, table, index.name(), text.index(table, index));
      }
    }
  }

  private static void index(
      SystemView view, SystemRows rows, Collection table, String name, String definition) {
    rows.row()
        .put("schemaname", view.schemaName(table.schema()))
        .put("tablename", table.name())
        .put("indexname", name)
        .put("indexdef", definition);
  }

  private static void eachIndex(Collection table, BiConsumer<Long, String> action) {
    if (!table.primaryKey().isEmpty()) {
      action.accept(CatalogOids.primaryKey(table), table.primaryKeyName());
    }
    for (Index index : table.indexes()) {
      action.accept(index.id(), index.name());
    }
  }

  // ---- statistics: what is not counted is NULL

  static void tableStatistics(SystemView view, SystemRows rows) {
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      rows.row()
          .put("relid", table.id())
          .put("schemaname", view.schemaName(table.schema()))
          .put("relname", table.name())
          .put("n_live_tup", view.estimatedRows(table))
          .put("n_dead_tup", view.oldVersions(table));
      StatisticsRows.ofTable(view, table, rows);
    }
  }

  static void tableInput(SystemView view, SystemRows rows) {
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      rows.row()
          .put("relid", table.id())
          .put("schemaname", view.schemaName(table.schema()))
          .put("relname", table.name());
    }
  }

  static void indexStatistics(SystemView view, SystemRows rows) {
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      eachIndex(
          table,
          (oid, name) ->
              rows.row()
                  .put("relid", table.id())
                  .put("indexrelid", oid)
                  .put("schemaname", view.schemaName(table.schema()))
                  .put("relname", table.name())
                  .put("indexrelname", name));
    }
  }
}
