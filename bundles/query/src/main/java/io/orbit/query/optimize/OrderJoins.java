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
 * Chooses the order of inner joins: dynamic programming over connected subsets up to ten relations,
 * greedily beyond. The cost of a tree is the sum of the rows of its intermediate results; the
 * smaller side becomes the right (built) one.
 */
final class OrderJoins implements Rule {
  private static final int EXHAUSTIVE = 10;

  @Override
  public Plan apply(Plan plan, Context context) {
    if (plan instanceof Plan.Join join && isReorderable(join)) {
      List<Plan> relations = new ArrayList<>();
      List<Scalar> conditions = new ArrayList<>();
      flatten(join, relations, conditions);
      List<Plan> ordered = relations.stream().map(relation -> apply(relation, context)).toList();
      Plan best = new Search(ordered, conditions, context).run();
      return restored(best, join.outputs());
    }
    return Plans.mapChildren(plan, child -> apply(child, context));
  }

  private static boolean isReorderable(Plan.Join join) {
    return join.kind() == JoinKind.INNER && !join.lateral();
  }

  private static void flatten(Plan plan, List<Plan> relations, List<Scalar> conditions) {
    if (plan instanceof Plan.Join join && isReorderable(join)) {
      flatten(join.left(), relations, conditions);
      flatten(join.right(), relations, conditions);
      conditions.addAll(Scalars.conjuncts(join.condition()));
    } else {
      relations.add(plan);
    }
  }

  /** The same outputs in the same order, for whoever counts on positions. */
  private static Plan restored(Plan plan, List<Variable> outputs) {
    return plan.outputs().equals(outputs)
        ? plan
        : new Plan.Project(
            plan,
            outputs.stream().map(v -> new Plan.Assignment(v, new Scalar.Reference(v))).toList());
  }

  /** One search. */
  private static final class Search {
    private final List<Plan> relations;
    private final List<Scalar> conditions;
    private final List<BitSet> needs = new ArrayList<>();
    private final Context context;

    /** A joined subset. */
    private record Tree(Plan plan, double rows, double cost) {}

    Search(List<Plan> relations, List<Scalar> conditions, Context context) {
      this.relations = relations;
      this.conditions = conditions;
      this.context = context;
      for (Scalar condition : conditions) {
        BitSet need = new BitSet();
        Set<Variable> used = Scalars.free(condition);
        for (int i = 0; i < relations.size(); i++) {
          Set<Variable> outputs = new HashSet<>(relations.get(i).outputs());
          if (used.stream().anyMatch(outputs::contains)) {
            need.set(i);
          }
        }
        needs.add(need);
      }
    }

    Plan run() {
      return relations.size() <= EXHAUSTIVE ? exhaustive() : greedy();
    }

    private Plan exhaustive() {
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
      Tree whole = best.get(all);
      return whole == null ? greedy() : whole.plan();
    }

    private @Nullable Tree bestSplit(int subset, Map<Integer, Tree> best, boolean connected) {
      Tree found = null;
      for (int left = (subset - 1) & subset; left > 0; left = (left - 1) & subset) {
        int right = subset & ~left;
        Tree one = best.get(left);
        Tree other = best.get(right);
        if (one == null || other == null || left < right) {
          continue;
        }
        if (connected && applicable(left, right).isEmpty()) {
          continue;
        }
        Tree joined = join(one, other, applicable(left, right));
        if (found == null || joined.cost() < found.cost()) {
          found = joined;
        }
      }
      return found;
    }

    private Tree leaf(int i) {
      return new Tree(relations.get(i), context.rows(relations.get(i)), 0);
    }

    /** Conditions that this very join makes possible. */
    private List<Scalar> applicable(int left, int right) {
      List<Scalar> found = new ArrayList<>();
      for (int c = 0; c < conditions.size(); c++) {
        int need = mask(needs.get(c));
        boolean whole = (need & ~(left | right)) == 0;
        boolean before = (need & ~left) == 0 || (need & ~right) == 0;
        if (whole && !before) {
          found.add(conditions.get(c));
        }
      }
      return found;
    }

    private static int mask(BitSet set) {
      return set.isEmpty() ? 0 : (int) set.toLongArray()[0];
    }

    private Tree join(Tree one, Tree other, List<Scalar> on) {
      Tree big = one.rows() >= other.rows() ? one : other;
      Tree small = big == one ? other : one;
      Plan plan =
          new Plan.Join(JoinKind.INNER, big.plan(), small.plan(), Scalars.conjunction(on), false);
      double rows = context.rows(plan);
      return new Tree(plan, rows, one.cost() + other.cost() + rows + small.rows() * 0.5);
    }

    /** Joins the pair with the fewest rows, again and again. */
    private Plan greedy() {
      List<Tree> trees = new ArrayList<>();
      List<Set<Variable>> outputs = new ArrayList<>();
      for (int i = 0; i < relations.size(); i++) {
        trees.add(leaf(i));
        outputs.add(new HashSet<>(relations.get(i).outputs()));
      }
      List<Scalar> open = new ArrayList<>(conditions);
      while (trees.size() > 1) {
        mergeBest(trees, outputs, open);
      }
      return Plans.filter(trees.getFirst().plan(), open);
    }

    private void mergeBest(List<Tree> trees, List<Set<Variable>> outputs, List<Scalar> open) {
      Tree best = null;
      boolean bestConnected = false;
      int bestLeft = 0;
      int bestRight = 1;
      List<Scalar> bestOn = List.of();
      for (int l = 0; l < trees.size(); l++) {
        for (int r = l + 1; r < trees.size(); r++) {
          Set<Variable> both = new HashSet<>(outputs.get(l));
          both.addAll(outputs.get(r));
          List<Scalar> on =
              open.stream()
                  .filter(
                      c -> {
                        Set<Variable> used = new HashSet<>(Scalars.free(c));
                        used.retainAll(all(outputs));
                        return both.containsAll(used);
                      })
                  .toList();
          Tree joined = join(trees.get(l), trees.get(r), on);
          boolean connected = !on.isEmpty();
          boolean better =
              best == null
                  || (connected && !bestConnected)
                  || (connected == bestConnected && joined.rows() < best.rows());
          if (better) {
            best = joined;
            bestConnected = connected;
            bestLeft = l;
            bestRight = r;
            bestOn = on;
          }
        }
      }
      open.removeAll(bestOn);
      outputs.get(bestLeft).addAll(outputs.get(bestRight));
      outputs.remove(bestRight);
      trees.set(bestLeft, java.util.Objects.requireNonNull(best));
      trees.remove(bestRight);
    }

    private static Set<Variable> all(List<Set<Variable>> outputs) {
      Set<Variable> union = new HashSet<>();
      outputs.forEach(union::addAll);
      return union;
    }
  }
}
