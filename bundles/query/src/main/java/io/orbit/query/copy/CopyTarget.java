package io.orbit.query.copy;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.Records;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.bind.StoredPlace;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.Expressions;
import io.orbit.query.session.CommandContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table that rows are copied into: one writing statement, an optional condition. */
final class CopyTarget {
  private final Collection table;
  private final List<Integer> positions;
  private final RecordStatement statement;
  private final Evaluation evaluation;
  private final Expressions.@Nullable Compiled condition;
  private final List<Default> defaults;
  private final @Nullable Object[] reused;
  private final boolean mayReuse;
  private long inserted;

  /** A default that the condition may look at, and which is therefore worked out first. */
  private record Default(int position, Binder.@Nullable RowExpression expression, long sequence) {}

  /**
   * @param positions columns that the data's fields go into
   */
  CopyTarget(
      CommandContext context,
      Collection table,
      List<Integer> positions,
      @Nullable Expression where) {
    this.table = table;
    this.positions = positions;
    Records records = context.services().records();
    statement =
        context.session().inExplicitTransaction()
            ? records.deferringStatement(context.session(), context.transaction())
            : records.statement(context.session(), context.transaction());
    statement.begin(table, Trigger.Event.INSERT, new BitSet());
    reused = new Object[table.columns().size()];
    mayReuse = table.foreignKeys().isEmpty() && table.triggers().isEmpty();
    if (where == null) {
      evaluation = context.evaluation(1);
      condition = null;
      defaults = List.of();
    } else {
      Binder.RowExpression bound = bind(context, where);
      evaluation = context.evaluation(bound.variableCount());
      condition = Expressions.compile(bound.scalar(), bound.variables());
      defaults = defaults(context);
    }
  }

  private Binder.RowExpression bind(CommandContext context, Expression where) {
    return context
        .binder()
        .bindRow(
            context.session(),
            context.catalog(),
            context.language(),
            table,
            where,
            StoredPlace.COPY_FILTER,
            DataType.BOOLEAN);
  }

  private List<Default> defaults(CommandContext context) {
    List<Default> all = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      if (positions.contains(i) || !column.generatedText().isEmpty()) {
        continue;
      }
      boolean identity = column.identity() != Column.Identity.NONE && column.sequence() != 0;
      Binder.RowExpression expression =
          identity || column.defaultText().isEmpty()
              ? null
              : context
                  .binder()
                  .bindConstant(
                      context.session(),
                      context.catalog(),
                      context.language(),
                      context.language().parseExpression(column.defaultText()),
                      column.type());
      all.add(new Default(i, expression, identity ? column.sequence() : 0));
    }
    return all;
  }

  Evaluation evaluation() {
    return evaluation;
  }

  Column column(int field) {
    return table.columns().get(positions.get(field));
  }

  int fields() {
    return positions.size();
  }

  String tableName() {
    return table.name();
  }

  long inserted() {
    return inserted;
  }

  /** A row without values, to be filled by {@link #set} and given to {@link #insert}. */
  @Nullable Object[] row() {
    @Nullable Object[] row = mayReuse ? reused : new Object[table.columns().size()];
    Arrays.fill(row, RecordStatement.DEFAULT);
    return row;
  }

  void set(@Nullable Object[] row, int field, @Nullable Object value) {
    row[positions.get(field)] = value;
  }

  void insert(@Nullable Object[] row) {
    evaluation.tick();
    if (condition != null && !passes(row, condition)) {
      return;
    }
    if (statement.insert(table, row, 0) != null) {
      inserted++;
    }
  }

  private boolean passes(@Nullable Object[] row, Expressions.Compiled tested) {
    for (Default one : defaults) {
      row[one.position()] = value(one);
    }
    @Nullable Object[] shown = row.clone();
    for (int i = 0; i < shown.length; i++) {
      if (shown[i] == RecordStatement.DEFAULT) {
        shown[i] = null;
      }
    }
    return Boolean.TRUE.equals(tested.evaluate(evaluation, shown));
  }

  private @Nullable Object value(Default one) {
    if (one.sequence() != 0) {
      return next(one);
    }
    Binder.RowExpression expression = one.expression();
    return expression == null ? null : Expressions.evaluate(expression.scalar(), evaluation);
  }

  private Object next(Default one) {
    if (!(evaluation.catalog().object(one.sequence()).orElse(null) instanceof Collection found)) {
      throw new OrbitException(ErrorCode.INTERNAL_ERROR, "an identity column's sequence is gone");
    }
    long number =
        evaluation
            .services()
            .sequences()
            .next(evaluation.session(), evaluation.transaction(), found);
    return switch (table.columns().get(one.position()).type().kind()) {
      case INT16 -> (Object) (short) number;
      case INT32 -> (Object) (int) number;
      default -> (Object) number;
    };
  }

  /** End-of-statement checks. */
  void finish() {
    statement.finish();
  }
}
