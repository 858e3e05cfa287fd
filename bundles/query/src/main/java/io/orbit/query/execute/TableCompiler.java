package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.PlanCompiler.Node;
import io.orbit.query.optimize.Cardinality;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Set operations and common tables. */
final class TableCompiler {
  private final PlanCompiler compiler;
  private final Cardinality cardinality;
  private final EarlyScans earlyScans;

  TableCompiler(PlanCompiler compiler, Cardinality cardinality, EarlyScans earlyScans) {
    this.compiler = compiler;
    this.cardinality = cardinality;
    this.earlyScans = earlyScans;
  }

  Node setOperation(Plan.SetOperation operation) {
    Node left = compiler.node(operation.left());
    Node right = compiler.node(operation.right());
    OperatorFactory one = compiler.arranged(left, operation.left().outputs());
    OperatorFactory other = compiler.arranged(right, operation.right().outputs());
    List<DataType> types = PlanCompiler.types(operation.outputs());
    Function<Evaluation, Operator> opener;
    String name;
    if (operation.kind() == Plan.SetKind.UNION) {
      name = operation.all() ? "Append" : "HashAggregate";
      List<Evaluator> keys =
          compiler
              .expressions(operation.outputs())
              .compileAll(operation.outputs().stream().<Scalar>map(Scalar.Reference::new).toList());
      opener =
          operation.all()
              ? e -> new Streams.Append(one.open(e), other.open(e))
              : e -> new Distinct(e, new Streams.Append(one.open(e), other.open(e)), keys, true);
    } else {
      name = "HashSetOp " + (operation.kind() == Plan.SetKind.INTERSECT ? "Intersect" : "Except");
      opener =
          e ->
              new SetOperations(
                  e, operation.kind(), operation.all(), one.open(e), other.open(e), types);
    }
    Explanation explanation =
        new Explanation(
            name,
            List.of(),
            cardinality.rows(operation),
            left.cost() + right.cost() + (left.rows() + right.rows()) * 0.01,
            List.of(left.factory().explain(), right.factory().explain()));
    return new Node(new PlanCompiler.Factory(explanation, opener), operation.outputs());
  }

  /** Common tables run once, as they are read; those that modify when the query opens. */
  Node with(Plan.With with) {
    List<CteRunner> runners = new ArrayList<>();
    for (Plan.Cte cte : with.ctes()) {
      if (cte.plan() instanceof Plan.Recursive recursive) {
        OperatorFactory base =
            compiler.arranged(compiler.node(recursive.base()), recursive.base().outputs());
        OperatorFactory step =
            compiler.arranged(compiler.node(recursive.step()), recursive.step().outputs());
        List<DataType> types = PlanCompiler.types(recursive.outputs());
        OperatorFactory rounds =
            new PlanCompiler.Factory(
                base.explain(),
                e -> new Recursion(e, recursive.id(), base, step, recursive.distinct(), types));
        runners.add(lazily(recursive.id(), rounds));
      } else {
        OperatorFactory factory =
            compiler.arranged(compiler.node(cte.plan()), cte.plan().outputs());
        runners.add(cte.modifies() ? atOnce(cte.id(), factory) : lazily(cte.id(), factory));
      }
    }
    Node input = compiler.node(with.input());
    OperatorFactory below = input.factory();
    return new Node(
        new PlanCompiler.Factory(
            below.explain(),
            e -> {
              earlyScans.read(e);
              List<CommonTable> tables = new ArrayList<>();
              runners.forEach(runner -> tables.add(runner.run(e)));
              return new Streams.Closing(below.open(e), tables);
            }),
        input.outputs());
  }

  /** Begins a common table. */
  private interface CteRunner {
    CommonTable run(Evaluation evaluation);
  }

  private static CteRunner lazily(int id, OperatorFactory factory) {
    return e -> {
      CommonTable table = new CommonTable(e, factory);
      e.setCommonTable(id, table);
      return table;
    };
  }

  /** A modification happens whether its rows are read or not. */
  private static CteRunner atOnce(int id, OperatorFactory factory) {
    return e -> {
      CommonTable table = new CommonTable(e, Kept.drain(e, factory.open(e)));
      e.setCommonTable(id, table);
      return table;
    };
  }
}
