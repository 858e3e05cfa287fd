package io.orbit.query.bind;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Query;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.Assignment;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds what INSERT inserts: its columns and its source. */
final class InsertBinder {
  /** The column's default, as records understand it. */
  private static final Scalar DEFAULT =
      new Scalar.Constant(RecordStatement.DEFAULT, DataType.DYNAMIC);

  private final BindContext context;
  private final QueryBinder queries;
  private final AssignmentBinder assignments;

  InsertBinder(BindContext context, QueryBinder queries) {
    this.context = context;
    this.queries = queries;
    assignments = new AssignmentBinder(context, queries);
  }

  /** Which columns get values, in the order of the values. */
  static List<Integer> columns(Modification.Insert insert, ModificationTarget target) {
    List<Integer> columns = new ArrayList<>();
    if (insert.columns().isEmpty()) {
      for (int i = 0; i < target.columns().size(); i++) {
        columns.add(i);
      }
      return columns;
    }
    Set<Integer> seen = new HashSet<>();
    for (Modification.Target column : insert.columns()) {
      AssignmentBinder.plain(column);
      int position = target.position(column.column(), column.position());
      if (!seen.add(position)) {
        throw new OrbitException(
                ErrorCode.DUPLICATE_COLUMN,
                "column \"" + column.column() + "\" specified more than once")
            .at(column.position());
      }
      columns.add(position);
    }
    return columns;
  }

  /** The rows to insert, converted to the columns' types. */
  Plan source(
      Modification.Insert insert, ModificationTarget target, List<Integer> columns, Scope scope) {
    Query query = insert.source();
    if (query == null) {
      return new Plan.Values(List.of(), List.of(List.of()));
    }
    if (query.body() instanceof Query.Values values
        && query.orderBy().isEmpty()
        && query.limit() == null
        && query.with().tables().isEmpty()) {
      return values(insert, values, target, columns, scope);
    }
    QueryBinder.BoundQuery bound = queries.subquery(query, scope);
    checkWidth(insert, bound.outputs().size(), columns.size(), query.position());
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < bound.outputs().size(); i++) {
      Column column = target.columns().get(columns.get(i));
      Scalar converted =
          takes(insert, column)
              ? context.coercion.assignment(
                  new Scalar.Reference(bound.outputs().get(i)),
                  column.type(),
                  column.name(),
                  query.position())
              : DEFAULT;
      assignments.add(new Assignment(context.variable(column.name(), column.type()), converted));
    }
    return new Plan.Project(bound.plan(), assignments);
  }

  /** Whether a value given for the column is taken; one that is passed over is its default. */
  private static boolean takes(Modification.Insert insert, Column column) {
    boolean generated = !column.generatedText().isEmpty();
    boolean always = column.identity() == Column.Identity.ALWAYS;
    if (column.identity() != Column.Identity.NONE
        && insert.overriding() == Modification.Overriding.USER) {
      return false;
    }
    if (!generated && (!always || insert.overriding() == Modification.Overriding.SYSTEM)) {
      return true;
    }
    OrbitException refused =
        new OrbitException(
                ErrorCode.GENERATED_ALWAYS,
                "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"")
            .withDetail(AssignmentBinder.alwaysGenerated(column));
    throw generated ? refused : refused.withHint("Use OVERRIDING SYSTEM VALUE to override.");
  }

  private static void checkWidth(Modification.Insert insert, int given, int wanted, int position) {
    if (given > wanted) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "INSERT has more expressions than target columns")
          .at(position);
    }
    if (given < wanted && !insert.columns().isEmpty()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "INSERT has more target columns than expressions")
          .at(insert.columns().get(given).position());
    }
  }

  /** {@code VALUES (record.*)}: the fields of a routine's record; null for anything else. */
  private @Nullable Plan ofRecord(
      Modification.Insert insert,
      Query.Values values,
      ModificationTarget target,
      List<Integer> columns,
      ExpressionBinder binder) {
    List<Expression> only = values.rows().getFirst();
    if (values.rows().size() > 1
        || only.size() != 1
        || !(only.getFirst() instanceof Expression.Star star)) {
      return null;
    }
    List<Scalar> fields = binder.fieldsOfVariable(star.qualifier(), new ArrayList<>());
    if (fields == null) {
      return null;
    }
    checkWidth(insert, fields.size(), columns.size(), star.position());
    List<Variable> outputs = new ArrayList<>();
    List<Scalar> row = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Column column = target.columns().get(columns.get(i));
      outputs.add(context.variable(column.name(), column.type()));
      row.add(
          takes(insert, column)
              ? context.coercion.assignment(
                  fields.get(i), column.type(), column.name(), star.position())
              : DEFAULT);
    }
    return new Plan.Values(outputs, List.of(row));
  }

  private Plan values(
      Modification.Insert insert,
      Query.Values values,
      ModificationTarget target,
      List<Integer> columns,
      Scope scope) {
    ExpressionBinder binder = new ExpressionBinder(context, queries, scope, null, "VALUES");
    Plan expanded = ofRecord(insert, values, target, columns, binder);
    if (expanded != null) {
      return expanded;
    }
    int width = values.rows().getFirst().size();
    checkWidth(insert, width, columns.size(), values.rows().getFirst().getLast().position());
    List<Variable> outputs = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Column column = target.columns().get(columns.get(i));
      outputs.add(context.variable(column.name(), column.type()));
    }
    List<List<Scalar>> rows = new ArrayList<>();
    for (List<Expression> expressions : values.rows()) {
      if (expressions.size() != width) {
        throw new OrbitException(ErrorCode.SYNTAX_ERROR, "VALUES lists must all be the same length")
            .at(expressions.getFirst().position());
      }
      List<Scalar> row = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        Column column = target.columns().get(columns.get(i));
        boolean given =
            !(expressions.get(i) instanceof Expression.Default) && takes(insert, column);
        row.add(given ? assignments.assigned(expressions.get(i), column, binder) : DEFAULT);
      }
      rows.add(row);
    }
    return new Plan.Values(outputs, rows);
  }
}
