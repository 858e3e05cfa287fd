package io.orbit.query.function.library;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.query.type.Quoting;
import java.util.List;
import java.util.stream.Collectors;

/** Definitions of indexes and constraints as SQL, in the form pg_get_…def shows. */
public final class ObjectText {
  private final CatalogView catalog;

  public ObjectText(CatalogView catalog) {
    this.catalog = catalog;
  }

  /** {@code schema.table}. */
  String qualified(Collection table) {
    String schema = catalog.object(table.schema()).map(CatalogObject::name).orElse("");
    return Quoting.identifier(schema) + "." + Quoting.identifier(table.name());
  }

  private static String column(Collection table, int id) {
    return table.columns().stream()
        .filter(column -> column.id() == id)
        .map(Column::name)
        .map(Quoting::identifier)
        .findFirst()
        .orElse("");
  }

  private static String columns(Collection table, List<Integer> ids) {
    return ids.stream().map(id -> column(table, id)).collect(Collectors.joining(", "));
  }

  private static String primaryColumns(Collection table) {
    return table.primaryKey().stream()
        .map(position -> Quoting.identifier(table.columns().get(position).name()))
        .collect(Collectors.joining(", "));
  }

  // ---- indexes

  public String primaryIndex(Collection table) {
    return primaryIndex(table, qualified(table));
  }

  String primaryIndex(Collection table, String on) {
    return "CREATE UNIQUE INDEX "
        + Quoting.identifier(table.primaryKeyName())
        + " ON "
        + on
        + " USING btree ("
        + primaryColumns(table)
        + ")";
  }

  public String index(Collection table, Index index) {
    return index(table, index, qualified(table), parenthesized(index.predicateText()));
  }

  /**
   * @param on the table's name as it is to be shown
   * @param condition a partial index's condition, likewise
   */
  String index(Collection table, Index index, String on, String condition) {
    StringBuilder out = new StringBuilder("CREATE ");
    out.append(index.unique() ? "UNIQUE " : "").append("INDEX ");
    out.append(Quoting.identifier(index.name())).append(" ON ").append(on);
    out.append(" USING btree (");
    out.append(
        index.elements().stream()
            .map(element -> element(table, element) + order(element))
            .collect(Collectors.joining(", ")));
    out.append(')');
    if (!index.include().isEmpty()) {
      out.append(" INCLUDE (").append(columns(table, index.include())).append(')');
    }
    out.append(index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "");
    if (!index.predicateText().isEmpty()) {
      out.append(" WHERE ").append(condition);
    }
    return out.toString();
  }

  static String element(Collection table, Index.Element element) {
    return element.column() == 0
        ? expression(element.expressionText())
        : column(table, element.column());
  }

  private static String order(Index.Element element) {
    if (element.descending()) {
      return element.nullsFirst() ? " DESC" : " DESC NULLS LAST";
    }
    return element.nullsFirst() ? " NULLS FIRST" : "";
  }

  /** A function's call stands as it is, anything else in parentheses. */
  private static String expression(String text) {
    return text.matches("[A-Za-z_]\\w*\\([^()]*\\)") ? text : parenthesized(text);
  }

  private static String parenthesized(String text) {
    boolean already = text.startsWith("(") && text.endsWith(")");
    return already ? text : "(" + text + ")";
  }

  // ---- constraints

  String primaryKey(Collection table) {
    return "PRIMARY KEY (" + primaryColumns(table) + ")";
  }

  String check(Check check) {
    return "CHECK " + parenthesized(check.text()) + (check.validated() ? "" : " NOT VALID");
  }

  String unique(Collection table, Index index) {
    return "UNIQUE "
        + (index.nullsNotDistinct() ? "NULLS NOT DISTINCT " : "")
        + "("
        + index.elements().stream()
            .map(element -> element(table, element))
            .collect(Collectors.joining(", "))
        + ")"
        + (index.include().isEmpty() ? "" : " INCLUDE (" + columns(table, index.include()) + ")");
  }

  String foreignKey(Collection table, ForeignKey key) {
    StringBuilder out = new StringBuilder("FOREIGN KEY (");
    out.append(columns(table, key.columns())).append(") REFERENCES ");
    catalog
        .object(key.target())
        .filter(Collection.class::isInstance)
        .map(Collection.class::cast)
        .ifPresent(
            target ->
                out.append(shortest(target))
                    .append('(')
                    .append(columns(target, key.targetColumns()))
                    .append(')'));
    out.append(key.matchFull() ? " MATCH FULL" : "");
    out.append(action(" ON UPDATE ", key.onUpdate())).append(action(" ON DELETE ", key.onDelete()));
    out.append(key.deferrable() ? " DEFERRABLE" : "");
    out.append(key.initiallyDeferred() ? " INITIALLY DEFERRED" : "");
    out.append(key.validated() ? "" : " NOT VALID");
    return out.toString();
  }

  /** Without the schema where it is public. */
  private String shortest(Collection table) {
    String schema = catalog.object(table.schema()).map(CatalogObject::name).orElse("");
    return schema.equals("public") ? Quoting.identifier(table.name()) : qualified(table);
  }

  private static String action(String clause, ForeignKey.Action action) {
    return action == ForeignKey.Action.NO_ACTION ? "" : clause + action.name().replace('_', ' ');
  }
}
