package io.orbit.query.optimize;

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

/**
 * Moves conditions to where their variables come from, through projections, joins, grouping,
 * sorting and set operations, and makes inner joins of conditions over both sides.
 */
final class PushDownFilters implements Rule {
  @Override
  public Plan apply(Plan plan, Context context) {
    return push(plan, List.of());
  }

  /** The plan with further conditions, as deep as they may go. */
  private static Plan push(Plan plan, List<Scalar> conditions) {
    return switch (plan) {
      case Plan.Filter filter -> {
        List<Scalar> all = new ArrayList<>(Scalars.conjuncts(filter.condition()));
        all.addAll(conditions);
        yield push(filter.input(), all);
      }
      case Plan.Barrier barrier -> barrier(barrier, conditions);
      case Plan.Project project -> project(project, conditions);
      case Plan.Join join -> join(join, conditions);
      case Plan.Aggregate aggregate -> aggregate(aggregate, conditions);
      case Plan.Sort sort -> new Plan.Sort(push(sort.input(), conditions), sort.items());
      case Plan.Distinct distinct -> distinct(distinct, conditions);
      default -> Plans.filter(Plans.mapChildren(plan, child -> push(child, List.of())), conditions);
    };
  }

  /** Only what neither fails nor tells anybody of the rows it sees gets behind it. */
  private static Plan barrier(Plan.Barrier barrier, List<Scalar> conditions) {
    List<Scalar> down = new ArrayList<>();
    List<Scalar> stay = new ArrayList<>();
    conditions.forEach(one -> (Scalars.isLeakproof(one) ? down : stay).add(one));
    return Plans.filter(new Plan.Barrier(push(barrier.input(), down)), stay);
  }

  private static Plan project(Plan.Project project, List<Scalar> conditions) {
    List<Scalar> down = new ArrayList<>();
    List<Scalar> stay = new ArrayList<>();
    boolean stable = project.assignments().stream().allMatch(a -> Scalars.isStable(a.scalar()));
    for (Scalar condition : conditions) {
      if (stable && !usesSubquery(project, condition)) {
        down.add(
            Scalars.substitute(
                condition,
                variable ->
                    project.assignments().stream()
                        .filter(a -> a.variable().equals(variable))
                        .findFirst()
                        .map(Plan.Assignment::scalar)
                        .orElse(null)));
      } else {
        stay.add(condition);
      }
    }
    return Plans.filter(new Plan.Project(push(project.input(), down), project.assignments()), stay);
  }

  /** A value that takes a subquery is not computed twice. */
  private static boolean usesSubquery(Plan.Project project, Scalar condition) {
    Set<Variable> used = Scalars.free(condition);
    return project.assignments().stream()
        .anyMatch(a -> used.contains(a.variable()) && Scalars.hasSubquery(a.scalar()));
  }

  private static Plan join(Plan.Join join, List<Scalar> conditions) {
    Set<Variable> left = new HashSet<>(join.left().outputs());
    Set<Variable> right = new HashSet<>(join.right().outputs());
    List<Scalar> toLeft = new ArrayList<>();
    List<Scalar> toRight = new ArrayList<>();
    List<Scalar> stay = new ArrayList<>();
    List<Scalar> on = new ArrayList<>();
    boolean inner = join.kind() == JoinKind.INNER;
    boolean leftKept = inner || join.kind() == JoinKind.LEFT || isExistence(join.kind());
    boolean rightKept = inner || join.kind() == JoinKind.RIGHT;
    for (Scalar condition : conditions) {
      Set<Variable> used = Scalars.free(condition);
      boolean ofRight = used.stream().anyMatch(right::contains);
      boolean ofLeft = used.stream().anyMatch(left::contains);
      if (!ofRight && leftKept) {
        toLeft.add(condition);
      } else if (!ofLeft && rightKept) {
        toRight.add(condition);
      } else if (inner && !Scalars.hasSubquery(condition)) {
        on.add(condition);
      } else {
        stay.add(condition);
      }
    }
    for (Scalar condition : Scalars.conjuncts(join.condition())) {
      Set<Variable> used = Scalars.free(condition);
      boolean ofRight = used.stream().anyMatch(right::contains);
      boolean ofLeft = used.stream().anyMatch(left::contains);
      boolean mayGoLeft = inner || join.kind() == JoinKind.RIGHT || join.kind() == JoinKind.SEMI;
      boolean mayGoRight = inner || join.kind() == JoinKind.LEFT || isExistence(join.kind());
      if (ofLeft && !ofRight && mayGoLeft) {
        toLeft.add(condition);
      } else if (!ofLeft && mayGoRight) {
        toRight.add(condition);
      } else {
        on.add(condition);
      }
    }
    Plan pushed =
        new Plan.Join(
            join.kind(),
            push(join.left(), toLeft),
            push(join.right(), toRight),
            Scalars.conjunction(on),
            join.lateral());
    return Plans.filter(pushed, stay);
  }

  private static boolean isExistence(JoinKind kind) {
    return kind == JoinKind.SEMI || kind == JoinKind.ANTI;
  }

  /** Conditions on keys that are in every grouping set go below. */
  private static Plan aggregate(Plan.Aggregate aggregate, List<Scalar> conditions) {
    Set<Variable> everywhere = new HashSet<>(aggregate.keys());
    for (List<Integer> set : aggregate.sets()) {
      Set<Variable> here = new HashSet<>();
      set.forEach(key -> here.add(aggregate.keys().get(key)));
      everywhere.retainAll(here);
    }
    List<Scalar> down = new ArrayList<>();
    List<Scalar> stay = new ArrayList<>();
    for (Scalar condition : conditions) {
      Set<Variable> used = Scalars.free(condition);
      boolean goes = !used.isEmpty() && everywhere.containsAll(used);
      (goes ? down : stay).add(condition);
    }
    Plan input = push(aggregate.input(), down);
    return Plans.filter(
        new Plan.Aggregate(
            input,
            aggregate.keys(),
            aggregate.sets(),
            aggregate.groupingSet(),
            aggregate.aggregates()),
        stay);
  }

  private static Plan distinct(Plan.Distinct distinct, List<Scalar> conditions) {
    Set<Scalar> on = new HashSet<>(distinct.on());
    List<Scalar> down = new ArrayList<>();
    List<Scalar> stay = new ArrayList<>();
    for (Scalar condition : conditions) {
      boolean onKeys =
          Scalars.free(condition).stream().allMatch(v -> on.contains(new Scalar.Reference(v)));
      (onKeys ? down : stay).add(condition);
    }
    return Plans.filter(new Plan.Distinct(push(distinct.input(), down), distinct.on()), stay);
  }
}
