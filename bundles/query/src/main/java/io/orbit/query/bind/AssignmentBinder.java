package io.orbit.query.bind;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.Assignment;
import io.orbit.query.plan.Plan.ColumnAssignment;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds what UPDATE and ON CONFLICT assign to columns, and the values of INSERT. */
final class AssignmentBinder {
  private final BindContext context;
  private final QueryBinder queries;

  AssignmentBinder(BindContext context, QueryBinder queries) {
    this.context = context;
    this.queries = queries;
  }

  List<ColumnAssignment> assignments(
      List<Modification.Assignment> all, ModificationTarget target, ExpressionBinder binder) {
    Map<Integer, ColumnAssignment> bound = new LinkedHashMap<>();
    Set<Integer> parts = new HashSet<>();
    for (Modification.Assignment assignment : all) {
      switch (assignment) {
        case Modification.Assignment.Single single -> {
          if (PartBinder.isPart(single.target())) {
            part(single, target, binder, bound, parts);
          } else {
            Set<Integer> seen = new HashSet<>(bound.keySet());
            ColumnAssignment one =
                assignment(single.target(), single.value(), target, binder, seen);
            bound.put(one.column(), one);
          }
        }
        case Modification.Assignment.Multiple multiple ->
            multiple(multiple, target, binder, new HashSet<>(bound.keySet()))
                .forEach(one -> bound.put(one.column(), one));
      }
    }
    return List.copyOf(bound.values());
  }

  /**
   * An element or a field: the column with it replaced, by one assignment after the other.
   *
   * @param parts columns of which parts alone were assigned so far
   */
  private void part(
      Modification.Assignment.Single single,
      ModificationTarget target,
      ExpressionBinder binder,
      Map<Integer, ColumnAssignment> bound,
      Set<Integer> parts) {
    int position = target.position(single.target().column(), single.target().position());
    Column column = target.columns().get(position);
    ColumnAssignment before = bound.get(position);
    if (before != null && !parts.contains(position)) {
      throw twice(single.target());
    }
    if (!column.generatedText().isEmpty()) {
      throw new OrbitException(
              ErrorCode.GENERATED_ALWAYS,
              "column \"" + column.name() + "\" can only be updated to DEFAULT")
          .withDetail(alwaysGenerated(column));
    }
    parts.add(position);
    Scalar current =
        before == null ? new Scalar.Reference(target.row().get(position)) : before.scalar();
    Scalar value =
        new PartBinder(context, binder, single.target())
            .assigned(
                current,
                column.type(),
                type ->
                    context.coercion.assignment(
                        binder.bind(single.value()),
                        type,
                        column.name(),
                        single.value().position()));
    bound.put(position, new ColumnAssignment(position, value));
  }

  private ColumnAssignment assignment(
      Modification.Target column,
      Expression value,
      ModificationTarget target,
      ExpressionBinder binder,
      Set<Integer> seen) {
    int position = assignable(column, target, seen);
    Column assigned = target.columns().get(position);
    boolean always =
        assigned.identity() == Column.Identity.ALWAYS || !assigned.generatedText().isEmpty();
    if (always && !(value instanceof Expression.Default)) {
      throw new OrbitException(
              ErrorCode.GENERATED_ALWAYS,
              "column \"" + assigned.name() + "\" can only be updated to DEFAULT")
          .withDetail(alwaysGenerated(assigned));
    }
    Scalar scalar =
        value instanceof Expression.Default
            ? defaultValue(assigned, value.position())
            : assigned(value, assigned, binder);
    return new ColumnAssignment(position, scalar);
  }

  static String alwaysGenerated(Column column) {
    return column.generatedText().isEmpty()
        ? "Column \"" + column.name() + "\" is an identity column defined as GENERATED ALWAYS."
        : "Column \"" + column.name() + "\" is a generated column.";
  }

  /** SET column = DEFAULT: what its definition says, or NULL. */
  private Scalar defaultValue(Column column, int position) {
    boolean identity = column.identity() != Column.Identity.NONE;
    if (!identity && column.effectiveDefault().isEmpty()) {
      return new Scalar.Constant(null, column.type());
    }
    String text =
        identity ? "nextval(" + column.sequence() + "::regclass)" : column.effectiveDefault();
    Expression expression = context.stored().expression(text);
    ExpressionBinder plain =
        new ExpressionBinder(context, queries, new Scope(null), null, "DEFAULT");
    return context.coercion.assignment(
        plain.bind(expression), column.type(), column.name(), position);
  }

  private static int assignable(
      Modification.Target column, ModificationTarget target, Set<Integer> seen) {
    plain(column);
    int position = target.position(column.column(), column.position());
    if (!seen.add(position)) {
      throw twice(column);
    }
    return position;
  }

  private static OrbitException twice(Modification.Target column) {
    return new OrbitException(
            ErrorCode.SYNTAX_ERROR,
            "multiple assignments to same column \"" + column.column() + "\"")
        .at(column.position());
  }

  private List<ColumnAssignment> multiple(
      Modification.Assignment.Multiple multiple,
      ModificationTarget target,
      ExpressionBinder binder,
      Set<Integer> seen) {
    List<ColumnAssignment> bound = new ArrayList<>();
    int width = multiple.targets().size();
    if (multiple.source() instanceof Expression.Row row) {
      checkSources(row.fields().size(), width, row.position());
      for (int i = 0; i < width; i++) {
        bound.add(assignment(multiple.targets().get(i), row.fields().get(i), target, binder, seen));
      }
      return bound;
    }
    if (!(multiple.source() instanceof Expression.ScalarQuery query)) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression")
          .at(multiple.source().position());
    }
    QueryBinder.BoundQuery sub = queries.subquery(query.query(), binder.scope());
    checkSources(sub.outputs().size(), width, query.position());
    for (int i = 0; i < width; i++) {
      Modification.Target column = multiple.targets().get(i);
      int position = assignable(column, target, seen);
      Variable output = sub.outputs().get(i);
      Scalar value =
          new Scalar.Subquery(
              Scalar.SubqueryKind.SCALAR,
              queries.projected(only(sub, i), List.of(new Scalar.Reference(output))).plan(),
              List.of(output),
              List.of(),
              "",
              List.of(),
              output.type());
      bound.add(
          new ColumnAssignment(
              position,
              context.coercion.assignment(
                  value,
                  target.columns().get(position).type(),
                  column.column(),
                  column.position())));
    }
    return bound;
  }

  private static QueryBinder.BoundQuery only(QueryBinder.BoundQuery bound, int column) {
    Variable output = bound.outputs().get(column);
    Plan plan =
        new Plan.Project(
            bound.plan(), List.of(new Assignment(output, new Scalar.Reference(output))));
    return new QueryBinder.BoundQuery(plan, List.of(output), List.of(bound.columns().get(column)));
  }

  private static void checkSources(int given, int wanted, int position) {
    if (given != wanted) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "number of columns does not match number of values")
          .at(position);
    }
  }

  /** The value for a column; DEFAULT travels as a marker that records understand. */
  Scalar assigned(Expression expression, Column column, ExpressionBinder binder) {
    if (expression instanceof Expression.Default) {
      return new Scalar.Constant(RecordStatement.DEFAULT, DataType.DYNAMIC);
    }
    return context.coercion.assignment(
        binder.bind(expression), column.type(), column.name(), expression.position());
  }

  /** Refuses a part of a column as the target. */
  static void plain(Modification.Target target) {
    if (!target.indexes().isEmpty() || !target.fields().isEmpty()) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "assignment to a part of a column is not supported")
          .at(target.position());
    }
  }
}
