package io.orbit.query.execute;

import io.orbit.api.catalog.Collection;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Scans of the tables that a statement's WITH changes. They are read before the first change, so
 * that every part of the statement sees the tables as they were when it began. Filled while one
 * plan is compiled, by one thread; then any number of runs read it.
 */
final class EarlyScans {
  private final Set<Long> collections;
  private final List<OperatorFactory> scans = new ArrayList<>();

  private EarlyScans(Set<Long> collections) {
    this.collections = collections;
  }

  /** For a plan: what its WITH changes and something else in it reads. */
  static EarlyScans of(Plan plan) {
    if (!(plan instanceof Plan.With with) || with.ctes().stream().noneMatch(Plan.Cte::modifies)) {
      return new EarlyScans(Set.of());
    }
    Uses uses = new Uses();
    uses.visit(plan, -1);
    Set<Long> early = new HashSet<>();
    for (Plan.Cte cte : with.ctes()) {
      if (cte.modifies()) {
        Plan.Target target = target(cte.plan());
        if (target instanceof Plan.Target.OfCollection stored && uses.isShared(stored)) {
          early.add(stored.collection().id());
        }
      }
    }
    return new EarlyScans(early);
  }

  private static Plan.Target target(Plan plan) {
    return switch (plan) {
      case Plan.Insert insert -> insert.target();
      case Plan.Update update -> update.target();
      case Plan.Delete delete -> delete.target();
      case Plan.Merge merge -> new Plan.Target.OfCollection(merge.collection());
      default -> target(Plans.children(plan).getLast());
    };
  }

  /** Whether a scan is one of them. */
  boolean covers(Collection collection) {
    return collections.contains(collection.id());
  }

  /** A node that answers the rows which the given one had at the statement's beginning. */
  PlanCompiler.Node add(PlanCompiler.Node node) {
    scans.add(node.factory());
    int id = -scans.size();
    Explanation shown = node.factory().explain();
    return new PlanCompiler.Node(
        new PlanCompiler.Factory(shown, e -> e.commonTable(id).scan()), node.outputs());
  }

  /** Reads them all, once in a run. */
  void read(Evaluation evaluation) {
    if (scans.isEmpty() || evaluation.hasCommonTable(-1)) {
      return;
    }
    for (int i = 0; i < scans.size(); i++) {
      CommonTable table = new CommonTable(evaluation, scans.get(i));
      evaluation.setCommonTable(-1 - i, table);
      try (table) {
        table.finish();
      }
    }
  }

  /** How often each collection is read, and how often changed. */
  private static final class Uses {
    private final Map<Long, Integer> reads = new HashMap<>();
    private final Map<Long, Integer> changes = new HashMap<>();
    private final Set<Long> ownReads = new HashSet<>();

    /**
     * @param changing the collection that the plan around changes; −1 for none
     */
    void visit(Plan plan, long changing) {
      long around = changing;
      switch (plan) {
        case Plan.Scan scan -> {
          reads.merge(scan.collection().id(), 1, Integer::sum);
          if (scan.collection().id() == changing) {
            ownReads.add(changing);
          }
        }
        case Plan.Insert insert -> around = change(insert.target());
        case Plan.Update update -> around = change(update.target());
        case Plan.Delete delete -> around = change(delete.target());
        case Plan.Merge merge -> around = change(new Plan.Target.OfCollection(merge.collection()));
        default -> {}
      }
      long inside = around;
      Plans.withScalars(
          plan,
          scalar -> {
            Scalars.visit(
                scalar,
                s -> {
                  if (s instanceof Scalar.Subquery subquery) {
                    visit(subquery.plan(), -1);
                  }
                });
            return scalar;
          });
      Plans.children(plan).forEach(child -> visit(child, inside));
    }

    private long change(Plan.Target target) {
      if (target instanceof Plan.Target.OfCollection stored) {
        changes.merge(stored.collection().id(), 1, Integer::sum);
        return stored.collection().id();
      }
      return -1;
    }

    /** False where all that reads it is the one modification, which reads before it changes. */
    boolean isShared(Plan.Target.OfCollection target) {
      long id = target.collection().id();
      int read = reads.getOrDefault(id, 0);
      boolean alone = changes.getOrDefault(id, 0) == 1 && (read == 0 || ownReads.contains(id));
      return !(alone && read <= 1);
    }
  }
}
