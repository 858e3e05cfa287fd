package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import io.orbit.query.type.CatalogOids;
import java.util.ArrayList;
import java.util.List;

/** pg_index. */
final class IndexRows {
  private static final int DESCENDING = 1;
  private static final int NULLS_FIRST = 2;

  private IndexRows() {}

  static void rows(SystemView view, SystemRows rows) {
    for (Collection table : view.collections()) {
      if (!table.primaryKey().isEmpty()) {
        primaryKey(rows, table);
      }
      table.indexes().forEach(index -> index(rows, table, index));
    }
  }

  private static void primaryKey(SystemRows rows, Collection table) {
    Vectors vectors = new Vectors();
    SystemView.primaryKeyIds(table)
        .forEach(id -> vectors.add(SystemView.column(table, id), false, false));
    common(rows, CatalogOids.primaryKey(table), table, vectors, vectors.columns.size())
        .put("indisunique", true)
        .put("indisprimary", true)
        .put("indimmediate", true)
        .put("indisvalid", true)
        .put("indisready", true);
  }

  private static void index(SystemRows rows, Collection table, Index index) {
    Vectors vectors = new Vectors();
    List<String> expressions = new ArrayList<>();
    for (Index.Element element : index.elements()) {
      if (element.column() == 0) {
        expressions.add(element.expressionText());
        vectors.addExpression(element.descending(), element.nullsFirst());
      } else {
        Column column = SystemView.column(table, element.column());
        vectors.add(column, element.descending(), element.nullsFirst());
      }
    }
    index.include().forEach(vectors::include);
    common(rows, index.id(), table, vectors, index.elements().size())
        .put("indisunique", index.unique())
        .put("indnullsnotdistinct", index.nullsNotDistinct())
        .put("indimmediate", true)
        .put("indisvalid", index.valid())
        .put("indisready", true)
        .put("indexprs", expressions.isEmpty() ? null : String.join(", ", expressions))
        .put("indpred", index.predicateText().isEmpty() ? null : "(" + index.predicateText() + ")");
  }

  private static SystemRows common(
      SystemRows rows, long oid, Collection table, Vectors vectors, int keys) {
    return rows.row()
        .put("indexrelid", oid)
        .put("indrelid", table.id())
        .put("indnatts", vectors.columns.size())
        .put("indnkeyatts", keys)
        .put("indislive", true)
        .put("indkey", SystemRows.vector(vectors.columns, DataType.INT16))
        .put("indcollation", SystemRows.vector(vectors.collations, DataType.OID))
        .put("indclass", SystemRows.vector(vectors.classes, DataType.OID))
        .put("indoption", SystemRows.vector(vectors.options, DataType.INT16));
  }

  /** The parallel vectors of an index's columns. */
  private static final class Vectors {
    private final List<Integer> columns = new ArrayList<>();
    private final List<Long> collations = new ArrayList<>();
    private final List<Long> classes = new ArrayList<>();
    private final List<Integer> options = new ArrayList<>();

    void add(Column column, boolean descending, boolean nullsFirst) {
      columns.add(column.id());
      collations.add(AttributeRows.collation(column));
      classes.add(OperatorClasses.of(column.type()));
      option(descending, nullsFirst);
    }

    void addExpression(boolean descending, boolean nullsFirst) {
      columns.add(0);
      collations.add(0L);
      classes.add(OperatorClasses.of(DataType.TEXT));
      option(descending, nullsFirst);
    }

    void include(int column) {
      columns.add(column);
    }

    private void option(boolean descending, boolean nullsFirst) {
      options.add((descending ? DESCENDING : 0) | (nullsFirst ? NULLS_FIRST : 0));
    }
  }
}
