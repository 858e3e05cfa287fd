package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.optimize.Cardinality;
import io.orbit.query.plan.Plan;
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
  private final Cardinality cardinality;
  private final ScanCompiler scans;
  private final JoinCompiler joins;
  private final GroupCompiler groups;
  private final TableCompiler tables;
  private final Set<Variable> used = new HashSet<>();

  /**
   * @param earlyScans what is read before the statement changes anything
   */
  PlanCompiler(Cardinality cardinality, EarlyScans earlyScans) {
    this.cardinality = cardinality;
    scans = new ScanCompiler(this, cardinality, earlyScans);
    joins = new JoinCompiler(this, scans, cardinality, earlyScans);
    groups = new GroupCompiler(this, cardinality);
    tables = new TableCompiler(this, cardinality, earlyScans);
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

  /** Whether anything reads a variable. */
  boolean isUsed(Variable variable) {
    return used.contains(variable);
  }

  /** What an expression over a modification's source reads, its subqueries included. */
  void want(Scalar scalar) {
    used.addAll(Scalars.free(scalar));
    Scalars.visit(
        scalar,
        s -> {
          if (s instanceof Scalar.Subquery subquery) {
            noteUses(subquery.plan());
          }
        });
  }

  /** Everything a scan brings is wanted (for a modification's target). */
  void wantAll(List<Variable> variables) {
    used.addAll(variables);
  }

  Node node(Plan plan) {
    return switch (plan) {
      case Plan.Unit unit ->
          leaf("Result", List.of(), 1, e -> new Sources.Rows(List.of(RowBatch.UNIT)));
      case Plan.Scan scan -> scans.scan(scan, List.of());
      case Plan.Filter filter -> filter(filter);
      case Plan.Barrier barrier -> node(barrier.input());
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
      case Plan.Join join -> joins.join(join);
      case Plan.Aggregate aggregate -> groups.aggregate(aggregate);
      case Plan.Window window -> groups.window(window);
      case Plan.Sort sort -> sort(sort, Double.MAX_VALUE, null);
      case Plan.Limit limit -> limit(limit);
      case Plan.Distinct distinct -> distinct(distinct);
      case Plan.SetOperation operation -> tables.setOperation(operation);
      case Plan.With with -> tables.with(with);
      case Plan.Recursive recursive -> throw new IllegalStateException("a recursion outside WITH");
      case Plan.LockRows lock -> lockRows(lock, node(lock.input()), false);
      case Plan.Insert insert -> ModificationCompiler.rows(this, insert);
      case Plan.Update update -> ModificationCompiler.rows(this, update);
      case Plan.Delete delete -> ModificationCompiler.rows(this, delete);
      case Plan.Merge merge -> ModificationCompiler.rows(this, merge);
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

  static Node unary(
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

  static List<DataType> types(List<Variable> variables) {
    return variables.stream().map(Variable::type).toList();
  }

  // ---- sources

  private Node filter(Plan.Filter filter) {
    List<Scalar> conditions = Scalars.conjuncts(filter.condition());
    if (filter.input() instanceof Plan.Scan scan) {
      return scans.scan(scan, conditions);
    }
    if (filter.input() instanceof Plan.VirtualScan scan) {
      return filtered(virtual(scan, conditions), conditions, cardinality.rows(filter));
    }
    return filtered(node(filter.input()), conditions, cardinality.rows(filter));
  }

  Node filtered(Node input, List<Scalar> conditions, double rows) {
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
        new StreamFactory(
            explanation,
            below,
            (e, from) -> new Streams.Filter(e, from, evaluator),
            Anywhere.runs(condition, input.outputs())),
        input.outputs());
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
    return project(project, node(project.input()));
  }

  private Node project(Plan.Project project, Node input) {
    List<Scalar> scalars = project.assignments().stream().map(Plan.Assignment::scalar).toList();
    List<Evaluator> evaluators = expressions(input.outputs()).compileAll(scalars);
    OperatorFactory below = input.factory();
    return new Node(
        new StreamFactory(
            below.explain(),
            below,
            (e, from) -> new Streams.Project(e, from, evaluators),
            scalars.stream().allMatch(scalar -> Anywhere.runs(scalar, input.outputs()))),
        project.outputs());
  }

  static RowOrder order(List<SortItem> items, int firstColumn) {
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

  /**
   * The plan's rows in that order, where they can be read so and that is cheaper than sorting.
   *
   * @param share of the rows that will be read
   */
  private @Nullable Node ordered(Plan plan, List<SortItem> items, double share) {
    return switch (plan) {
      case Plan.Scan scan -> scans.ordered(scan, List.of(), items, share);
      case Plan.Filter(Plan.Scan scan, Scalar condition) ->
          scans.ordered(scan, Scalars.conjuncts(condition), items, share);
      case Plan.Filter filter -> {
        Node input = ordered(filter.input(), items, share);
        yield input == null
            ? null
            : filtered(input, Scalars.conjuncts(filter.condition()), cardinality.rows(filter));
      }
      case Plan.Project project -> {
        List<SortItem> below = below(project, items);
        Node input = below.isEmpty() ? null : ordered(project.input(), below, share);
        yield input == null ? null : project(project, input);
      }
      case Plan.Join join -> {
        Set<Variable> left = new HashSet<>(join.left().outputs());
        boolean ofLeft = items.stream().allMatch(i -> left.containsAll(Scalars.free(i.scalar())));
        Node input = ofLeft ? ordered(join.left(), items, share) : null;
        yield input == null ? null : joins.lookup(join, input);
      }
      default -> null;
    };
  }

  /** What a projection's input is to be sorted by; empty where it computes the keys. */
  private static List<SortItem> below(Plan.Project project, List<SortItem> items) {
    List<SortItem> below = new ArrayList<>();
    for (SortItem item : items) {
      Scalar from =
          project.assignments().stream()
              .filter(a -> item.scalar().equals(new Scalar.Reference(a.variable())))
              .findFirst()
              .map(Plan.Assignment::scalar)
              .orElse(item.scalar());
      if (!(from instanceof Scalar.Reference)) {
        return List.of();
      }
      below.add(new SortItem(from, item.descending(), item.nullsFirst()));
    }
    return below;
  }

  /**
   * @param wanted how many rows are probably read
   */
  private Node sort(Plan.Sort sort, double wanted, @Nullable Function<Evaluation, Long> boundOf) {
    double share = Math.min(1, wanted / Math.max(1, cardinality.rows(sort.input())));
    Node ordered = ordered(sort.input(), sort.items(), share);
    if (ordered != null) {
      return ordered;
    }
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
            new Sorting(e, keys, order, boundOf == null ? Long.MAX_VALUE : boundOf.apply(e))
                .run(below.open(e)));
  }

  private Node limit(Plan.Limit limit) {
    Evaluator count = limit.limit().map(expressions(List.of())::compile).orElse(null);
    Evaluator skip = limit.offset().map(expressions(List.of())::compile).orElse(null);
    boolean ties = !limit.ties().isEmpty();
    Node input =
        limit.input() instanceof Plan.Sort sort && !ties
            ? sort(
                sort,
                cardinality.rows(limit),
                e -> sum(count(count, e, true), count(skip, e, false)))
            : limited(limit.input(), cardinality.rows(limit));
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

  /** A plan of whose rows only some are read, so many probably. */
  private Node limited(Plan plan, double wanted) {
    return switch (plan) {
      case Plan.Project project -> project(project, limited(project.input(), wanted));
      case Plan.LockRows lock -> lockRows(lock, limited(lock.input(), wanted), true);
      case Plan.Sort sort -> sort(sort, wanted, null);
      default -> node(plan);
    };
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
    boolean anyOrder = distinct.on().size() >= distinct.outputs().size();
    OperatorFactory below = input.factory();
    return unary(
        "Unique",
        List.of(),
        input,
        input.outputs(),
        cardinality.rows(distinct),
        input.rows() * 0.01,
        e -> new Distinct(e, below.open(e), keys, anyOrder));
  }

  /**
   * @param singly whether rows are locked only as they are asked for, one by one
   */
  private Node lockRows(Plan.LockRows lock, Node input, boolean singly) {
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
        e -> new RowLocks(e, below.open(e), targets, recheck, singly));
  }
}
