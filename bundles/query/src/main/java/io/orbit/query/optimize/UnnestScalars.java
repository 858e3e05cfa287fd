package io.orbit.query.optimize;

import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A correlated subquery that aggregates, {@code x < (SELECT avg(y) FROM t WHERE t.k = o.k)},
 * becomes a left join with the aggregate of all groups at once (Neumann and Kemper 2015, the simple
 * case), where its dependence on the outer query is by equalities alone; not where few outer rows
 * can look their group up by an index.
 */
final class UnnestScalars implements Rule {
  /** A look-up by an index costs about as much as so many rows that are grouped. */
  private static final double LOOKUP = 20;

  private final PushDownFilters pushDown = new PushDownFilters();

  @Override
  public Plan apply(Plan plan, Context context) {
    Plan now = rewrite(plan, context);
    return now == plan ? plan : pushDown.apply(now, context);
  }

  private static Plan rewrite(Plan plan, Context context) {
    Plan below = Plans.mapChildren(plan, child -> rewrite(child, context));
    return below instanceof Plan.Filter filter ? unnest(filter, context) : below;
  }

  private static Plan unnest(Plan.Filter filter, Context context) {
    Plan[] input = {filter.input()};
    Set<Variable> outside = new HashSet<>(filter.input().outputs());
    Scalar condition =
        Scalars.rewrite(
            filter.condition(),
            scalar -> {
              if (!(scalar instanceof Scalar.Subquery subquery)) {
                return null;
              }
              Grouped grouped = grouped(subquery, outside);
              if (grouped == null || isLookedUp(grouped, filter.input(), context)) {
                return subquery;
              }
              input[0] =
                  new Plan.Join(
                      JoinKind.LEFT,
                      input[0],
                      grouped.groups(),
                      Scalars.conjunction(grouped.conditions()),
                      false);
              return grouped.value();
            });
    if (input[0] == filter.input()) {
      return filter;
    }
    List<Plan.Assignment> same =
        filter.input().outputs().stream()
            .map(variable -> new Plan.Assignment(variable, new Scalar.Reference(variable)))
            .toList();
    return new Plan.Project(new Plan.Filter(input[0], condition), same);
  }

  /**
   * A subquery without its dependence.
   *
   * @param groups all of its groups
   * @param conditions which of them is an outer row's
   * @param value what the subquery stood for, null or 0 where a row has no group
   */
  private record Grouped(Plan.Aggregate groups, List<Scalar> conditions, Scalar value) {}

  private static @Nullable Grouped grouped(Scalar.Subquery subquery, Set<Variable> outside) {
    Set<Variable> free = Plans.free(subquery.plan());
    if (subquery.kind() != Scalar.SubqueryKind.SCALAR
        || free.isEmpty()
        || !outside.containsAll(free)) {
      return null;
    }
    Scalar value = new Scalar.Reference(subquery.outputs().getFirst());
    Plan plan = subquery.plan();
    while (plan instanceof Plan.Project project) {
      Map<Variable, Scalar> assigned = new HashMap<>();
      project.assignments().forEach(a -> assigned.put(a.variable(), a.scalar()));
      value = Scalars.substitute(value, assigned::get);
      plan = project.input();
    }
    if (!(plan instanceof Plan.Aggregate aggregate)
        || !aggregate.keys().isEmpty()
        || aggregate.sets().size() != 1
        || Scalars.hasSubquery(value)
        || !Scalars.isStable(value)) {
      return null;
    }
    UnnestSubqueries.Lifted lifted = UnnestSubqueries.lift(aggregate.input());
    return lifted == null ? null : grouped(aggregate, lifted, value);
  }

  private static @Nullable Grouped grouped(
      Plan.Aggregate aggregate, UnnestSubqueries.Lifted lifted, Scalar value) {
    Set<Variable> inside = new HashSet<>(lifted.plan().outputs());
    Set<Variable> keys = new LinkedHashSet<>();
    for (Scalar condition : lifted.conditions()) {
      Variable key = keyOf(condition, inside);
      if (key == null) {
        return null;
      }
      keys.add(key);
    }
    Map<Variable, Scalar> withoutGroup = new HashMap<>();
    for (Plan.AggregateCall call : aggregate.aggregates()) {
      boolean free = !inside.containsAll(freeOf(call));
      switch (call.name()) {
        case "sum", "avg", "min", "max" -> {}
        case "count" ->
            withoutGroup.put(
                call.output(),
                new Scalar.Coalesce(
                    List.of(
                        new Scalar.Reference(call.output()),
                        new Scalar.Constant(0L, DataType.INT64)),
                    DataType.INT64));
        default -> free = true;
      }
      if (free) {
        return null;
      }
    }
    Plan.Aggregate groups =
        new Plan.Aggregate(
            lifted.plan(),
            List.copyOf(keys),
            List.of(IntStream.range(0, keys.size()).boxed().toList()),
            null,
            aggregate.aggregates());
    return new Grouped(groups, lifted.conditions(), Scalars.substitute(value, withoutGroup::get));
  }

  private static Set<Variable> freeOf(Plan.AggregateCall call) {
    Set<Variable> free = new HashSet<>();
    call.arguments().forEach(argument -> free.addAll(Scalars.free(argument)));
    call.orderBy().forEach(item -> free.addAll(Scalars.free(item.scalar())));
    call.filter().ifPresent(filter -> free.addAll(Scalars.free(filter)));
    return free;
  }

  /** The inner column that a condition says is equal to something of the outer row. */
  private static @Nullable Variable keyOf(Scalar condition, Set<Variable> inside) {
    if (!(condition instanceof Scalar.Apply apply)
        || !apply.name().equals("=")
        || apply.arguments().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      if (apply.arguments().get(i) instanceof Scalar.Reference reference
          && inside.contains(reference.variable())
          && Scalars.free(apply.arguments().get(1 - i)).stream().noneMatch(inside::contains)) {
        return reference.variable();
      }
    }
    return null;
  }

  /** Whether the outer rows are so few that each had better look its group up by an index. */
  private static boolean isLookedUp(Grouped grouped, Plan outer, Context context) {
    Set<Variable> keys = new HashSet<>(grouped.groups().keys());
    return isIndexed(grouped.groups().input(), keys)
        && context.rows(outer) * LOOKUP < context.rows(grouped.groups().input());
  }

  private static boolean isIndexed(Plan plan, Set<Variable> keys) {
    if (!(plan instanceof Plan.Scan scan)) {
      return Plans.children(plan).stream().anyMatch(child -> isIndexed(child, keys));
    }
    List<Integer> primary = scan.collection().primaryKey();
    if (!primary.isEmpty() && keys.contains(scan.variables().get(primary.getFirst()))) {
      return true;
    }
    for (Index index : scan.collection().indexes()) {
      for (int i = 0; i < scan.collection().columns().size(); i++) {
        if (scan.collection().columns().get(i).id() == index.elements().getFirst().column()
            && keys.contains(scan.variables().get(i))) {
          return true;
        }
      }
    }
    return false;
  }
}
