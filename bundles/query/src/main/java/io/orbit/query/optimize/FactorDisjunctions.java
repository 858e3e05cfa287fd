package io.orbit.query.optimize;

import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes out of {@code (a AND b) OR (a AND c)} what all alternatives have: {@code a AND (b OR c)},
 * so that a join finds its condition; and says of each table by itself what the alternatives say of
 * it, so that its rows are filtered before they are joined.
 */
final class FactorDisjunctions implements Rule {
  @Override
  public Plan apply(Plan plan, Context context) {
    Plan below = Plans.mapChildren(plan, child -> apply(child, context));
    if (!(below instanceof Plan.Filter filter)) {
      return below;
    }
    List<Scalar> conditions = new ArrayList<>();
    for (Scalar condition : Scalars.conjuncts(filter.condition())) {
      if (condition instanceof Scalar.Or or && Scalars.isStable(or)) {
        factored(or, filter.input(), conditions);
      } else {
        conditions.add(condition);
      }
    }
    Scalar all = Scalars.conjunction(conditions);
    return all.equals(filter.condition()) ? filter : new Plan.Filter(filter.input(), all);
  }

  private static void factored(Scalar.Or or, Plan input, List<Scalar> into) {
    List<List<Scalar>> alternatives = or.operands().stream().map(Scalars::conjuncts).toList();
    Set<Scalar> common = new LinkedHashSet<>(alternatives.getFirst());
    alternatives.forEach(common::retainAll);
    common.removeIf(Scalars::hasSubquery);
    into.addAll(common);
    List<Scalar> rest = new ArrayList<>();
    for (List<Scalar> alternative : alternatives) {
      rest.add(Scalars.conjunction(alternative.stream().filter(c -> !common.contains(c)).toList()));
    }
    if (rest.contains(Scalar.Constant.TRUE)) {
      return;
    }
    into.add(common.isEmpty() ? or : new Scalar.Or(rest));
    if (input instanceof Plan.Join) {
      ofEachTable(rest, input, into);
    }
  }

  private static void ofEachTable(List<Scalar> alternatives, Plan input, List<Scalar> into) {
    List<Set<Variable>> tables = new ArrayList<>();
    collect(input, tables);
    for (Set<Variable> table : tables) {
      List<Scalar> each = new ArrayList<>();
      for (Scalar alternative : alternatives) {
        List<Scalar> own =
            Scalars.conjuncts(alternative).stream().filter(c -> isOf(c, table)).toList();
        if (own.isEmpty()) {
          break;
        }
        each.add(Scalars.conjunction(own));
      }
      if (each.size() == alternatives.size()) {
        into.add(new Scalar.Or(each));
      }
    }
  }

  private static boolean isOf(Scalar condition, Set<Variable> table) {
    Set<Variable> free = Scalars.free(condition);
    return !free.isEmpty() && table.containsAll(free) && !Scalars.hasSubquery(condition);
  }

  private static void collect(Plan plan, List<Set<Variable>> tables) {
    switch (plan) {
      case Plan.Scan scan -> tables.add(new HashSet<>(scan.outputs()));
      case Plan.Join join when join.kind() == Plan.JoinKind.INNER -> {
        collect(join.left(), tables);
        collect(join.right(), tables);
      }
      case Plan.Filter filter -> collect(filter.input(), tables);
      default -> {}
    }
  }
}
