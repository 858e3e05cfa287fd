package io.orbit.query.plan;

import io.orbit.query.function.Lockstep;
import io.orbit.query.plan.Plan.AggregateCall;
import io.orbit.query.plan.Plan.Assignment;
import io.orbit.query.plan.Plan.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Walking and rewriting plans. */
public final class Plans {
  private Plans() {}

  public static List<Plan> children(Plan plan) {
    return switch (plan) {
      case Plan.Unit p -> List.of();
      case Plan.Scan p -> List.of();
      case Plan.VirtualScan p -> List.of();
      case Plan.Values p -> List.of();
      case Plan.FunctionScan p -> List.of();
      case Plan.CteScan p -> List.of();
      case Plan.Project p -> List.of(p.input());
      case Plan.Filter p -> List.of(p.input());
      case Plan.Barrier p -> List.of(p.input());
      case Plan.Join p -> List.of(p.left(), p.right());
      case Plan.Aggregate p -> List.of(p.input());
      case Plan.Window p -> List.of(p.input());
      case Plan.Sort p -> List.of(p.input());
      case Plan.Limit p -> List.of(p.input());
      case Plan.Distinct p -> List.of(p.input());
      case Plan.SetOperation p -> List.of(p.left(), p.right());
      case Plan.With p -> {
        List<Plan> all = new ArrayList<>();
        p.ctes().forEach(cte -> all.add(cte.plan()));
        all.add(p.input());
        yield all;
      }
      case Plan.Recursive p -> List.of(p.base(), p.step());
      case Plan.LockRows p -> List.of(p.input());
      case Plan.Insert p -> List.of(p.source());
      case Plan.Update p -> List.of(p.source());
      case Plan.Delete p -> List.of(p.source());
      case Plan.Merge p -> List.of(p.source());
    };
  }

  /** The plan with other inputs, as many as {@link #children} answers. */
  public static Plan withChildren(Plan plan, List<Plan> c) {
    return switch (plan) {
      case Plan.Unit p -> p;
      case Plan.Scan p -> p;
      case Plan.VirtualScan p -> p;
      case Plan.Values p -> p;
      case Plan.FunctionScan p -> p;
      case Plan.CteScan p -> p;
      case Plan.Project p -> new Plan.Project(c.getFirst(), p.assignments());
      case Plan.Filter p -> new Plan.Filter(c.getFirst(), p.condition());
      case Plan.Barrier p -> new Plan.Barrier(c.getFirst());
      case Plan.Join p -> new Plan.Join(p.kind(), c.get(0), c.get(1), p.condition(), p.lateral());
      case Plan.Aggregate p ->
          new Plan.Aggregate(c.getFirst(), p.keys(), p.sets(), p.groupingSet(), p.aggregates());
      case Plan.Window p -> new Plan.Window(c.getFirst(), p.partitionBy(), p.orderBy(), p.calls());
      case Plan.Sort p -> new Plan.Sort(c.getFirst(), p.items());
      case Plan.Limit p -> new Plan.Limit(c.getFirst(), p.limit(), p.offset(), p.ties());
      case Plan.Distinct p -> new Plan.Distinct(c.getFirst(), p.on());
      case Plan.SetOperation p ->
          new Plan.SetOperation(p.kind(), p.all(), c.get(0), c.get(1), p.outputs());
      case Plan.With p -> {
        List<Plan.Cte> ctes = new ArrayList<>();
        for (int i = 0; i < p.ctes().size(); i++) {
          Plan.Cte cte = p.ctes().get(i);
          ctes.add(new Plan.Cte(cte.id(), cte.name(), c.get(i), cte.modifies()));
        }
        yield new Plan.With(ctes, c.getLast());
      }
      case Plan.Recursive p ->
          new Plan.Recursive(p.id(), c.get(0), c.get(1), p.distinct(), p.outputs());
      case Plan.LockRows p -> new Plan.LockRows(c.getFirst(), p.targets(), p.recheck());
      case Plan.Insert p ->
          new Plan.Insert(
              p.target(),
              c.getFirst(),
              p.columns(),
              p.row(),
              p.conflict(),
              p.returning(),
              p.returnsRows());
      case Plan.Update p ->
          new Plan.Update(
              p.target(),
              c.getFirst(),
              p.key(),
              p.row(),
              p.assignments(),
              p.recheck(),
              p.newRow(),
              p.returning(),
              p.returnsRows());
      case Plan.Delete p ->
          new Plan.Delete(
              p.target(),
              c.getFirst(),
              p.key(),
              p.row(),
              p.recheck(),
              p.returning(),
              p.returnsRows());
      case Plan.Merge p -> p.over(c.getFirst());
    };
  }

  /** The plan with its inputs replaced by what {@code rule} makes of them. */
  public static Plan mapChildren(Plan plan, UnaryOperator<Plan> rule) {
    List<Plan> children = children(plan);
    List<Plan> mapped = new ArrayList<>(children.size());
    boolean changed = false;
    for (Plan child : children) {
      Plan now = rule.apply(child);
      changed |= now != child;
      mapped.add(now);
    }
    return changed ? withChildren(plan, mapped) : plan;
  }

  /** Rewrites every scalar of the plan and of everything below it. */
  public static Plan rewriteScalars(Plan plan, UnaryOperator<Scalar> rule) {
    Plan below = mapChildren(plan, child -> rewriteScalars(child, rule));
    return withScalars(below, rule);
  }

  /** Rewrites the scalars of this node alone. */
  public static Plan withScalars(Plan plan, UnaryOperator<Scalar> rule) {
    return switch (plan) {
      case Plan.Unit p -> p;
      case Plan.Scan p -> p;
      case Plan.VirtualScan p -> p;
      case Plan.CteScan p -> p;
      case Plan.SetOperation p -> p;
      case Plan.With p -> p;
      case Plan.Recursive p -> p;
      case Plan.Aggregate p ->
          new Plan.Aggregate(
              p.input(),
              p.keys(),
              p.sets(),
              p.groupingSet(),
              p.aggregates().stream().map(call -> aggregate(call, rule)).toList());
      case Plan.Values p ->
          new Plan.Values(p.outputs(), p.rows().stream().map(row -> map(row, rule)).toList());
      case Plan.FunctionScan p ->
          new Plan.FunctionScan(
              p.function(), p.name(), map(p.arguments(), rule), p.outputs(), p.ordinality());
      case Plan.Project p -> new Plan.Project(p.input(), assignments(p.assignments(), rule));
      case Plan.Filter p -> new Plan.Filter(p.input(), rule.apply(p.condition()));
      case Plan.Barrier p -> p;
      case Plan.Join p ->
          new Plan.Join(p.kind(), p.left(), p.right(), rule.apply(p.condition()), p.lateral());
      case Plan.Window p ->
          new Plan.Window(
              p.input(),
              map(p.partitionBy(), rule),
              items(p.orderBy(), rule),
              p.calls().stream().map(call -> window(call, rule)).toList());
      case Plan.Sort p -> new Plan.Sort(p.input(), items(p.items(), rule));
      case Plan.Limit p ->
          new Plan.Limit(
              p.input(), p.limit().map(rule), p.offset().map(rule), items(p.ties(), rule));
      case Plan.Distinct p -> new Plan.Distinct(p.input(), map(p.on(), rule));
      case Plan.LockRows p -> new Plan.LockRows(p.input(), p.targets(), p.recheck().map(rule));
      case Plan.Insert p ->
          new Plan.Insert(
              p.target(),
              p.source(),
              p.columns(),
              p.row(),
              p.conflict().map(conflict -> conflict(conflict, rule)),
              returning(p.returning(), rule),
              p.returnsRows());
      case Plan.Update p ->
          new Plan.Update(
              p.target(),
              p.source(),
              p.key(),
              p.row(),
              columns(p.assignments(), rule),
              p.recheck().map(rule),
              p.newRow(),
              returning(p.returning(), rule),
              p.returnsRows());
      case Plan.Delete p ->
          new Plan.Delete(
              p.target(),
              p.source(),
              p.key(),
              p.row(),
              p.recheck().map(rule),
              returning(p.returning(), rule),
              p.returnsRows());
      case Plan.Merge p ->
          new Plan.Merge(
              p.collection(),
              p.source(),
              p.key(),
              p.row(),
              p.there(),
              rule.apply(p.on()),
              p.branches().stream().map(branch -> branch(branch, rule)).toList(),
              p.newRow(),
              p.action(),
              returning(p.returning(), rule),
              p.returnsRows());
    };
  }

  private static Plan.MergeBranch branch(Plan.MergeBranch branch, UnaryOperator<Scalar> rule) {
    Plan.MergeAction action =
        switch (branch.action()) {
          case Plan.MergeAction.Nothing nothing -> nothing;
          case Plan.MergeAction.Delete delete -> delete;
          case Plan.MergeAction.Update update ->
              new Plan.MergeAction.Update(columns(update.assignments(), rule));
          case Plan.MergeAction.Insert insert ->
              new Plan.MergeAction.Insert(insert.columns(), map(insert.values(), rule));
        };
    return new Plan.MergeBranch(branch.kind(), branch.condition().map(rule), action);
  }

  private static List<Scalar> map(List<Scalar> scalars, UnaryOperator<Scalar> rule) {
    return scalars.stream().map(rule).toList();
  }

  private static List<Assignment> assignments(List<Assignment> all, UnaryOperator<Scalar> rule) {
    return all.stream()
        .map(one -> new Assignment(one.variable(), rule.apply(one.scalar())))
        .toList();
  }

  private static Plan.Returning returning(Plan.Returning returning, UnaryOperator<Scalar> rule) {
    return new Plan.Returning(assignments(returning.assignments(), rule));
  }

  private static List<Plan.ColumnAssignment> columns(
      List<Plan.ColumnAssignment> all, UnaryOperator<Scalar> rule) {
    return all.stream()
        .map(one -> new Plan.ColumnAssignment(one.column(), rule.apply(one.scalar())))
        .toList();
  }

  private static Plan.Conflict conflict(Plan.Conflict conflict, UnaryOperator<Scalar> rule) {
    List<Plan.ColumnAssignment> update = conflict.assignments();
    return new Plan.Conflict(
        conflict.indexNames(),
        conflict.primaryKey(),
        conflict.excluded(),
        update == null ? null : columns(update, rule),
        conflict.condition().map(rule));
  }

  private static List<SortItem> items(List<SortItem> all, UnaryOperator<Scalar> rule) {
    return all.stream()
        .map(one -> new SortItem(rule.apply(one.scalar()), one.descending(), one.nullsFirst()))
        .toList();
  }

  private static AggregateCall aggregate(AggregateCall call, UnaryOperator<Scalar> rule) {
    return new AggregateCall(
        call.output(),
        call.name(),
        call.function(),
        map(call.arguments(), rule),
        call.distinct(),
        items(call.orderBy(), rule),
        call.filter().map(rule));
  }

  private static Plan.WindowCall window(Plan.WindowCall call, UnaryOperator<Scalar> rule) {
    Plan.Frame f = call.frame();
    return new Plan.WindowCall(
        call.output(),
        call.name(),
        call.function(),
        call.aggregate(),
        map(call.arguments(), rule),
        call.filter().map(rule),
        new Plan.Frame(
            f.unit(),
            f.start(),
            apply(f.startOffset(), rule),
            f.end(),
            apply(f.endOffset(), rule),
            f.exclusion(),
            f.rangeAdd(),
            f.rangeSubtract()));
  }

  private static @Nullable Scalar apply(@Nullable Scalar scalar, UnaryOperator<Scalar> rule) {
    return scalar == null ? null : rule.apply(scalar);
  }

  /** Variables that the plan takes from around it: used, but produced nowhere in it. */
  public static Set<Variable> free(Plan plan) {
    Set<Variable> used = new HashSet<>();
    Set<Variable> produced = new HashSet<>();
    collect(plan, used, produced);
    used.removeAll(produced);
    return used;
  }

  private static void collect(Plan plan, Set<Variable> used, Set<Variable> produced) {
    produced.addAll(plan.outputs());
    if (plan instanceof Plan.Update update) {
      produced.addAll(update.newRow());
    }
    if (plan instanceof Plan.Merge merge) {
      produced.addAll(merge.newRow());
      produced.add(merge.action());
    }
    if (plan instanceof Plan.Insert insert) {
      produced.addAll(insert.row());
      insert.conflict().ifPresent(conflict -> produced.addAll(conflict.excluded()));
    }
    withScalars(
        plan,
        scalar -> {
          used.addAll(Scalars.free(scalar));
          return scalar;
        });
    if (plan instanceof Plan.Aggregate aggregate) {
      used.addAll(aggregate.keys());
    }
    children(plan).forEach(child -> collect(child, used, produced));
  }

  /** A filter, or the plan itself where the condition is TRUE. */
  public static Plan filter(Plan plan, List<Scalar> conditions) {
    return conditions.isEmpty() ? plan : new Plan.Filter(plan, Scalars.conjunction(conditions));
  }

  /** The filter's condition where there is one. */
  public static Optional<Scalar> condition(Plan plan) {
    return plan instanceof Plan.Filter filter ? Optional.of(filter.condition()) : Optional.empty();
  }

  /**
   * Calls in lockstep, as one scan.
   *
   * @param ordinality the last output, which counts the rows; null where nobody asks for it
   */
  public static Plan.FunctionScan sideBySide(
      List<Plan.FunctionScan> calls, @Nullable Variable ordinality) {
    Plan.FunctionScan first = calls.getFirst();
    List<Lockstep.Part> parts = new ArrayList<>();
    List<Scalar> arguments = new ArrayList<>();
    List<Variable> outputs = new ArrayList<>();
    for (Plan.FunctionScan call : calls) {
      parts.add(new Lockstep.Part(call.function(), call.arguments().size(), call.outputs().size()));
      arguments.addAll(call.arguments());
      outputs.addAll(call.outputs());
    }
    if (ordinality != null) {
      outputs.add(ordinality);
    }
    return new Plan.FunctionScan(
        calls.size() == 1 ? first.function() : new Lockstep(parts),
        first.name(),
        arguments,
        outputs,
        ordinality != null);
  }
}
