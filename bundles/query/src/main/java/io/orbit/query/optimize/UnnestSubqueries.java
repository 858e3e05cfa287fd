package io.orbit.query.optimize;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * EXISTS and IN in a WHERE become semi joins, NOT EXISTS becomes an anti join, where the subquery's
 * dependence on the outer query lies in a filter that can be lifted into the join condition
 * (Neumann and Kemper 2015, the simple case). NOT IN stays, because of its nulls.
 */
final class UnnestSubqueries implements Rule {
  @Override
  public Plan apply(Plan plan, Context context) {
    Plan below = Plans.mapChildren(plan, child -> apply(child, context));
    return below instanceof Plan.Filter filter ? unnest(filter) : below;
  }

  private static Plan unnest(Plan.Filter filter) {
    Plan input = filter.input();
    List<Scalar> kept = new ArrayList<>();
    for (Scalar condition : Scalars.conjuncts(filter.condition())) {
      Plan joined = join(input, condition);
      if (joined == null) {
        kept.add(condition);
      } else {
        input = joined;
      }
    }
    return input == filter.input() ? filter : Plans.filter(input, kept);
  }

  private static @Nullable Plan join(Plan input, Scalar condition) {
    if (condition instanceof Scalar.Subquery subquery) {
      return switch (subquery.kind()) {
        case EXISTS -> join(input, JoinKind.SEMI, subquery, List.of());
        case ANY -> join(input, JoinKind.SEMI, subquery, equalities(subquery));
        case SCALAR, ARRAY, ALL -> null;
      };
    }
    if (condition instanceof Scalar.Not not
        && not.operand() instanceof Scalar.Subquery subquery
        && subquery.kind() == Scalar.SubqueryKind.EXISTS) {
      return join(input, JoinKind.ANTI, subquery, List.of());
    }
    return null;
  }

  private static List<Scalar> equalities(Scalar.Subquery subquery) {
    List<Scalar> conditions = new ArrayList<>();
    for (int i = 0; i < subquery.left().size(); i++) {
      conditions.add(
          new Scalar.Apply(
              subquery.symbol(),
              subquery.comparisons().get(i),
              List.of(subquery.left().get(i), new Scalar.Reference(subquery.outputs().get(i))),
              DataType.BOOLEAN));
    }
    return conditions;
  }

  private static @Nullable Plan join(
      Plan input, JoinKind kind, Scalar.Subquery subquery, List<Scalar> conditions) {
    boolean strict = subquery.kind() == Scalar.SubqueryKind.EXISTS || isStrict(subquery);
    if (!strict || conditions.stream().anyMatch(Scalars::hasSubquery)) {
      return null;
    }
    Lifted lifted = lift(subquery.plan());
    if (lifted == null) {
      return null;
    }
    List<Scalar> all = new ArrayList<>(lifted.conditions());
    all.addAll(conditions);
    return new Plan.Join(kind, input, lifted.plan(), Scalars.conjunction(all), false);
  }

  /** A comparison that is never true for a null means the same as a join's condition. */
  private static boolean isStrict(Scalar.Subquery subquery) {
    return subquery.comparisons().stream()
        .allMatch(io.orbit.query.function.ScalarFunction::isStrict);
  }

  /** A plan without free variables, and the conditions that had them. */
  record Lifted(Plan plan, List<Scalar> conditions) {}

  static @Nullable Lifted lift(Plan plan) {
    if (Plans.free(plan).isEmpty()) {
      return new Lifted(plan, List.of());
    }
    return switch (plan) {
      case Plan.Filter filter -> {
        Lifted below = lift(filter.input());
        if (below == null) {
          yield null;
        }
        Set<Variable> inside = new HashSet<>(filter.input().outputs());
        List<Scalar> conditions = new ArrayList<>(below.conditions());
        List<Scalar> kept = new ArrayList<>();
        boolean possible = true;
        for (Scalar condition : Scalars.conjuncts(filter.condition())) {
          if (inside.containsAll(Scalars.free(condition))) {
            kept.add(condition);
          } else {
            possible &= !Scalars.hasSubquery(condition);
            conditions.add(condition);
          }
        }
        yield possible ? new Lifted(Plans.filter(below.plan(), kept), conditions) : null;
      }
      case Plan.Project project -> {
        Lifted below = lift(project.input());
        if (below == null) {
          yield null;
        }
        Set<Variable> inside = new HashSet<>(project.input().outputs());
        for (Plan.Assignment assignment : project.assignments()) {
          if (!inside.containsAll(Scalars.free(assignment.scalar()))) {
            yield null;
          }
        }
        yield new Lifted(widened(project, below), below.conditions());
      }
      default -> null;
    };
  }

  /** The projection, with what the lifted conditions still need passed through. */
  private static Plan widened(Plan.Project project, Lifted below) {
    List<Plan.Assignment> assignments = new ArrayList<>(project.assignments());
    Set<Variable> there = new HashSet<>(project.outputs());
    Set<Variable> needed = new HashSet<>();
    below.conditions().forEach(condition -> needed.addAll(Scalars.free(condition)));
    for (Variable variable : project.input().outputs()) {
      if (needed.contains(variable) && there.add(variable)) {
        assignments.add(new Plan.Assignment(variable, new Scalar.Reference(variable)));
      }
    }
    return new Plan.Project(below.plan(), assignments);
  }
}
