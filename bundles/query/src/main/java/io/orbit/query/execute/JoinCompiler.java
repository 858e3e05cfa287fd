package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.PlanCompiler.Factory;
import io.orbit.query.execute.PlanCompiler.Node;
import io.orbit.query.optimize.Cardinality;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Chooses how joins are made: look-ups by an index, hashing, nested loops. */
final class JoinCompiler {
  /** A look-up for one more left row, its range computed and its operators opened. */
  private static final double LOOKUP = 0.06;

  private static final double PROBE = 0.0015;
  private static final double BUILD = 0.003;
  private static final double PAIR = 0.005;

  private final PlanCompiler compiler;
  private final ScanCompiler scans;
  private final Cardinality cardinality;
  private final EarlyScans earlyScans;

  JoinCompiler(
      PlanCompiler compiler, ScanCompiler scans, Cardinality cardinality, EarlyScans earlyScans) {
    this.compiler = compiler;
    this.scans = scans;
    this.cardinality = cardinality;
    this.earlyScans = earlyScans;
  }

  Node join(Plan.Join join) {
    Node left = compiler.node(join.left());
    if (join.lateral()) {
      return lateral(join, left, compiler.node(join.right()), join.condition());
    }
    Node lookup = lookup(join, left);
    return lookup != null ? lookup : whole(join, left, compiler.node(join.right()));
  }

  /** Each side run once. */
  private Node whole(Plan.Join join, Node left, Node right) {
    boolean exists = join.kind() == JoinKind.SEMI || join.kind() == JoinKind.ANTI;
    List<Variable> both = new ArrayList<>(left.outputs());
    both.addAll(right.outputs());
    List<Scalar> leftKeys = new ArrayList<>();
    List<Scalar> rightKeys = new ArrayList<>();
    List<Scalar> rest = new ArrayList<>();
    split(join, left, right, leftKeys, rightKeys, rest);
    Evaluator condition =
        rest.isEmpty() ? null : compiler.expressions(both).compile(Scalars.conjunction(rest));
    Joins.Shape shape = Joins.Shape.of(left.outputs(), right.outputs());
    OperatorFactory one = left.factory();
    OperatorFactory other = right.factory();
    Function<Evaluation, Operator> opener;
    String name;
    double cost = left.cost() + right.cost();
    if (leftKeys.isEmpty()) {
      name = "Nested Loop";
      cost += left.rows() * right.rows() * PAIR;
      opener =
          e -> new NestedLoopJoin(e, join.kind(), one.open(e), other.open(e), condition, shape);
    } else {
      name = "Hash Join";
      cost += left.rows() * PROBE + right.rows() * BUILD;
      List<Evaluator> leftEvaluators = compiler.expressions(left.outputs()).compileAll(leftKeys);
      List<Evaluator> rightEvaluators = compiler.expressions(right.outputs()).compileAll(rightKeys);
      PartitionedJoin.Shape keyed =
          new PartitionedJoin.Shape(join.kind(), leftEvaluators, rightEvaluators, condition, shape);
      opener = e -> PartitionedJoin.open(e, keyed, one, other.open(e));
    }
    Explanation explanation =
        new Explanation(
            titled(name, join.kind()),
            conditions(leftKeys, rightKeys, rest),
            cardinality.rows(join),
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

  // ---- look-ups

  /**
   * The right side as an index look-up per left row, where it is a scan with a fitting index and
   * that is cheaper than reading it once; else null.
   */
  @Nullable Node lookup(Plan.Join join, Node left) {
    if (join.lateral() || join.kind() == JoinKind.RIGHT || join.kind() == JoinKind.FULL) {
      return null;
    }
    Plan right = join.right();
    List<Scalar> own = new ArrayList<>();
    if (right instanceof Plan.Filter filter) {
      own.addAll(Scalars.conjuncts(filter.condition()));
      right = filter.input();
    }
    if (!(right instanceof Plan.Scan scan) || earlyScans.covers(scan.collection())) {
      return null;
    }
    List<Scalar> conditions = new ArrayList<>(own);
    conditions.addAll(Scalars.conjuncts(join.condition()));
    AccessPath path = bestLookup(scan, conditions, left);
    if (path == null) {
      return null;
    }
    double found = scans.rows(scan, path, cardinality.rows(scan));
    double lookups = left.rows() * (LOOKUP + scans.cost(path, found));
    AccessPath once = scans.cheapest(scan, own);
    double read = scans.rows(scan, once, cardinality.rows(scan));
    double built = cardinality.rows(Plans.filter(scan, own));
    double hashed = scans.cost(scan, once, read) + built * BUILD + left.rows() * PROBE;
    return lookups < hashed
        ? lateral(
            join,
            left,
            scans.scan(scan, conditions, path, ScanCompiler.Direction.ANY),
            Scalar.Constant.TRUE)
        : null;
  }

  private @Nullable AccessPath bestLookup(Plan.Scan scan, List<Scalar> conditions, Node left) {
    AccessPath best = null;
    double least = Double.MAX_VALUE;
    for (AccessPath path : AccessPath.candidates(scan, conditions)) {
      boolean depends =
          path.prefix().stream()
              .anyMatch(s -> Scalars.free(s).stream().anyMatch(left.outputs()::contains));
      double cost = scans.cost(path, scans.rows(scan, path, cardinality.rows(scan)));
      if (depends && cost < least) {
        best = path;
        least = cost;
      }
    }
    return best;
  }

  private Node lateral(Plan.Join join, Node left, Node right, Scalar on) {
    List<Variable> both = new ArrayList<>(left.outputs());
    both.addAll(right.outputs());
    boolean exists = join.kind() == JoinKind.SEMI || join.kind() == JoinKind.ANTI;
    Evaluator condition =
        on.equals(Scalar.Constant.TRUE) ? null : compiler.expressions(both).compile(on);
    Joins.Shape shape = Joins.Shape.of(left.outputs(), right.outputs());
    OperatorFactory one = left.factory();
    OperatorFactory other = right.factory();
    Explanation explanation =
        new Explanation(
            titled("Nested Loop", join.kind()),
            List.of(),
            cardinality.rows(join),
            left.cost() + left.rows() * (LOOKUP + right.cost()),
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
