package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.query.type.CatalogOids;
import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import io.orbit.query.type.TemporarySchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * pg_class: collections, their indexes and primary keys, the system relations and virtual tables.
 */
final class ClassRows {
  /** What relpages is reckoned by: the row store has no pages of its own. */
  private static final long ROWS_PER_PAGE = 100;

  /** On every relation of the system's. */
  static final List<String> SYSTEM_RIGHTS = List.of("orbit=arwdDxt/orbit", "=r/orbit");

  private ClassRows() {}

  static void rows(SystemView view, SystemRows rows) {
    for (SystemRelation relation : SystemRelations.all()) {
      system(
          rows,
          relation.oid(),
          relation.name(),
          SystemRelations.schemaOid(relation.schema()),
          relation.kind(),
          relation.columns().size());
    }
    for (SystemView.Foreign foreign : view.foreignTables()) {
      char kind = foreign.table().key().isEmpty() ? 'v' : 'r';
      int columns = foreign.table().columns().size();
      system(rows, foreign.oid(), foreign.table().name(), foreign.schema(), kind, columns);
    }
    for (Collection collection : view.collections()) {
      collection(view, rows, collection);
      indexes(view, rows, collection);
    }
    UserTypeRows.relations(view, rows);
  }

  private static void system(
      SystemRows rows, long oid, String name, long schema, char kind, int columns) {
    rows.row()
        .put("oid", oid)
        .put("relname", name)
        .put("relnamespace", schema)
        .put("relowner", SystemIds.BOOTSTRAP_ROLE)
        .put("relam", kind == 'r' ? SystemIds.HEAP : 0)
        .put("relpersistence", 'p')
        .put("relkind", kind)
        .put("relnatts", columns)
        .put("relhasrules", kind == 'v')
        .put("relispopulated", true)
        .put("relreplident", 'n')
        .put("relacl", SYSTEM_RIGHTS);
  }

  static char kind(Collection collection) {
    return switch (collection.kind()) {
      case TABLE -> collection.isMaterializedView() ? 'm' : 'r';
      case VIEW -> 'v';
      case SEQUENCE -> 'S';
    };
  }

  private static void collection(SystemView view, SystemRows rows, Collection c) {
    boolean table = c.kind() == Collection.Kind.TABLE;
    long count = table ? view.estimatedRows(c) : 0;
    boolean referenced = table && !view.catalog().referencing(c.id()).isEmpty();
    rows.row()
        .put("oid", c.id())
        .put("relname", c.name())
        .put("relnamespace", c.schema())
        .put("relowner", c.owner())
        .put("relam", table ? AccessMethods.oid(view, c.engine()) : 0)
        .put("relfilenode", c.space())
        .put("relpages", table ? (count + ROWS_PER_PAGE - 1) / ROWS_PER_PAGE : 0)
        .put("reltuples", table ? count : c.kind() == Collection.Kind.SEQUENCE ? 1 : 0)
        .put("relhasindex", !c.indexes().isEmpty() || !c.primaryKey().isEmpty())
        .put("relpersistence", persistence(view, c))
        .put("relkind", kind(c))
        .put("relnatts", c.columns().stream().mapToInt(Column::id).max().orElse(0))
        .put("relchecks", c.checks().size())
        .put("relhasrules", c.kind() == Collection.Kind.VIEW || c.isMaterializedView())
        .put("relhastriggers", referenced || !c.foreignKeys().isEmpty() || !c.triggers().isEmpty())
        .put("relrowsecurity", c.rowSecurity().enabled())
        .put("relforcerowsecurity", c.rowSecurity().forced())
        .put("relispopulated", c.isPopulated())
        .put("relreplident", table ? 'd' : 'n')
        .put("relacl", AccessList.of(view, c))
        .put("reloptions", options(c));
  }

  private static @Nullable List<String> options(Collection collection) {
    List<String> options =
        collection.options().entrySet().stream()
            .filter(option -> !option.getKey().equals(Collection.POPULATED))
            .sorted(Map.Entry.comparingByKey())
            .map(option -> option.getKey() + "=" + option.getValue())
            .toList();
    return options.isEmpty() ? null : options;
  }

  private static void indexes(SystemView view, SystemRows rows, Collection table) {
    if (!table.primaryKey().isEmpty()) {
      long oid = CatalogOids.primaryKey(table);
      int columns = table.primaryKey().size();
      index(view, rows, table, oid, table.primaryKeyName(), columns, table.space());
    }
    for (Index index : table.indexes()) {
      int columns = index.elements().size() + index.include().size();
      index(view, rows, table, index.id(), index.name(), columns, index.space());
    }
  }

  private static void index(
      SystemView view,
      SystemRows rows,
      Collection table,
      long oid,
      String name,
      int columns,
      int space) {
    long count = view.estimatedRows(table);
    rows.row()
        .put("oid", oid)
        .put("relname", name)
        .put("relnamespace", table.schema())
        .put("relowner", table.owner())
        .put("relam", SystemIds.BTREE)
        .put("relfilenode", space)
        .put("relpages", (count + ROWS_PER_PAGE - 1) / ROWS_PER_PAGE)
        .put("reltuples", count)
        .put("relpersistence", persistence(view, table))
        .put("relkind", 'i')
        .put("relnatts", columns)
        .put("relispopulated", true)
        .put("relreplident", 'n');
  }

  private static char persistence(SystemView view, Collection c) {
    return TemporarySchema.isTemporary(view.schemaName(c.schema())) ? 't' : 'p';
  }
}
