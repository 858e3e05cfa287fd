package io.orbit.query.optimize;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.AggregateCall;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code min(column)} and {@code max(column)} of a whole table become its first row in the order of
 * an index. Only where that is all that is asked, and the table has an index that begins with the
 * column, or with what the conditions say it equals.
 */
final class ExtremesByIndex implements Rule {
  @Override
  public Plan apply(Plan plan, Context context) {
    Plan below = Plans.mapChildren(plan, child -> apply(child, context));
    return below instanceof Plan.Aggregate aggregate ? rewritten(aggregate) : below;
  }

  private static Plan rewritten(Plan.Aggregate aggregate) {
    if (!aggregate.keys().isEmpty()
        || aggregate.sets().size() != 1
        || aggregate.groupingSet() != null
        || aggregate.aggregates().size() != 1) {
      return aggregate;
    }
    AggregateCall call = aggregate.aggregates().getFirst();
    boolean extreme = call.name().equals("min") || call.name().equals("max");
    if (!extreme
        || call.filter().isPresent()
        || call.arguments().size() != 1
        || !(call.arguments().getFirst() instanceof Scalar.Reference column)
        || !(table(aggregate.input()) instanceof Plan.Scan scan)
        || !isFirstOfIndex(scan, aggregate.input(), column.variable())
        || !call.output().type().equals(column.type())) {
      return aggregate;
    }
    boolean greatest = call.name().equals("max");
    SortItem order = new SortItem(column, greatest, greatest);
    Plan present = Plans.filter(aggregate.input(), List.of(new Scalar.IsNull(column, true)));
    Plan first =
        new Plan.Limit(
            new Plan.Sort(merged(present), List.of(order)),
            Optional.of(new Scalar.Constant(1L, DataType.INT64)),
            Optional.empty(),
            List.of());
    Plan one = new Plan.Project(first, List.of(new Plan.Assignment(column.variable(), column)));
    Scalar value =
        new Scalar.Subquery(
            Scalar.SubqueryKind.SCALAR,
            one,
            List.of(column.variable()),
            List.of(),
            "",
            List.of(),
            call.output().type());
    return new Plan.Project(new Plan.Unit(), List.of(new Plan.Assignment(call.output(), value)));
  }

  /** A filter over a filter as one. */
  private static Plan merged(Plan plan) {
    if (plan instanceof Plan.Filter outer && outer.input() instanceof Plan.Filter inner) {
      List<Scalar> all = new ArrayList<>(Scalars.conjuncts(inner.condition()));
      all.addAll(Scalars.conjuncts(outer.condition()));
      return Plans.filter(inner.input(), all);
    }
    return plan;
  }

  private static Plan table(Plan input) {
    return input instanceof Plan.Filter filter ? filter.input() : input;
  }

  /** Whether an index begins with the column, or with what the conditions fix and then with it. */
  private static boolean isFirstOfIndex(Plan.Scan scan, Plan input, Variable column) {
    int position = scan.variables().indexOf(column);
    if (position < 0) {
      return false;
    }
    List<Integer> fixed = new ArrayList<>();
    if (input instanceof Plan.Filter filter) {
      for (Scalar condition : Scalars.conjuncts(filter.condition())) {
        if (condition instanceof Scalar.Apply apply && apply.name().equals("=")) {
          apply.arguments().stream()
              .filter(Scalar.Reference.class::isInstance)
              .forEach(s -> fixed.add(scan.variables().indexOf(((Scalar.Reference) s).variable())));
        }
      }
    }
    Collection table = scan.collection();
    return follows(table.primaryKey(), fixed, position)
        || table.indexes().stream()
            .filter(index -> index.valid() && index.predicateText().isEmpty())
            .anyMatch(index -> follows(positions(table, index), fixed, position));
  }

  private static boolean follows(List<Integer> key, List<Integer> fixed, int position) {
    int at = key.indexOf(position);
    return at >= 0 && fixed.containsAll(key.subList(0, at));
  }

  private static List<Integer> positions(Collection table, Index index) {
    List<Integer> ids = table.columns().stream().map(Column::id).toList();
    return index.elements().stream().map(element -> ids.indexOf(element.column())).toList();
  }
}
