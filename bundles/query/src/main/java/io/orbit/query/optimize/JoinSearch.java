package io.orbit.query.optimize;

import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One search for the cheapest order of some relations. A relation costs the rows that are read for
 * it; a join costs a hash table of its right side and a probe of its left one, or, where the right
 * side is a table with a fitting key, a look-up for each left row, and what it answers.
 */
final class JoinSearch {
  private static final int EXHAUSTIVE = 10;
  private static final double BUILD = 0.3;
  private static final double PROBE = 0.15;
  private static final double LOOKUP = 8;
  private static final double OUTPUT = 0.1;

  /** What a row of a column segment costs beside one that is decoded. */
  private static final double COLUMNAR = 0.05;

  private final List<Plan> relations;
  private final List<Scalar> conditions;
  private final List<BitSet> needs = new ArrayList<>();
  private final List<Set<Variable>> keys = new ArrayList<>();
  private final Rule.Context context;

  /**
   * A joined subset.
   *
   * @param reading what of the cost reads a single relation, which look-ups do without
   */
  private record Tree(BitSet relations, Plan plan, double rows, double cost, double reading) {}

  JoinSearch(List<Plan> relations, List<Scalar> conditions, Rule.Context context) {
    this.relations = relations;
    this.conditions = conditions;
    this.context = context;
    List<Set<Variable>> outputs = new ArrayList<>();
    for (Plan relation : relations) {
      outputs.add(new HashSet<>(relation.outputs()));
      keys.add(firstKeys(relation));
    }
    for (Scalar condition : conditions) {
      BitSet need = new BitSet();
      Set<Variable> used = Scalars.free(condition);
      for (int i = 0; i < relations.size(); i++) {
        if (used.stream().anyMatch(outputs.get(i)::contains)) {
          need.set(i);
        }
      }
      needs.add(need);
    }
  }

  /** The columns by which a table's rows can be looked up. */
  private static Set<Variable> firstKeys(Plan relation) {
    Plan table = relation instanceof Plan.Filter filter ? filter.input() : relation;
    Set<Variable> keys = new HashSet<>();
    if (table instanceof Plan.Scan scan) {
      if (!scan.collection().primaryKey().isEmpty()) {
        keys.add(scan.variables().get(scan.collection().primaryKey().getFirst()));
      }
      scan.collection().indexes().stream()
          .filter(index -> index.valid() && index.predicateText().isEmpty())
          .forEach(
              index -> {
                for (int i = 0; i < scan.variables().size(); i++) {
                  if (scan.collection().columns().get(i).id()
                      == index.elements().getFirst().column()) {
                    keys.add(scan.variables().get(i));
                  }
                }
              });
    }
    return keys;
  }

  Plan run() {
    Tree whole = relations.size() <= EXHAUSTIVE ? exhaustive() : null;
    return withConstants(whole == null ? greedy() : whole.plan());
  }

  /** Conditions that are about no relation here. */
  private Plan withConstants(Plan plan) {
    List<Scalar> left = new ArrayList<>();
    for (int c = 0; c < conditions.size(); c++) {
      if (needs.get(c).cardinality() < 2) {
        left.add(conditions.get(c));
      }
    }
    return Plans.filter(plan, left);
  }

  private Tree leaf(int i) {
    Plan relation = relations.get(i);
    Plan table = relation instanceof Plan.Filter filter ? filter.input() : relation;
    BitSet self = new BitSet();
    self.set(i);
    double reading = table instanceof Plan.Scan ? readRows(relation, table) : 0;
    return new Tree(self, relation, context.rows(relation), reading, reading);
  }

  /** A selective condition on a key reads only what it finds. */
  private double readRows(Plan relation, Plan table) {
    boolean byKey =
        relation instanceof Plan.Filter filter
            && firstKeys(relation).stream()
                .anyMatch(key -> Scalars.free(filter.condition()).contains(key));
    double all = context.rows(table);
    if (table instanceof Plan.Scan scan && context.isColumnar(scan.collection())) {
      all *= COLUMNAR;
    }
    return byKey ? Math.min(all, 2 * context.rows(relation)) : all;
  }

  // ---- all orders

  private @Nullable Tree exhaustive() {
    int all = (1 << relations.size()) - 1;
    Map<Integer, Tree> best = new HashMap<>();
    for (int i = 0; i < relations.size(); i++) {
      best.put(1 << i, leaf(i));
    }
    for (int subset = 1; subset <= all; subset++) {
      if (Integer.bitCount(subset) < 2) {
        continue;
      }
      Tree found = bestSplit(subset, best, true);
      if (found == null) {
        found = bestSplit(subset, best, false);
      }
      if (found != null) {
        best.put(subset, found);
      }
    }
    return best.get(all);
  }

  private @Nullable Tree bestSplit(int subset, Map<Integer, Tree> best, boolean connected) {
    Tree found = null;
    double rows = -1;
    for (int left = (subset - 1) & subset; left > 0; left = (left - 1) & subset) {
      Tree one = best.get(left);
      Tree other = best.get(subset & ~left);
      if (one == null || other == null) {
        continue;
      }
      List<Scalar> on = applicable(one, other);
      if (connected && on.isEmpty()) {
        continue;
      }
      if (rows < 0) {
        rows = context.rows(plan(one, other, on));
      }
      double cost = cost(one, other, on, rows);
      if (found == null || cost < found.cost()) {
        found = joined(one, other, on, rows, cost);
      }
    }
    return found;
  }

  private static Plan plan(Tree left, Tree right, List<Scalar> on) {
    return new Plan.Join(JoinKind.INNER, left.plan(), right.plan(), Scalars.conjunction(on), false);
  }

  private static Tree joined(Tree left, Tree right, List<Scalar> on, double rows, double cost) {
    BitSet both = (BitSet) left.relations().clone();
    both.or(right.relations());
    return new Tree(both, plan(left, right, on), rows, cost, 0);
  }

  private double cost(Tree left, Tree right, List<Scalar> on, double rows) {
    double hashed =
        on.stream().anyMatch(JoinSearch::isEquality)
            ? right.cost() + right.rows() * BUILD + left.rows() * PROBE
            : right.cost() + right.rows() + left.rows() * right.rows();
    double cost = hashed;
    if (right.relations().cardinality() == 1
        && isLookedUp(on, keys.get(right.relations().nextSetBit(0)))) {
      cost = Math.min(cost, right.cost() - right.reading() + left.rows() * LOOKUP);
    }
    return left.cost() + cost + rows * OUTPUT;
  }

  private static boolean isEquality(Scalar condition) {
    return condition instanceof Scalar.Apply apply && apply.name().equals("=");
  }

  private static boolean isLookedUp(List<Scalar> on, Set<Variable> keys) {
    return on.stream()
        .anyMatch(
            condition ->
                condition instanceof Scalar.Apply apply
                    && apply.name().equals("=")
                    && apply.arguments().stream()
                        .anyMatch(
                            side ->
                                side instanceof Scalar.Reference reference
                                    && keys.contains(reference.variable())));
  }

  /** Conditions that this very join makes possible. */
  private List<Scalar> applicable(Tree one, Tree other) {
    List<Scalar> found = new ArrayList<>();
    for (int c = 0; c < conditions.size(); c++) {
      BitSet need = needs.get(c);
      if (need.intersects(one.relations()) && need.intersects(other.relations())) {
        BitSet missing = (BitSet) need.clone();
        missing.andNot(one.relations());
        missing.andNot(other.relations());
        if (missing.isEmpty()) {
          found.add(conditions.get(c));
        }
      }
    }
    return found;
  }

  // ---- greedily

  /** Joins the pair that answers the fewest rows, again and again. */
  private Plan greedy() {
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < relations.size(); i++) {
      trees.add(leaf(i));
    }
    while (trees.size() > 1) {
      mergeBest(trees);
    }
    return trees.getFirst().plan();
  }

  private void mergeBest(List<Tree> trees) {
    Tree best = null;
    boolean bestConnected = false;
    Tree bestLeft = trees.get(0);
    Tree bestRight = trees.get(1);
    for (Tree left : trees) {
      for (Tree right : trees) {
        if (left == right) {
          continue;
        }
        List<Scalar> on = applicable(left, right);
        boolean connected = !on.isEmpty();
        if (bestConnected && !connected) {
          continue;
        }
        double rows = context.rows(plan(left, right, on));
        Tree candidate = joined(left, right, on, rows, cost(left, right, on, rows));
        if (best == null
            || (connected && !bestConnected)
            || candidate.rows() < best.rows()
            || (candidate.rows() == best.rows() && candidate.cost() < best.cost())) {
          best = candidate;
          bestConnected = connected;
          bestLeft = left;
          bestRight = right;
        }
      }
    }
    trees.remove(bestLeft);
    trees.remove(bestRight);
    trees.add(java.util.Objects.requireNonNull(best));
  }
}
