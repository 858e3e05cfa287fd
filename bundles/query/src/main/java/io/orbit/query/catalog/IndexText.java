package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.query.type.ObjectIds;
import io.orbit.query.type.Quoting;
import java.util.ArrayList;
import java.util.List;

/** CREATE INDEX statements that would make an index again, as pg_indexes shows them. */
final class IndexText {
  private IndexText() {}

  /** The statement for a table's index of that OID. */
  static String definition(SystemView view, Collection table, long oid) {
    if (ObjectIds.isPrimaryKey(oid)) {
      List<String> columns =
          table.primaryKey().stream()
              .map(position -> Quoting.identifier(table.columns().get(position).name()))
              .toList();
      return head(view, table, table.primaryKeyName(), true) + list(columns);
    }
    Index index =
        table.indexes().stream()
            .filter(one -> one.id() == oid)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no index " + oid));
    StringBuilder text = new StringBuilder(head(view, table, index.name(), index.unique()));
    text.append(list(index.elements().stream().map(e -> element(table, e)).toList()));
    if (!index.include().isEmpty()) {
      List<String> included = new ArrayList<>();
      index.include().forEach(id -> included.add(name(table, id)));
      text.append(" INCLUDE ").append(list(included));
    }
    if (index.nullsNotDistinct()) {
      text.append(" NULLS NOT DISTINCT");
    }
    if (!index.predicateText().isEmpty()) {
      text.append(" WHERE (").append(index.predicateText()).append(')');
    }
    return text.toString();
  }

  private static String head(SystemView view, Collection table, String name, boolean unique) {
    return "CREATE "
        + (unique ? "UNIQUE " : "")
        + "INDEX "
        + Quoting.identifier(name)
        + " ON "
        + RelationRows.qualified(view, table)
        + " USING btree ";
  }

  private static String list(List<String> items) {
    return "(" + String.join(", ", items) + ")";
  }

  private static String name(Collection table, int id) {
    Column column = SystemView.column(table, id);
    return Quoting.identifier(column.name());
  }

  private static String element(Collection table, Index.Element element) {
    String what =
        element.column() == 0
            ? "(" + element.expressionText() + ")"
            : name(table, element.column());
    String nulls =
        element.nullsFirst() == element.descending()
            ? ""
            : element.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
    return what + (element.descending() ? " DESC" : "") + nulls;
  }
}
