package io.orbit.query.optimize;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.plan.BoundStatement;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the rules, in order, to a plan and to the plans of its subqueries. Thread-safe. */
public final class Optimizer {
  private static final List<Rule> RULES =
      List.of(
          new FoldConstants(),
          new UnnestSubqueries(),
          new PushDownFilters(),
          new OrderJoins(),
          new PruneColumns());

  private final Cardinality cardinality;

  public Optimizer(Cardinality cardinality) {
    this.cardinality = cardinality;
  }

  /**
   * @param folding an evaluation without transaction, for constants
   */
  public BoundStatement optimize(BoundStatement statement, Evaluation folding) {
    Run run = new Run(statement.variables(), folding);
    Plan plan = run.optimize(statement.plan());
    return new BoundStatement(
        plan,
        statement.tag(),
        statement.returnsRows(),
        statement.columns(),
        statement.parameterTypes(),
        statement.uses(),
        run.nextVariable);
  }

  private final class Run implements Rule.Context {
    private final Evaluation folding;
    private int nextVariable;

    Run(int nextVariable, Evaluation folding) {
      this.nextVariable = nextVariable;
      this.folding = folding;
    }

    Plan optimize(Plan plan) {
      Plan current = plan;
      for (Rule rule : RULES) {
        current = rule.apply(current, this);
      }
      return Plans.rewriteScalars(current, this::subqueries);
    }

    /** Optimizes the plans inside a scalar's subqueries. */
    private Scalar subqueries(Scalar scalar) {
      return io.orbit.query.plan.Scalars.rewrite(
          scalar,
          s -> {
            if (!(s instanceof Scalar.Subquery subquery)) {
              return null;
            }
            return new Scalar.Subquery(
                subquery.kind(),
                optimize(subquery.plan()),
                subquery.outputs(),
                subquery.left().stream().map(this::subqueries).toList(),
                subquery.comparisons(),
                subquery.type());
          });
    }

    @Override
    public Variable variable(String name, DataType type) {
      return new Variable(nextVariable++, name, type);
    }

    @Override
    public double rows(Plan plan) {
      return cardinality.rows(plan);
    }

    @Override
    public @Nullable Object evaluate(Scalar scalar) {
      return io.orbit.query.execute.Expressions.evaluate(scalar, folding);
    }
  }
}
