package io.orbit.query.execute;

import io.orbit.query.execute.PlanCompiler.Node;
import io.orbit.query.optimize.Cardinality;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;

/** Grouping and windows. */
final class GroupCompiler {
  private static final double FEW_GROUPS = 10_000;

  private final PlanCompiler compiler;
  private final Cardinality cardinality;

  GroupCompiler(PlanCompiler compiler, Cardinality cardinality) {
    this.compiler = compiler;
    this.cardinality = cardinality;
  }

  Node aggregate(Plan.Aggregate aggregate) {
    Node input = compiler.node(aggregate.input());
    ExpressionCompiler expressions = compiler.expressions(input.outputs());
    List<Evaluator> keys =
        aggregate.keys().stream()
            .map(key -> expressions.compile(new Scalar.Reference(key)))
            .toList();
    List<HashAggregate.Call> calls = new ArrayList<>();
    for (Plan.AggregateCall call : aggregate.aggregates()) {
      List<Evaluator> sortKeys =
          expressions.compileAll(call.orderBy().stream().map(SortItem::scalar).toList());
      calls.add(
          new HashAggregate.Call(
              call.name(),
              call.function(),
              expressions.compileAll(call.arguments()),
              call.distinct(),
              call.filter().map(expressions::compile).orElse(null),
              sortKeys,
              sortKeys.isEmpty()
                  ? null
                  : PlanCompiler.order(call.orderBy(), call.arguments().size()),
              call.output().type()));
    }
    OperatorFactory below = input.factory();
    HashAggregate.Shape shape =
        new HashAggregate.Shape(keys, aggregate.sets(), aggregate.groupingSet() != null, calls);
    String name = aggregate.keys().isEmpty() ? "Aggregate" : "HashAggregate";
    List<String> details =
        aggregate.keys().isEmpty()
            ? List.of()
            : List.of("Group Key: " + Shown.variables(aggregate.keys()));
    return PlanCompiler.unary(
        name,
        details,
        input,
        aggregate.outputs(),
        cardinality.rows(aggregate),
        input.rows() * 0.01 * (1 + calls.size()),
        mayShare(aggregate, calls, input.outputs())
            ? e -> ParallelAggregate.run(e, shape, below)
            : e -> new HashAggregate(e, shape).run(below.open(e)));
  }

  /**
   * Whether several threads may group: few groups, that can be merged, of what any thread can do.
   */
  private boolean mayShare(
      Plan.Aggregate aggregate, List<HashAggregate.Call> calls, List<Variable> input) {
    return aggregate.sets().size() == 1
        && cardinality.rows(aggregate) <= FEW_GROUPS
        && calls.stream().allMatch(call -> Accumulator.of(call).merges())
        && aggregate.aggregates().stream()
            .allMatch(
                call ->
                    call.arguments().stream().allMatch(a -> Anywhere.runs(a, input))
                        && call.filter().map(f -> Anywhere.runs(f, input)).orElse(true));
  }

  Node window(Plan.Window window) {
    Node input = compiler.node(window.input());
    ExpressionCompiler expressions = compiler.expressions(input.outputs());
    List<Evaluator> partitionBy = expressions.compileAll(window.partitionBy());
    List<Evaluator> orderBy =
        expressions.compileAll(window.orderBy().stream().map(SortItem::scalar).toList());
    List<SortItem> all = new ArrayList<>();
    window.partitionBy().forEach(scalar -> all.add(new SortItem(scalar, false, false)));
    RowOrder partitionOrder = PlanCompiler.order(all, input.outputs().size());
    all.addAll(window.orderBy());
    RowOrder order = PlanCompiler.order(all, input.outputs().size());
    List<WindowOperator.Call> calls = new ArrayList<>();
    for (Plan.WindowCall call : window.calls()) {
      Scalar start = call.frame().startOffset();
      Scalar end = call.frame().endOffset();
      calls.add(
          new WindowOperator.Call(
              call,
              expressions.compileAll(call.arguments()),
              call.filter().map(expressions::compile).orElse(null),
              start == null ? null : expressions.compile(start),
              end == null ? null : expressions.compile(end)));
    }
    OperatorFactory below = input.factory();
    List<Variable> outputs = new ArrayList<>(input.outputs());
    window.calls().forEach(call -> outputs.add(call.output()));
    return PlanCompiler.unary(
        "WindowAgg",
        List.of(),
        input,
        outputs,
        input.rows(),
        input.rows() * 0.05,
        e ->
            new WindowOperator(e, partitionBy, orderBy, order, partitionOrder, calls)
                .run(below.open(e)));
  }
}
