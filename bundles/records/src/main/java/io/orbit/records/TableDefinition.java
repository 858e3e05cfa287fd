package io.orbit.records;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Policy;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.records.RowExpressions.RowExpression;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import org.jspecify.annotations.Nullable;

/** A collection's layout with its expressions: what is needed to write a row. Thread-safe. */
record TableDefinition(CollectionLayout layout, RowExpressionCache expressions) {

  boolean isDefaultNull(Column column) {
    return column.effectiveDefault().isEmpty();
  }

  @Nullable Object defaultValue(Session session, Column column, @Nullable Object[] row) {
    return expressions.get(column.effectiveDefault(), column.type()).evaluate(session, row);
  }

  /** Fills in the stored generated columns. */
  void generate(Session session, @Nullable Object[] row) {
    for (int i = 0; i < layout.columns(); i++) {
      Column column = layout.collection().columns().get(i);
      if (!column.generatedText().isEmpty()) {
        row[i] = expressions.get(column.generatedText(), column.type()).evaluate(session, row);
      }
    }
  }

  /** True unless the condition is false; NULL satisfies a check. */
  boolean satisfies(Session session, Check check, @Nullable Object[] row) {
    RowExpression condition = expressions.get(check.text(), DataType.BOOLEAN);
    return !Boolean.FALSE.equals(condition.evaluate(session, row));
  }

  /** NOT NULL and CHECK. */
  void check(Session session, @Nullable Object[] row, ConstraintErrors errors) {
    for (int i = 0; i < layout.columns(); i++) {
      if (row[i] == null && isRequired(i)) {
        throw errors.notNull(layout, i, row);
      }
    }
    domains(session, row);
    for (Check check : layout.collection().checks()) {
      if (!satisfies(session, check, row)) {
        throw errors.check(layout, check.name(), row);
      }
    }
  }

  /** Whether row-level security, which restricts the session, allows a row. */
  boolean permits(
      Session session,
      @Nullable RowExpressions compiler,
      Policy.Command command,
      boolean check,
      @Nullable Object[] row) {
    return expressions
        .required(compiler)
        .permits(session, layout.collection(), command, check, row);
  }

  /** The constraints of the columns' domains. */
  void domains(Session session, @Nullable Object[] row) {
    for (int i = 0; i < row.length; i++) {
      DataType type = layout.collection().columns().get(i).type();
      if (type.domain() != null) {
        expressions.checkDomain(session, type, row[i]);
      }
    }
  }

  boolean isRequired(int column) {
    return layout.collection().columns().get(column).notNull() || layout.keyOrdinal(column) >= 0;
  }

  /** Whether a row has an entry in the index. */
  boolean isIndexed(Session session, IndexLayout index, @Nullable Object[] row) {
    return !index.isPartial()
        || Boolean.TRUE.equals(
            expressions
                .get(index.index().predicateText(), DataType.BOOLEAN)
                .evaluate(session, row));
  }

  /** The values of the index's elements for a row. */
  @Nullable Object[] elements(Session session, IndexLayout index, @Nullable Object[] row) {
    @Nullable Object[] values = new @Nullable Object[index.elements()];
    for (int i = 0; i < values.length; i++) {
      int column = index.column(i);
      values[i] =
          column >= 0
              ? row[column]
              : expressions
                  .get(index.index().elements().get(i).expressionText(), DataType.DYNAMIC)
                  .evaluate(session, row);
    }
    return values;
  }
}
