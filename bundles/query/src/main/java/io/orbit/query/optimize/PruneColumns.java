package io.orbit.query.optimize;

import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Drops projections that only pass variables through, and assignments nobody asks for. (Scans read
 * only what is used above them: the physical planner sees to that.)
 */
final class PruneColumns implements Rule {
  @Override
  public Plan apply(Plan plan, Context context) {
    return prune(plan, new HashSet<>(plan.outputs()), true);
  }

  private static Plan prune(Plan plan, Set<Variable> needed, boolean top) {
    if (plan instanceof Plan.Project project && !top) {
      List<Plan.Assignment> kept =
          project.assignments().stream()
              .filter(a -> needed.contains(a.variable()) || !Scalars.isStable(a.scalar()))
              .toList();
      boolean passes =
          kept.stream()
              .allMatch(
                  a ->
                      a.scalar() instanceof Scalar.Reference r
                          && r.variable().equals(a.variable()));
      if (passes && kept.size() > 0) {
        return prune(project.input(), needed, false);
      }
      Plan.Project smaller =
          new Plan.Project(project.input(), kept.isEmpty() ? project.assignments() : kept);
      return prune(smaller, needs(smaller, needed));
    }
    return prune(plan, needs(plan, needed));
  }

  private static Plan prune(Plan plan, Set<Variable> needed) {
    boolean keepsShape =
        plan instanceof Plan.SetOperation
            || plan instanceof Plan.With
            || plan instanceof Plan.Recursive
            || plan instanceof Plan.Insert
            || plan instanceof Plan.Update
            || plan instanceof Plan.Delete
            || plan instanceof Plan.Merge;
    return Plans.mapChildren(
        plan,
        child -> {
          Set<Variable> below = new HashSet<>(needed);
          if (keepsShape) {
            below.addAll(child.outputs());
          }
          return prune(child, below, keepsShape);
        });
  }

  /** What the node's inputs must bring: what is asked of it and what it uses itself. */
  private static Set<Variable> needs(Plan plan, Set<Variable> above) {
    Set<Variable> needed = new HashSet<>(above);
    Plans.withScalars(
        plan,
        scalar -> {
          needed.addAll(Scalars.free(scalar));
          return scalar;
        });
    switch (plan) {
      case Plan.Aggregate aggregate -> needed.addAll(aggregate.keys());
      case Plan.Join join -> {
        if (join.lateral()) {
          needed.addAll(Plans.free(join.right()));
        }
      }
      case Plan.LockRows lock ->
          lock.targets()
              .forEach(
                  target -> {
                    needed.add(target.key());
                    needed.addAll(target.variables());
                  });
      default -> {}
    }
    return needed;
  }
}
