package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.optimize.Cardinality;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From a plan to physical operators: access paths, join methods, layouts. One thread, one plan. */
public final class PlanCompiler {
  private static final double LOOKUP_COST = 4;

  private final Cardinality cardinality;
  private final Set<Variable> used = new HashSet<>();

  public PlanCompiler(Cardinality cardinality) {
    this.cardinality = cardinality;
  }

  /** A physical node with the layout of its rows. */
  record Node(OperatorFactory factory, List<Variable> outputs) {
    Node {
      factory = MeasuredFactory.of(factory, RowWidth.of(outputs));
    }

    double rows() {
      return factory.explain().rows();
    }

    double cost() {
      return factory.explain().cost();
    }
  }

  /** Compiles a plan that is not a modification. */
  Node compile(Plan plan) {
    noteUses(plan);
    return node(plan);
  }

  /** Which variables anything in the plan reads, so that scans decode no more. */
  private void noteUses(Plan plan) {
    used.addAll(plan.outputs().stream().filter(v -> !(plan instanceof Plan.Scan)).toList());
    Plans.withScalars(
        plan,
        scalar -> {
          used.addAll(Scalars.free(scalar));
          Scalars.visit(
              scalar,
              s -> {
                if (s instanceof Scalar.Subquery subquery) {
                  noteUses(subquery.plan());
                }
              });
          return scalar;
        });
    switch (plan) {
      case Plan.Aggregate aggregate -> used.addAll(aggregate.keys());
      case Plan.Scan scan -> {
        Variable key = scan.key();
        if (key != null) {
          used.add(key);
        }
      }
      case Plan.LockRows lock -> lock.targets().forEach(t -> used.addAll(t.variables()));
      default -> {}
    }
    Plans.children(plan).forEach(this::noteUses);
  }

  /** Everything a scan brings is wanted (for a modification's target). */
  void wantAll(List<Variable> variables) {
    used.addAll(variables);
  }

  private Node node(Plan plan) {
    return switch (plan) {
      case Plan.Unit unit ->
          leaf("Result", List.of(), 1, e -> new Sources.Rows(List.of(RowBatch.UNIT)));
      case Plan.Scan scan -> scan(scan, List.of());
      case Plan.Filter filter -> filter(filter);
      case Plan.VirtualScan scan -> virtual(scan, List.of());
      case Plan.Values values -> values(values);
      case Plan.FunctionScan scan -> functionScan(scan);
      case Plan.CteScan scan ->
          leaf(
              "CTE Scan on " + scan.name(),
              scan.outputs(),
              cardinality.rows(scan),
              e -> e.commonTable(scan.cte()).scan());
      case Plan.Project project -> project(project);
      case Plan.Join join -> join(join);
      case Plan.Aggregate aggregate -> aggregate(aggregate);
      case Plan.Window window -> window(window);
      case Plan.Sort sort -> sort(sort, Long.MAX_VALUE, null);
      case Plan.Limit limit -> limit(limit);
      case Plan.Distinct distinct -> distinct(distinct);
      case Plan.SetOperation operation -> setOperation(operation);
      case Plan.With with -> with(with);
      case Plan.Recursive recursive -> throw new IllegalStateException("a recursion outside WITH");
      case Plan.LockRows lock -> lockRows(lock);
      case Plan.Insert insert -> ModificationCompiler.rows(this, insert);
      case Plan.Update update -> ModificationCompiler.rows(this, update);
      case Plan.Delete delete -> ModificationCompiler.rows(this, delete);
    };
  }

  ExpressionCompiler expressions(List<Variable> input) {
    return new ExpressionCompiler(
        input,
        (subquery, variables) -> {
          Node inner = node(subquery.plan());
          List<Variable> free = List.copyOf(Plans.free(subquery.plan()));
          return new SubqueryRunner(arranged(inner, subquery.outputs()), free);
        });
  }

  /** The node's rows with exactly these columns in this order. */
  OperatorFactory arranged(Node node, List<Variable> outputs) {
    if (node.outputs().equals(outputs)) {
      return node.factory();
    }
    List<Evaluator> columns = new ArrayList<>();
    ExpressionCompiler compiler = expressions(node.outputs());
    outputs.forEach(output -> columns.add(compiler.compile(new Scalar.Reference(output))));
    OperatorFactory input = node.factory();
    return new Factory(input.explain(), e -> new Streams.Project(e, input.open(e), columns));
  }

  /** A physical node from a function. */
  record Factory(Explanation explain, Function<Evaluation, Operator> opener)
      implements OperatorFactory {
    @Override
    public Operator open(Evaluation evaluation) {
      return opener.apply(evaluation);
    }
  }

  private static Node leaf(
      String name, List<Variable> outputs, double rows, Function<Evaluation, Operator> opener) {
    return new Node(
        new Factory(new Explanation(name, List.of(), rows, rows * 0.01, List.of()), opener),
        outputs);
  }

  private static Node unary(
      String name,
      List<String> details,
      Node input,
      List<Variable> outputs,
      double rows,
      double extraCost,
      Function<Evaluation, Operator> opener) {
    Explanation explanation =
        new Explanation(
            name, details, rows, input.cost() + extraCost, List.of(input.factory().explain()));
    return new Node(new Factory(explanation, opener), outputs);
  }

  private static List<DataType> types(List<Variable> variables) {
    return variables.stream().map(Variable::type).toList();
  }

  // ---- sources

  private Node filter(Plan.Filter filter) {
    List<Scalar> conditions = Scalars.conjuncts(filter.condition());
    if (filter.input() instanceof Plan.Scan scan) {
      return scan(scan, conditions);
    }
    if (filter.input() instanceof Plan.VirtualScan scan) {
      return filtered(virtual(scan, conditions), conditions, cardinality.rows(filter));
    }
    return filtered(node(filter.input()), conditions, cardinality.rows(filter));
  }

  private Node filtered(Node input, List<Scalar> conditions, double rows) {
    if (conditions.isEmpty()) {
      return input;
    }
    Scalar condition = Scalars.conjunction(conditions);
    Evaluator evaluator = expressions(input.outputs()).compile(condition);
    OperatorFactory below = input.factory();
    Explanation inner = below.explain();
    List<String> details = new ArrayList<>(inner.details());
    details.add("Filter: " + Shown.scalar(condition));
    Explanation explanation =
        new Explanation(
            inner.node(), details, rows, inner.cost() + inner.rows() * 0.0025, inner.children());
    return new Node(
        new Factory(explanation, e -> new Streams.Filter(e, below.open(e), evaluator)),
        input.outputs());
  }

  private Node scan(Plan.Scan scan, List<Scalar> conditions) {
    return scan(scan, conditions, AccessPath.choose(scan, conditions), false);
  }

  private Node scan(Plan.Scan scan, List<Scalar> conditions, AccessPath path, boolean descending) {
    List<Variable> outputs = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < scan.variables().size(); i++) {
      Variable variable = scan.variables().get(i);
      if (used.contains(variable)) {
        outputs.add(variable);
        positions.add(i);
      }
    }
    Variable key = scan.key();
    boolean withKey = key != null && used.contains(key);
    Sources.ColumnReaders readers =
        new Sources.ColumnReaders(
            positions.stream().mapToInt(i -> i).toArray(),
            outputs.stream().map(Variable::type).toArray(DataType[]::new),
            withKey);
    if (withKey) {
      outputs.add(key);
    }
    ExpressionCompiler compiler = expressions(List.of());
    Scalar lower = path.lower();
    Scalar upper = path.upper();
    AccessPath.Compiled compiled =
        new AccessPath.Compiled(
            path,
            compiler.compileAll(path.prefix()),
            lower == null ? null : compiler.compile(lower),
            upper == null ? null : compiler.compile(upper));
    double total = cardinality.rows(scan);
    double rows = path.unique() ? 1 : path.isFull() ? total : scanned(scan, conditions, total);
    double cost = path.isFull() ? total * 0.01 + 1 : LOOKUP_COST + rows * 0.02;
    List<String> details =
        path.isFull() ? List.of() : List.of("Index Cond: " + Shown.path(path, scan));
    ScanFactory factory = new ScanFactory(scan, compiled, readers, descending, details, rows, cost);
    return filtered(
        new Node(factory, outputs),
        conditions,
        Math.min(rows, cardinality.rows(Plans.filter(scan, conditions))));
  }

  private double scanned(Plan.Scan scan, List<Scalar> conditions, double total) {
    return Math.min(total, cardinality.rows(Plans.filter(scan, conditions)));
  }

  private Node virtual(Plan.VirtualScan scan, List<Scalar> conditions) {
    Map<Integer, Evaluator> equal = new HashMap<>();
    ExpressionCompiler compiler = expressions(List.of());
    for (Scalar condition : conditions) {
      if (condition instanceof Scalar.Apply apply
          && apply.name().equals("=")
          && apply.arguments().size() == 2) {
        pushEquality(scan, apply.arguments().get(0), apply.arguments().get(1), compiler, equal);
        pushEquality(scan, apply.arguments().get(1), apply.arguments().get(0), compiler, equal);
      }
    }
    List<DataType> types = types(scan.outputs());
    return leaf(
        "Virtual Scan on " + scan.table().schema() + "." + scan.table().name(),
        scan.outputs(),
        cardinality.rows(scan),
        e -> Sources.virtual(e, scan.table(), equal, types));
  }

  private static void pushEquality(
      Plan.VirtualScan scan,
      Scalar column,
      Scalar value,
      ExpressionCompiler compiler,
      Map<Integer, Evaluator> equal) {
    if (column instanceof Scalar.Reference reference
        && scan.outputs().contains(reference.variable())
        && column.type().equals(value.type())
        && !Scalars.hasSubquery(value)
        && Scalars.free(value).stream().noneMatch(scan.outputs()::contains)) {
      equal.put(scan.outputs().indexOf(reference.variable()), compiler.compile(value));
    }
  }

  private Node values(Plan.Values values) {
    ExpressionCompiler compiler = expressions(List.of());
    List<List<Evaluator>> rows = values.rows().stream().map(compiler::compileAll).toList();
    List<DataType> types = new ArrayList<>(types(values.outputs()));
    for (int c = 0; c < types.size(); c++) {
      int column = c;
      if (values.rows().stream().anyMatch(r -> r.get(column).type().equals(DataType.DYNAMIC))) {
        types.set(c, DataType.DYNAMIC);
      }
    }
    return leaf(
        "Values Scan",
        values.outputs(),
        rows.size(),
        e -> {
          List<@Nullable Object[]> computed = new ArrayList<>(rows.size());
          for (List<Evaluator> row : rows) {
            @Nullable Object[] one = new Object[row.size()];
            for (int i = 0; i < one.length; i++) {
              one[i] = row.get(i).at(RowBatch.UNIT, 0, e);
            }
            computed.add(one);
          }
          return new Sources.Objects(e, computed.iterator(), types, false);
        });
  }

  private Node functionScan(Plan.FunctionScan scan) {
    List<Evaluator> arguments = expressions(List.of()).compileAll(scan.arguments());
    List<DataType> types = types(scan.outputs());
    return leaf(
        "Function Scan on " + scan.name(),
        scan.outputs(),
        cardinality.rows(scan),
        e -> Sources.function(e, scan.function(), arguments, types, scan.ordinality()));
  }

  // ---- one input

  private Node project(Plan.Project project) {
    Node input = node(project.input());
    List<Scalar> scalars = project.assignments().stream().map(Plan.Assignment::scalar).toList();
    List<Evaluator> evaluators = expressions(input.outputs()).compileAll(scalars);
    OperatorFactory below = input.factory();
    return new Node(
        new Factory(below.explain(), e -> new Streams.Project(e, below.open(e), evaluators)),
        project.outputs());
  }

  private RowOrder order(List<SortItem> items, int firstColumn) {
    int count = items.size();
    int[] columns = new int[count];
    DataType[] types = new DataType[count];
    boolean[] descending = new boolean[count];
    boolean[] nullsFirst = new boolean[count];
    for (int i = 0; i < count; i++) {
      columns[i] = firstColumn + i;
      types[i] = items.get(i).scalar().type();
      descending[i] = items.get(i).descending();
      nullsFirst[i] = items.get(i).nullsFirst();
    }
    return new RowOrder(columns, types, descending, nullsFirst);
  }

  private Node sort(Plan.Sort sort, long bound, @Nullable Function<Evaluation, Long> boundOf) {
    Node input = node(sort.input());
    List<Evaluator> keys =
        expressions(input.outputs())
            .compileAll(sort.items().stream().map(SortItem::scalar).toList());
    RowOrder order = order(sort.items(), input.outputs().size());
    OperatorFactory below = input.factory();
    double rows = input.rows();
    return unary(
        "Sort",
        List.of("Sort Key: " + Shown.items(sort.items())),
        input,
        input.outputs(),
        rows,
        rows * Math.log(rows + 2) * 0.01,
        e ->
            Buffered.sort(
                e, below.open(e), keys, order, boundOf == null ? bound : boundOf.apply(e)));
  }

  private Node limit(Plan.Limit limit) {
    Evaluator count = limit.limit().map(expressions(List.of())::compile).orElse(null);
    Evaluator skip = limit.offset().map(expressions(List.of())::compile).orElse(null);
    boolean ties = !limit.ties().isEmpty();
    Node input =
        limit.input() instanceof Plan.Sort sort && !ties
            ? sort(sort, Long.MAX_VALUE, e -> sum(count(count, e, true), count(skip, e, false)))
            : node(limit.input());
    RowOrder order = ties ? tiesOrder(limit.ties(), input.outputs()) : null;
    OperatorFactory below = input.factory();
    return unary(
        "Limit",
        List.of(),
        input,
        input.outputs(),
        Math.min(input.rows(), cardinality.rows(limit)),
        0,
        e -> new Streams.Limit(below.open(e), count(skip, e, false), count(count, e, true), order));
  }

  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private static long count(@Nullable Evaluator evaluator, Evaluation e, boolean limit) {
    return evaluator == null ? (limit ? Long.MAX_VALUE : 0) : Streams.count(evaluator, e, limit);
  }

  /** The tie columns where they lie in the input. */
  private RowOrder tiesOrder(List<SortItem> ties, List<Variable> outputs) {
    RowOrder order = order(ties, 0);
    int[] columns = new int[ties.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          ties.get(i).scalar() instanceof Scalar.Reference reference
              ? outputs.indexOf(reference.variable())
              : -1;
    }
    return new RowOrder(columns, order.types(), order.descending(), order.nullsFirst());
  }

  private Node distinct(Plan.Distinct distinct) {
    Node input = node(distinct.input());
    List<Evaluator> keys = expressions(input.outputs()).compileAll(distinct.on());
    OperatorFactory below = input.factory();
    return unary(
        "Unique",
        List.of(),
        input,
        input.outputs(),
        cardinality.rows(distinct),
        input.rows() * 0.01,
        e -> new Buffered.Distinct(e, below.open(e), keys));
  }

  private Node aggregate(Plan.Aggregate aggregate) {
    Node input = node(aggregate.input());
    ExpressionCompiler compiler = expressions(input.outputs());
    List<Evaluator> keys =
        aggregate.keys().stream().map(key -> compiler.compile(new Scalar.Reference(key))).toList();
    List<HashAggregate.Call> calls = new ArrayList<>();
    for (Plan.AggregateCall call : aggregate.aggregates()) {
      List<Evaluator> sortKeys =
          compiler.compileAll(call.orderBy().stream().map(SortItem::scalar).toList());
      calls.add(
          new HashAggregate.Call(
              call.function(),
              compiler.compileAll(call.arguments()),
              call.distinct(),
              call.filter().map(compiler::compile).orElse(null),
              sortKeys,
              sortKeys.isEmpty() ? null : order(call.orderBy(), call.arguments().size()),
              call.output().type()));
    }
    OperatorFactory below = input.factory();
    boolean numbered = aggregate.groupingSet() != null;
    String name = aggregate.keys().isEmpty() ? "Aggregate" : "HashAggregate";
    List<String> details =
        aggregate.keys().isEmpty()
            ? List.of()
            : List.of("Group Key: " + Shown.variables(aggregate.keys()));
    return unary(
        name,
        details,
        input,
        aggregate.outputs(),
        cardinality.rows(aggregate),
        input.rows() * 0.01 * (1 + calls.size()),
        e -> new HashAggregate(e, keys, aggregate.sets(), numbered, calls).run(below.open(e)));
  }

  private Node window(Plan.Window window) {
    Node input = node(window.input());
    ExpressionCompiler compiler = expressions(input.outputs());
    List<Evaluator> partitionBy = compiler.compileAll(window.partitionBy());
    List<Evaluator> orderBy =
        compiler.compileAll(window.orderBy().stream().map(SortItem::scalar).toList());
    List<SortItem> all = new ArrayList<>();
    window.partitionBy().forEach(scalar -> all.add(new SortItem(scalar, false, false)));
    RowOrder partitionOrder = order(all, input.outputs().size());
    all.addAll(window.orderBy());
    RowOrder order = order(all, input.outputs().size());
    List<WindowOperator.Call> calls = new ArrayList<>();
    for (Plan.WindowCall call : window.calls()) {
      Scalar start = call.frame().startOffset();
      Scalar end = call.frame().endOffset();
      calls.add(
          new WindowOperator.Call(
              call,
              compiler.compileAll(call.arguments()),
              call.filter().map(compiler::compile).orElse(null),
              start == null ? null : compiler.compile(start),
              end == null ? null : compiler.compile(end)));
    }
    OperatorFactory below = input.factory();
    List<Variable> outputs = new ArrayList<>(input.outputs());
    window.calls().forEach(call -> outputs.add(call.output()));
    return unary(
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

  private Node lockRows(Plan.LockRows lock) {
    Node input = node(lock.input());
    Evaluator recheck = lock.recheck().map(expressions(input.outputs())::compile).orElse(null);
    OperatorFactory below = input.factory();
    List<RowLocks.Target> targets =
        lock.targets().stream().map(t -> RowLocks.Target.of(t, input.outputs())).toList();
    return unary(
        "LockRows",
        List.of(),
        input,
        input.outputs(),
        input.rows(),
        input.rows() * 0.01,
        e -> new RowLocks(e, below.open(e), targets, recheck));
  }

  // ---- several inputs

  private Node setOperation(Plan.SetOperation operation) {
    Node left = node(operation.left());
    Node right = node(operation.right());
    OperatorFactory one = arranged(left, operation.left().outputs());
    OperatorFactory other = arranged(right, operation.right().outputs());
    List<DataType> types = types(operation.outputs());
    Function<Evaluation, Operator> opener;
    String name;
    if (operation.kind() == Plan.SetKind.UNION) {
      name = operation.all() ? "Append" : "HashAggregate";
      List<Evaluator> keys =
          expressions(operation.outputs())
              .compileAll(operation.outputs().stream().<Scalar>map(Scalar.Reference::new).toList());
      opener =
          operation.all()
              ? e -> new Streams.Append(one.open(e), other.open(e))
              : e -> new Buffered.Distinct(e, new Streams.Append(one.open(e), other.open(e)), keys);
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
    return new Node(new Factory(explanation, opener), operation.outputs());
  }

  /** Common tables run once, as they are read; those that modify when the query opens. */
  private Node with(Plan.With with) {
    List<CteRunner> runners = new ArrayList<>();
    for (Plan.Cte cte : with.ctes()) {
      if (cte.plan() instanceof Plan.Recursive recursive) {
        OperatorFactory base = arranged(node(recursive.base()), recursive.base().outputs());
        OperatorFactory step = arranged(node(recursive.step()), recursive.step().outputs());
        List<DataType> types = types(recursive.outputs());
        OperatorFactory rounds =
            new Factory(
                base.explain(),
                e -> new Recursion(e, recursive.id(), base, step, recursive.distinct(), types));
        runners.add(lazily(recursive.id(), rounds));
      } else {
        OperatorFactory factory = arranged(node(cte.plan()), cte.plan().outputs());
        runners.add(cte.modifies() ? atOnce(cte.id(), factory) : lazily(cte.id(), factory));
      }
    }
    Node input = node(with.input());
    OperatorFactory below = input.factory();
    return new Node(
        new Factory(
            below.explain(),
            e -> {
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
      CommonTable table = new CommonTable(e, Buffered.drain(e, factory.open(e)));
      e.setCommonTable(id, table);
      return table;
    };
  }

  // ---- joins

  private Node join(Plan.Join join) {
    Node left = node(join.left());
    boolean exists = join.kind() == JoinKind.SEMI || join.kind() == JoinKind.ANTI;
    if (join.lateral()) {
      return lateral(join, left, node(join.right()), join.condition());
    }
    Node lookup = lookup(join, left);
    if (lookup != null) {
      return lateral(join, left, lookup, Scalar.Constant.TRUE);
    }
    Node right = node(join.right());
    List<Variable> both = new ArrayList<>(left.outputs());
    both.addAll(right.outputs());
    List<Scalar> leftKeys = new ArrayList<>();
    List<Scalar> rightKeys = new ArrayList<>();
    List<Scalar> rest = new ArrayList<>();
    split(join, left, right, leftKeys, rightKeys, rest);
    Evaluator condition =
        rest.isEmpty() ? null : expressions(both).compile(Scalars.conjunction(rest));
    Joins.Shape shape = Joins.Shape.of(left.outputs(), right.outputs());
    OperatorFactory one = left.factory();
    OperatorFactory other = right.factory();
    double rows = cardinality.rows(join);
    Function<Evaluation, Operator> opener;
    String name;
    double cost = left.cost() + right.cost();
    if (leftKeys.isEmpty()) {
      name = "Nested Loop";
      cost += left.rows() * right.rows() * 0.005;
      opener =
          e -> new NestedLoopJoin(e, join.kind(), one.open(e), other.open(e), condition, shape);
    } else {
      name = "Hash Join";
      cost += (left.rows() + 1.5 * right.rows()) * 0.01;
      List<Evaluator> leftEvaluators = expressions(left.outputs()).compileAll(leftKeys);
      List<Evaluator> rightEvaluators = expressions(right.outputs()).compileAll(rightKeys);
      opener =
          e ->
              new HashJoin(
                  e,
                  join.kind(),
                  one.open(e),
                  other.open(e),
                  leftEvaluators,
                  rightEvaluators,
                  condition,
                  shape);
    }
    Explanation explanation =
        new Explanation(
            titled(name, join.kind()),
            conditions(leftKeys, rightKeys, rest),
            rows,
            cost,
            List.of(one.explain(), other.explain()));
    return new Node(new Factory(explanation, opener), exists ? left.outputs() : both);
  }

  private static String titled(String name, JoinKind kind) {
    String shown =
        switch (kind) {
          case INNER -> "";
          case LEFT -> "Left";
          case RIGHT -> "Right";
          case FULL -> "Full";
          case SEMI -> "Semi";
          case ANTI -> "Anti";
        };
    if (shown.isEmpty()) {
      return name;
    }
    return name.startsWith("Hash") ? "Hash " + shown + " Join" : name + " " + shown + " Join";
  }

  private static List<String> conditions(
      List<Scalar> leftKeys, List<Scalar> rightKeys, List<Scalar> rest) {
    List<String> lines = new ArrayList<>();
    if (!leftKeys.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      for (int i = 0; i < leftKeys.size(); i++) {
        pairs.add(Shown.scalar(leftKeys.get(i)) + " = " + Shown.scalar(rightKeys.get(i)));
      }
      lines.add("Hash Cond: (" + String.join(" AND ", pairs) + ")");
    }
    if (!rest.isEmpty()) {
      lines.add("Join Filter: " + Shown.scalar(Scalars.conjunction(rest)));
    }
    return lines;
  }

  private static void split(
      Plan.Join join,
      Node left,
      Node right,
      List<Scalar> leftKeys,
      List<Scalar> rightKeys,
      List<Scalar> rest) {
    Set<Variable> ofLeft = new HashSet<>(left.outputs());
    Set<Variable> ofRight = new HashSet<>(right.outputs());
    for (Scalar condition : Scalars.conjuncts(join.condition())) {
      if (condition instanceof Scalar.Apply apply
          && apply.name().equals("=")
          && hashable(apply.arguments())) {
        Scalar a = apply.arguments().get(0);
        Scalar b = apply.arguments().get(1);
        if (from(a, ofLeft, ofRight) && from(b, ofRight, ofLeft)) {
          leftKeys.add(a);
          rightKeys.add(b);
          continue;
        }
        if (from(a, ofRight, ofLeft) && from(b, ofLeft, ofRight)) {
          leftKeys.add(b);
          rightKeys.add(a);
          continue;
        }
      }
      rest.add(condition);
    }
  }

  private static boolean hashable(List<Scalar> sides) {
    DataType one = sides.get(0).type();
    DataType other = sides.get(1).type();
    boolean integers =
        Vector.Layout.of(one) == Vector.Layout.LONG
            && Vector.Layout.of(other) == Vector.Layout.LONG
            && one.kind().isNumeric()
            && other.kind().isNumeric();
    return one.kind() == other.kind() || integers;
  }

  private static boolean from(Scalar scalar, Set<Variable> side, Set<Variable> other) {
    Set<Variable> free = Scalars.free(scalar);
    return free.stream().anyMatch(side::contains) && free.stream().noneMatch(other::contains);
  }

  /**
   * The right side as an index look-up per left row, where it is a scan with a fitting index and
   * the left side is small beside it; else null.
   */
  private @Nullable Node lookup(Plan.Join join, Node left) {
    if (join.kind() == JoinKind.RIGHT || join.kind() == JoinKind.FULL) {
      return null;
    }
    Plan right = join.right();
    List<Scalar> conditions = new ArrayList<>();
    if (right instanceof Plan.Filter filter) {
      conditions.addAll(Scalars.conjuncts(filter.condition()));
      right = filter.input();
    }
    if (!(right instanceof Plan.Scan scan)) {
      return null;
    }
    conditions.addAll(Scalars.conjuncts(join.condition()));
    AccessPath path = AccessPath.choose(scan, conditions);
    double perRow = path.unique() ? LOOKUP_COST : LOOKUP_COST + cardinality.rows(scan) * 0.001;
    boolean cheaper =
        !path.prefix().isEmpty()
            && path.prefix().stream()
                .anyMatch(s -> Scalars.free(s).stream().anyMatch(left.outputs()::contains))
            && left.rows() * perRow < cardinality.rows(scan) * 0.02 + left.rows() * 0.01;
    return cheaper ? scan(scan, conditions, path, false) : null;
  }

  private Node lateral(Plan.Join join, Node left, Node right, Scalar on) {
    List<Variable> both = new ArrayList<>(left.outputs());
    both.addAll(right.outputs());
    boolean exists = join.kind() == JoinKind.SEMI || join.kind() == JoinKind.ANTI;
    Evaluator condition = on.equals(Scalar.Constant.TRUE) ? null : expressions(both).compile(on);
    Joins.Shape shape = Joins.Shape.of(left.outputs(), right.outputs());
    OperatorFactory one = left.factory();
    OperatorFactory other = right.factory();
    Explanation explanation =
        new Explanation(
            titled("Nested Loop", join.kind()),
            List.of(),
            cardinality.rows(join),
            left.cost() + left.rows() * right.cost(),
            List.of(one.explain(), other.explain()));
    return new Node(
        new Factory(
            explanation,
            e ->
                new LateralJoin(
                    e, join.kind(), one.open(e), left.outputs(), other, condition, shape)),
        exists ? left.outputs() : both);
  }
}
