package io.orbit.query.optimize;

import io.orbit.api.catalog.Collection;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import java.util.List;

/** How many rows a plan is likely to answer. Rough, and never below one half. */
public final class Cardinality {
  private final TableRows tables;

  /** Rows of a collection. */
  public interface TableRows {
    double rows(Collection collection);
  }

  public Cardinality(TableRows tables) {
    this.tables = tables;
  }

  public double rows(Plan plan) {
    return Math.max(0.5, estimate(plan));
  }

  private double estimate(Plan plan) {
    return switch (plan) {
      case Plan.Unit p -> 1;
      case Plan.Scan p -> tables.rows(p.collection());
      case Plan.VirtualScan p -> 200;
      case Plan.Values p -> p.rows().size();
      case Plan.FunctionScan p -> 100;
      case Plan.CteScan p -> 500;
      case Plan.Project p -> rows(p.input());
      case Plan.Filter p -> rows(p.input()) * selectivity(p.condition(), p.input());
      case Plan.Join p -> join(p);
      case Plan.Aggregate p ->
          p.keys().isEmpty() ? p.sets().size() : Math.pow(rows(p.input()), 0.75) * p.sets().size();
      case Plan.Window p -> rows(p.input());
      case Plan.Sort p -> rows(p.input());
      case Plan.Limit p -> limit(p);
      case Plan.Distinct p -> Math.pow(rows(p.input()), 0.85);
      case Plan.SetOperation p ->
          p.kind() == Plan.SetKind.UNION ? rows(p.left()) + rows(p.right()) : rows(p.left()) * 0.5;
      case Plan.With p -> rows(p.input());
      case Plan.Recursive p -> rows(p.base()) * 10;
      case Plan.LockRows p -> rows(p.input());
      case Plan.Insert p -> rows(p.source());
      case Plan.Update p -> rows(p.source());
      case Plan.Delete p -> rows(p.source());
    };
  }

  private double limit(Plan.Limit limit) {
    double input = rows(limit.input());
    return limit.limit().isPresent()
            && limit.limit().get() instanceof Scalar.Constant constant
            && constant.value() instanceof Number number
        ? Math.min(input, number.doubleValue())
        : limit.limit().isPresent() ? Math.min(input, 100) : input;
  }

  private double join(Plan.Join join) {
    double left = rows(join.left());
    double right = rows(join.right());
    double pairs = left * right;
    List<Scalar> conditions = Scalars.conjuncts(join.condition());
    for (Scalar condition : conditions) {
      pairs *=
          condition instanceof Scalar.Apply apply && apply.name().equals("=")
              ? 1 / Math.max(1, Math.max(left, right))
              : 0.33;
    }
    return switch (join.kind()) {
      case INNER -> pairs;
      case LEFT -> Math.max(left, pairs);
      case RIGHT -> Math.max(right, pairs);
      case FULL -> Math.max(left + right, pairs);
      case SEMI -> left * 0.5;
      case ANTI -> left * 0.5;
    };
  }

  /** The share of rows for which a condition holds. */
  private double selectivity(Scalar condition, Plan input) {
    double share = 1;
    for (Scalar one : Scalars.conjuncts(condition)) {
      share *=
          switch (one) {
            case Scalar.Apply apply ->
                switch (apply.name()) {
                  case "=" -> isKey(apply, input) ? 1 / Math.max(1, rows(input)) : 0.05;
                  case "<", "<=", ">", ">=" -> 0.33;
                  case "<>" -> 0.95;
                  default -> 0.25;
                };
            case Scalar.InList in -> Math.min(0.5, in.values().size() * 0.05);
            case Scalar.IsNull test -> test.negated() ? 0.95 : 0.05;
            case Scalar.Or or -> Math.min(1, or.operands().size() * 0.2);
            default -> 0.4;
          };
    }
    return share;
  }

  private static boolean isKey(Scalar.Apply equality, Plan input) {
    if (!(input instanceof Plan.Scan scan) || scan.collection().primaryKey().size() != 1) {
      return false;
    }
    Scalar key =
        new Scalar.Reference(scan.variables().get(scan.collection().primaryKey().getFirst()));
    return equality.arguments().contains(key);
  }
}
