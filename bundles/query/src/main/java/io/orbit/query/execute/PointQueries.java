package io.orbit.query.execute;

import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import java.util.Set;

/**
 * Which plans read at most one record, by its primary key, and compute next to nothing of it: those
 * an event loop may run.
 */
final class PointQueries {
  /** Operators whose cost is that of looking at their operands. */
  private static final Set<String> CHEAP =
      Set.of(
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "+",
          "-",
          "*",
          "/",
          "%",
          "||",
          "::",
          "now",
          "current_timestamp");

  private PointQueries() {}

  static boolean isPoint(Plan plan) {
    return switch (plan) {
      case Plan.Project project ->
          project.assignments().stream().allMatch(a -> isCheap(a.scalar()))
              && isPoint(project.input());
      case Plan.Filter(Plan.Scan scan, Scalar condition) ->
          !scan.collection().rowSecurity().enabled()
              && AccessPath.isPoint(scan, Scalars.conjuncts(condition))
              && isCheap(condition);
      default -> false;
    };
  }

  static boolean isCheap(Scalar scalar) {
    boolean cheap =
        switch (scalar) {
          case Scalar.Apply apply ->
              CHEAP.contains(apply.name()) && !apply.function().runsStatements();
          case Scalar.Subquery subquery -> false;
          case Scalar.Quantified quantified -> false;
          default -> true;
        };
    return cheap && Scalars.children(scalar).stream().allMatch(PointQueries::isCheap);
  }
}
