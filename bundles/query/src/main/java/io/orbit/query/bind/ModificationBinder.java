package io.orbit.query.bind;

import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Query;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.Assignment;
import io.orbit.query.plan.Plan.ColumnAssignment;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds INSERT, UPDATE, DELETE and MERGE. */
final class ModificationBinder {
  private final BindContext context;
  private final QueryBinder queries;

  ModificationBinder(BindContext context, QueryBinder queries) {
    this.context = context;
    this.queries = queries;
  }

  /** A bound modification; without RETURNING it has no columns. */
  record Bound(Plan plan, String tag, boolean returnsRows, List<ResultColumn> columns) {}

  Bound bind(Modification modification, @Nullable Scope enclosing) {
    Scope scope = new Scope(enclosing);
    return switch (modification) {
      case Modification.Insert insert -> {
        List<Plan.Cte> ctes = queries.commonTables(insert.with(), scope);
        yield with(ctes, insert(insert, scope));
      }
      case Modification.Update update -> {
        List<Plan.Cte> ctes = queries.commonTables(update.with(), scope);
        yield with(ctes, update(update, scope));
      }
      case Modification.Delete delete -> {
        List<Plan.Cte> ctes = queries.commonTables(delete.with(), scope);
        yield with(ctes, delete(delete, scope));
      }
      case Modification.Merge merge -> {
        List<Plan.Cte> ctes = queries.commonTables(merge.with(), scope);
        yield with(ctes, merge(merge, scope));
      }
      case Modification.Truncate truncate -> throw new IllegalArgumentException("TRUNCATE");
    };
  }

  private static Bound with(List<Plan.Cte> ctes, Bound bound) {
    return ctes.isEmpty()
        ? bound
        : new Bound(
            new Plan.With(ctes, bound.plan()), bound.tag(), bound.returnsRows(), bound.columns());
  }

  // ---- INSERT

  private Bound insert(Modification.Insert insert, Scope scope) {
    From.Alias alias = insert.alias() == null ? null : new From.Alias(insert.alias(), List.of());
    ModificationTarget target =
        ModificationTarget.of(
            context,
            queries,
            new From.Table(insert.table(), false, alias, null, insert.position()),
            Privilege.INSERT);
    List<Integer> columns = InsertBinder.columns(insert, target);
    Plan source = new InsertBinder(context, queries).source(insert, target, columns, scope);
    columns = columns.subList(0, source.outputs().size());
    Scope rowScope = new Scope(scope);
    rowScope.add(target.item());
    Optional<Plan.Conflict> conflict =
        Optional.ofNullable(insert.onConflict())
            .map(on -> new ConflictBinder(context, queries).conflict(on, target, scope));
    Returning returning = returning(insert.returning(), rowScope);
    Plan plan =
        new Plan.Insert(
            target.target(),
            source,
            columns,
            target.row(),
            conflict,
            returning.plan(),
            !insert.returning().isEmpty());
    return new Bound(plan, "INSERT", !insert.returning().isEmpty(), returning.columns());
  }

  // ---- UPDATE

  private Bound update(Modification.Update update, Scope scope) {
    ModificationTarget target =
        ModificationTarget.of(context, queries, update.table(), Privilege.UPDATE);
    Scope visible = new Scope(scope);
    List<Scalar> policies = policies(target, Policy.Command.UPDATE);
    Plan source = source(target, policies, update.from(), scope, visible);
    ExpressionBinder binder = new ExpressionBinder(context, queries, visible, null, "UPDATE");
    List<Scalar> where = where(update.where(), visible, target);
    source = Plans.filter(source, where);
    List<ColumnAssignment> assignments =
        new AssignmentBinder(context, queries).assignments(update.assignments(), target, binder);
    List<Variable> newRow = new ArrayList<>();
    List<Scope.Column> newColumns = new ArrayList<>();
    for (int i = 0; i < target.columns().size(); i++) {
      Scope.Column old = target.item().columns().get(i);
      Variable variable = context.variable(old.name(), old.variable().type());
      newRow.add(variable);
      newColumns.add(
          new Scope.Column(old.name(), variable, old.collection(), old.columnId(), false));
    }
    Scope after = new Scope(scope);
    after.add(new Scope.Item(target.item().alias(), target.item().schema(), newColumns));
    visible.items().stream().skip(1).forEach(after::add);
    Returning returning = returning(update.returning(), after);
    Plan plan =
        new Plan.Update(
            target.target(),
            source,
            target.key(),
            target.row(),
            assignments,
            recheck(policies, where),
            newRow,
            returning.plan(),
            !update.returning().isEmpty());
    return new Bound(plan, "UPDATE", !update.returning().isEmpty(), returning.columns());
  }

  private void use(ModificationTarget target, Privilege privilege) {
    if (target.collection() != 0) {
      context.use(target.collection(), privilege, List.of());
    }
  }

  /** The target joined with what FROM or USING brings; fills the scope with both. */
  private Plan source(
      ModificationTarget target,
      List<Scalar> policies,
      List<From> others,
      Scope outer,
      Scope visible) {
    visible.add(target.item());
    Plan rows = RowSecurityBinder.guarded(target.scan(), policies);
    if (others.isEmpty()) {
      return rows;
    }
    Scope.Bound from = new FromBinder(context, queries, outer, false).bind(others);
    visible.addAll(from.items());
    return new Plan.Join(Plan.JoinKind.INNER, rows, from.plan(), Scalar.Constant.TRUE, false);
  }

  /** What row-level security asks of the rows that are to be changed. */
  private List<Scalar> policies(ModificationTarget target, Policy.Command command) {
    return target.target() instanceof Plan.Target.OfCollection stored
        ? new RowSecurityBinder(context, queries, stored.collection())
            .conditions(target.row(), List.of(Policy.Command.SELECT, command))
        : List.of();
  }

  private List<Scalar> where(@Nullable Expression where, Scope visible, ModificationTarget target) {
    if (where == null) {
      return List.of();
    }
    Scalar condition =
        new ExpressionBinder(context, queries, visible, null, "WHERE").truth(where, "WHERE");
    use(target, Privilege.SELECT);
    return Scalars.conjuncts(condition);
  }

  /** All that a row has to satisfy that changed before it was locked. */
  private static Optional<Scalar> recheck(List<Scalar> policies, List<Scalar> where) {
    List<Scalar> all = new ArrayList<>(policies);
    all.addAll(where);
    return all.isEmpty() ? Optional.empty() : Optional.of(Scalars.conjunction(all));
  }

  // ---- DELETE

  private Bound delete(Modification.Delete delete, Scope scope) {
    ModificationTarget target =
        ModificationTarget.of(context, queries, delete.table(), Privilege.DELETE);
    Scope visible = new Scope(scope);
    List<Scalar> policies = policies(target, Policy.Command.DELETE);
    Plan source = source(target, policies, delete.using(), scope, visible);
    List<Scalar> where = where(delete.where(), visible, target);
    source = Plans.filter(source, where);
    Returning returning = returning(delete.returning(), visible);
    Plan plan =
        new Plan.Delete(
            target.target(),
            source,
            target.key(),
            target.row(),
            recheck(policies, where),
            returning.plan(),
            !delete.returning().isEmpty());
    return new Bound(plan, "DELETE", !delete.returning().isEmpty(), returning.columns());
  }

  // ---- MERGE

  private Bound merge(Modification.Merge merge, Scope scope) {
    MergeBinder.Bound bound = MergeBinder.bind(context, queries, merge, scope);
    Plan.Merge plan = bound.plan();
    Returning returning =
        context.inReturningOf(plan.action(), () -> returning(merge.returning(), bound.returning()));
    boolean returnsRows = !merge.returning().isEmpty();
    return new Bound(
        plan.returning(returning.plan(), returnsRows), "MERGE", returnsRows, returning.columns());
  }

  // ---- RETURNING

  private record Returning(Plan.Returning plan, List<ResultColumn> columns) {}

  private Returning returning(List<Query.SelectItem> items, Scope scope) {
    List<Assignment> assignments = new ArrayList<>();
    List<ResultColumn> columns = new ArrayList<>();
    ExpressionBinder binder = new ExpressionBinder(context, queries, scope, null, "RETURNING");
    for (Query.SelectItem item : items) {
      if (item.expression() instanceof Expression.Star star) {
        for (Scope.Column column : SelectBinder.star(star, scope, null)) {
          add(column.name(), new Scalar.Reference(column.variable()), column, assignments, columns);
        }
        continue;
      }
      Scalar scalar = context.coercion.settled(binder.bind(item.expression()));
      String alias = item.alias();
      Scope.Column origin =
          item.expression() instanceof Expression.ColumnReference reference
              ? scope.tryResolve(reference.name(), reference.position()).orElse(null)
              : null;
      add(
          alias == null ? ColumnNames.of(item.expression()) : alias,
          scalar,
          origin,
          assignments,
          columns);
    }
    return new Returning(new Plan.Returning(assignments), columns);
  }

  private void add(
      String name,
      Scalar scalar,
      Scope.@Nullable Column origin,
      List<Assignment> assignments,
      List<ResultColumn> columns) {
    assignments.add(new Assignment(context.variable(name, scalar.type()), scalar));
    columns.add(
        new ResultColumn(
            name,
            scalar.type(),
            origin == null ? 0 : origin.collection(),
            origin == null ? 0 : origin.columnId()));
  }
}
