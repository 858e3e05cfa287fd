package io.orbit.query.bind;

import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Query;
import io.orbit.api.records.RecordStatement.WaitPolicy;
import io.orbit.api.storage.LockMode;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;

/** Finds the scans that FOR UPDATE and its like lock. */
final class LockTargets {
  private final BindContext context;

  LockTargets(BindContext context) {
    this.context = context;
  }

  List<Plan.LockTarget> find(Query.Locking locking, Plan plan, List<Scope.Item> items) {
    List<Plan.Scan> scans = new ArrayList<>();
    collect(plan, scans);
    for (List<String> table : locking.tables()) {
      if (items.stream().noneMatch(item -> table.getLast().equals(item.alias()))) {
        throw new OrbitException(
            ErrorCode.UNDEFINED_TABLE,
            "relation \""
                + table.getLast()
                + "\" in FOR "
                + locking.strength().name().replace('_', ' ')
                + " clause not found in FROM clause");
      }
    }
    List<Plan.LockTarget> targets = new ArrayList<>();
    for (Plan.Scan scan : scans) {
      Variable key = scan.key();
      boolean wanted =
          locking.tables().isEmpty()
              || locking.tables().stream().anyMatch(t -> t.getLast().equals(scan.alias()));
      if (wanted && key != null) {
        context.use(scan.collection().id(), Privilege.UPDATE, List.of());
        targets.add(
            new Plan.LockTarget(
                scan.collection(), key, scan.variables(), mode(locking), policy(locking)));
      }
    }
    return targets;
  }

  private static void collect(Plan plan, List<Plan.Scan> scans) {
    if (plan instanceof Plan.Scan scan) {
      scans.add(scan);
    }
    boolean passes =
        plan instanceof Plan.Join
            || plan instanceof Plan.Filter
            || plan instanceof Plan.Barrier
            || plan instanceof Plan.Project;
    if (passes) {
      Plans.children(plan).forEach(child -> collect(child, scans));
    }
  }

  /** What row-level security asks of the rows, for those that change before they are locked. */
  static List<Scalar> policies(Plan plan) {
    List<Scalar> found = new ArrayList<>();
    if (plan instanceof Plan.Barrier(Plan.Filter(Plan rows, Scalar condition))) {
      found.addAll(Scalars.conjuncts(condition));
    } else if (plan instanceof Plan.Join
        || plan instanceof Plan.Filter
        || plan instanceof Plan.Project) {
      Plans.children(plan).forEach(child -> found.addAll(policies(child)));
    }
    return found;
  }

  private static LockMode mode(Query.Locking locking) {
    return switch (locking.strength()) {
      case UPDATE -> LockMode.EXCLUSIVE;
      case NO_KEY_UPDATE -> LockMode.NO_KEY_EXCLUSIVE;
      case SHARE -> LockMode.SHARE;
      case KEY_SHARE -> LockMode.KEY_SHARE;
    };
  }

  private static WaitPolicy policy(Query.Locking locking) {
    return switch (locking.waiting()) {
      case BLOCK -> WaitPolicy.BLOCK;
      case NOWAIT -> WaitPolicy.NOWAIT;
      case SKIP_LOCKED -> WaitPolicy.SKIP;
    };
  }
}
