package io.orbit.query.optimize;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.plan.BoundStatement;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Applies the rules, in order, to a plan and to the plans of its subqueries. Thread-safe. */
public final class Optimizer {
  private static final Map<String, Rule> RULES = new LinkedHashMap<>();

  static {
    RULES.put("fold_constants", new FoldConstants());
    RULES.put("unnest_subqueries", new UnnestSubqueries());
    RULES.put("factor_disjunctions", new FactorDisjunctions());
    RULES.put("push_down_filters", new PushDownFilters());
    RULES.put("unnest_scalars", new UnnestScalars());
    RULES.put("extremes_by_index", new ExtremesByIndex());
    RULES.put("order_joins", new OrderJoins());
    RULES.put("prune_columns", new PruneColumns());
  }

  private final UnaryOperator<Plan> last;

  public Optimizer() {
    this(plan -> plan);
  }

  /**
   * @param last applied to what the rules have made; by it a test plants a mistake
   */
  public Optimizer(UnaryOperator<Plan> last) {
    this.last = last;
  }

  /** The names of the rules, in their order. */
  public static List<String> ruleNames() {
    return List.copyOf(RULES.keySet());
  }

  /**
   * @param cardinality estimates for this very statement
   * @param folding an evaluation without transaction, for constants
   * @param disabled rules left out, by name
   */
  public BoundStatement optimize(
      BoundStatement statement,
      Cardinality cardinality,
      Evaluation folding,
      Collection<String> disabled) {
    List<Rule> rules =
        RULES.entrySet().stream()
            .filter(rule -> !disabled.contains(rule.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    Run run = new Run(statement.variables(), cardinality, folding, rules);
    Plan plan = last.apply(run.optimize(statement.plan()));
    return new BoundStatement(
        plan,
        statement.tag(),
        statement.returnsRows(),
        statement.columns(),
        statement.parameterTypes(),
        statement.uses(),
        run.nextVariable,
        statement.roleDependent());
  }

  private static final class Run implements Rule.Context {
    private final Cardinality cardinality;
    private final Evaluation folding;
    private final List<Rule> rules;
    private int nextVariable;

    Run(int nextVariable, Cardinality cardinality, Evaluation folding, List<Rule> rules) {
      this.cardinality = cardinality;
      this.rules = rules;
      this.nextVariable = nextVariable;
      this.folding = folding;
    }

    Plan optimize(Plan plan) {
      Plan current = plan;
      for (Rule rule : rules) {
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
                subquery.symbol(),
                subquery.comparisons(),
                subquery.type());
          });
    }

    @Override
    public Variable variable(String name, DataType type) {
      return new Variable(nextVariable++, name, type);
    }

    @Override
    public boolean isColumnar(io.orbit.api.catalog.Collection table) {
      return cardinality.isColumnar(table);
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
