package io.orbit.query.optimize;

import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the order of inner joins by cost: dynamic programming over connected subsets up to ten
 * relations, greedily beyond.
 */
final class OrderJoins implements Rule {
  @Override
  public Plan apply(Plan plan, Context context) {
    if (plan instanceof Plan.Join join && isReorderable(join)) {
      List<Plan> relations = new ArrayList<>();
      List<Scalar> conditions = new ArrayList<>();
      flatten(join, relations, conditions);
      List<Plan> ordered = relations.stream().map(relation -> apply(relation, context)).toList();
      return restored(new JoinSearch(ordered, conditions, context).run(), join.outputs());
    }
    return Plans.mapChildren(plan, child -> apply(child, context));
  }

  private static boolean isReorderable(Plan.Join join) {
    return join.kind() == JoinKind.INNER && !join.lateral();
  }

  private static void flatten(Plan plan, List<Plan> relations, List<Scalar> conditions) {
    if (plan instanceof Plan.Join join && isReorderable(join)) {
      flatten(join.left(), relations, conditions);
      flatten(join.right(), relations, conditions);
      conditions.addAll(Scalars.conjuncts(join.condition()));
    } else {
      relations.add(plan);
    }
  }

  /** The same outputs in the same order, for whoever counts on positions. */
  private static Plan restored(Plan plan, List<Variable> outputs) {
    return plan.outputs().equals(outputs)
        ? plan
        : new Plan.Project(
            plan,
            outputs.stream().map(v -> new Plan.Assignment(v, new Scalar.Reference(v))).toList());
  }
}
