package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Query;
import io.orbit.api.value.DataType;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.plan.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds subqueries that are used as values. */
final class SubqueryBinder {
  private final QueryBinder queries;
  private final ExpressionBinder expressions;
  private final @Nullable StoredPlace stored;

  /**
   * @param stored where no subquery may stand; null where they may
   */
  SubqueryBinder(QueryBinder queries, ExpressionBinder expressions, @Nullable StoredPlace stored) {
    this.queries = queries;
    this.expressions = expressions;
    this.stored = stored;
  }

  private QueryBinder.BoundQuery subquery(Query query, int position) {
    if (stored != null) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use subquery in " + stored.shown())
          .at(position);
    }
    return queries.subquery(query, expressions.scope());
  }

  Scalar exists(Expression.Exists exists) {
    QueryBinder.BoundQuery bound = subquery(exists.query(), exists.position());
    return new Scalar.Subquery(
        Scalar.SubqueryKind.EXISTS,
        bound.plan(),
        bound.outputs(),
        List.of(),
        "",
        List.of(),
        DataType.BOOLEAN);
  }

  Scalar scalar(Expression.ScalarQuery query) {
    QueryBinder.BoundQuery bound = subquery(query.query(), query.position());
    if (bound.outputs().size() != 1) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "subquery must return only one column")
          .at(query.position());
    }
    return new Scalar.Subquery(
        Scalar.SubqueryKind.SCALAR,
        bound.plan(),
        bound.outputs(),
        List.of(),
        "",
        List.of(),
        bound.outputs().getFirst().type());
  }

  Scalar array(Expression.ArrayQuery query) {
    QueryBinder.BoundQuery bound = subquery(query.query(), query.position());
    if (bound.outputs().size() != 1) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "subquery must return only one column")
          .at(query.position());
    }
    return new Scalar.Subquery(
        Scalar.SubqueryKind.ARRAY,
        bound.plan(),
        bound.outputs(),
        List.of(),
        "",
        List.of(),
        DataType.array(bound.outputs().getFirst().type()));
  }

  /** Left operands compared with the rows of a query: IN, ANY, ALL. */
  Scalar compared(
      Scalar.SubqueryKind kind,
      Query query,
      Expression leftExpression,
      String symbol,
      boolean negated,
      int position) {
    Scalar left = expressions.bind(leftExpression);
    List<Scalar> wanted = left instanceof Scalar.RowOf row ? row.fields() : List.of(left);
    QueryBinder.BoundQuery bound = subquery(query, position);
    if (bound.outputs().size() != wanted.size()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR,
              bound.outputs().size() > wanted.size()
                  ? "subquery has too many columns"
                  : "subquery has too few columns")
          .at(position);
    }
    List<Scalar> operands = new ArrayList<>();
    List<ScalarFunction> comparisons = new ArrayList<>();
    List<Scalar> outputs = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Scalar output = new Scalar.Reference(bound.outputs().get(i));
      Scalar compared =
          expressions.operator(
              ExpressionBinder.symbol(symbol), List.of(wanted.get(i), output), position);
      if (!(compared instanceof Scalar.Apply apply)) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "comparison of nested rows is not supported")
            .at(position);
      }
      operands.add(apply.arguments().get(0));
      outputs.add(apply.arguments().get(1));
      comparisons.add(apply.function());
    }
    QueryBinder.BoundQuery converted = queries.projected(bound, outputs);
    Scalar result =
        new Scalar.Subquery(
            kind,
            converted.plan(),
            converted.outputs(),
            operands,
            ExpressionBinder.symbol(symbol),
            comparisons,
            DataType.BOOLEAN);
    return negated ? new Scalar.Not(result) : result;
  }
}
