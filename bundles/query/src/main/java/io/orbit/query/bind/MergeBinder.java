package io.orbit.query.bind;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Modification.MatchKind;
import io.orbit.api.query.tree.Modification.MergeAction;
import io.orbit.api.query.tree.Modification.MergeWhen;
import io.orbit.api.query.tree.Query;
import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Binds MERGE: the pairs of source and target rows, and what each branch does to them. */
final class MergeBinder {
  private final BindContext context;
  private final QueryBinder queries;
  private final Modification.Merge merge;
  private final ModificationTarget target;
  private final Scope outer;
  private final Scope.Bound source;

  private MergeBinder(
      BindContext context, QueryBinder queries, Modification.Merge merge, Scope outer) {
    this.context = context;
    this.queries = queries;
    this.merge = merge;
    this.outer = outer;
    requireTable();
    target = ModificationTarget.of(context, queries, merge.target(), Privilege.SELECT);
    source = new FromBinder(context, queries, outer, false).bind(List.of(merge.source()));
  }

  /** A bound MERGE, and what RETURNING may name. */
  record Bound(Plan.Merge plan, Scope returning) {}

  static Bound bind(
      BindContext context, QueryBinder queries, Modification.Merge merge, Scope outer) {
    return new MergeBinder(context, queries, merge, outer).bound();
  }

  private void requireTable() {
    From.Table table = merge.target();
    boolean plain =
        context.names.relation(table.name(), table.position()) instanceof Names.Relation.Stored s
            && s.collection().kind() == Collection.Kind.TABLE
            && !s.collection().isMaterializedView();
    if (!plain) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "cannot execute MERGE on relation \"" + table.name().getLast() + "\"")
          .withDetail("This operation is supported for tables only.")
          .at(table.position());
    }
  }

  private Bound bound() {
    Collection collection = ((Plan.Target.OfCollection) target.target()).collection();
    requireReachable();
    Set<MatchKind> kinds = EnumSet.noneOf(MatchKind.class);
    merge.branches().forEach(branch -> kinds.add(branch.kind()));
    requireOtherName();
    Scope both = scope(true, true);
    Scalar on =
        new ExpressionBinder(context, queries, both, null, "JOIN conditions")
            .truth(merge.on(), "JOIN/ON");
    boolean alone = kinds.contains(MatchKind.NOT_MATCHED_BY_SOURCE);
    Variable there = alone ? context.variable("(source)", DataType.BOOLEAN) : null;
    Plan pairs =
        new Plan.Join(
            join(kinds),
            there == null ? source.plan() : marked(there),
            RowSecurityBinder.guarded(
                target.scan(),
                new RowSecurityBinder(context, queries, collection)
                    .conditions(target.row(), List.of(Policy.Command.SELECT))),
            on,
            false);
    List<Plan.MergeBranch> branches = merge.branches().stream().map(this::branch).toList();
    List<Variable> newRow = new ArrayList<>();
    List<Scope.Column> after = new ArrayList<>();
    for (Scope.Column old : target.item().columns()) {
      Variable variable = context.variable(old.name(), old.variable().type());
      newRow.add(variable);
      after.add(new Scope.Column(old.name(), variable, old.collection(), old.columnId(), false));
    }
    Scope returning = new Scope(outer);
    returning.addAll(source.items());
    returning.add(new Scope.Item(target.item().alias(), target.item().schema(), after));
    return new Bound(
        new Plan.Merge(
            collection,
            pairs,
            target.key().orElseThrow(),
            target.row(),
            there,
            on,
            branches,
            newRow,
            context.variable("merge_action", DataType.TEXT),
            Plan.Returning.NONE,
            false),
        returning);
  }

  private void requireOtherName() {
    String name = target.item().alias();
    if (source.items().stream().anyMatch(item -> java.util.Objects.equals(item.alias(), name))) {
      throw new OrbitException(
              ErrorCode.DUPLICATE_ALIAS, "name \"" + name + "\" specified more than once")
          .withDetail("The name is used both as MERGE target table and data source.");
    }
  }

  /** What branches ask for unmatched rows of either side. */
  private static Plan.JoinKind join(Set<MatchKind> kinds) {
    boolean sources = kinds.contains(MatchKind.NOT_MATCHED_BY_TARGET);
    boolean targets = kinds.contains(MatchKind.NOT_MATCHED_BY_SOURCE);
    if (sources) {
      return targets ? Plan.JoinKind.FULL : Plan.JoinKind.LEFT;
    }
    return targets ? Plan.JoinKind.RIGHT : Plan.JoinKind.INNER;
  }

  /** The source with a column that no row of it has NULL in. */
  private Plan marked(Variable there) {
    List<Plan.Assignment> assignments = new ArrayList<>();
    for (Variable output : source.plan().outputs()) {
      assignments.add(new Plan.Assignment(output, new Scalar.Reference(output)));
    }
    assignments.add(new Plan.Assignment(there, Scalar.Constant.TRUE));
    return new Plan.Project(source.plan(), assignments);
  }

  private Scope scope(boolean withSource, boolean withTarget) {
    Scope scope = new Scope(outer);
    if (withTarget) {
      scope.add(target.item());
    }
    if (withSource) {
      scope.addAll(source.items());
    }
    return scope;
  }

  private void requireReachable() {
    Set<MatchKind> closed = EnumSet.noneOf(MatchKind.class);
    for (MergeWhen branch : merge.branches()) {
      if (closed.contains(branch.kind())) {
        throw new OrbitException(
            ErrorCode.SYNTAX_ERROR,
            "unreachable WHEN clause specified after unconditional WHEN clause");
      }
      if (branch.condition() == null) {
        closed.add(branch.kind());
      }
    }
  }

  private Plan.MergeBranch branch(MergeWhen when) {
    Scope scope =
        scope(
            when.kind() != MatchKind.NOT_MATCHED_BY_SOURCE,
            when.kind() != MatchKind.NOT_MATCHED_BY_TARGET);
    Expression condition = when.condition();
    Optional<Scalar> bound =
        condition == null
            ? Optional.empty()
            : Optional.of(
                new ExpressionBinder(context, queries, scope, null, "MERGE WHEN conditions")
                    .truth(condition, "WHEN"));
    return new Plan.MergeBranch(when.kind(), bound, action(when.action(), scope));
  }

  private Plan.MergeAction action(MergeAction action, Scope scope) {
    return switch (action) {
      case MergeAction.DoNothing nothing -> new Plan.MergeAction.Nothing();
      case MergeAction.DoDelete delete -> {
        context.use(target.collection(), Privilege.DELETE, List.of());
        yield new Plan.MergeAction.Delete();
      }
      case MergeAction.DoUpdate update -> {
        context.use(target.collection(), Privilege.UPDATE, List.of());
        ExpressionBinder binder = new ExpressionBinder(context, queries, scope, null, "UPDATE");
        yield new Plan.MergeAction.Update(
            new AssignmentBinder(context, queries)
                .assignments(update.assignments(), target, binder));
      }
      case MergeAction.DoInsert insert -> {
        context.use(target.collection(), Privilege.INSERT, List.of());
        yield insert(insert, scope);
      }
    };
  }

  private Plan.MergeAction insert(MergeAction.DoInsert insert, Scope scope) {
    List<Expression> given = insert.values();
    if (given == null) {
      return new Plan.MergeAction.Insert(List.of(), List.of());
    }
    int position = given.getFirst().position();
    Query values =
        new Query(
            Query.With.NONE,
            new Query.Values(List.of(given), position),
            List.of(),
            null,
            null,
            false,
            List.of(),
            position);
    Modification.Insert one =
        new Modification.Insert(
            Query.With.NONE,
            merge.target().name(),
            null,
            insert.columns(),
            insert.overriding(),
            values,
            null,
            List.of(),
            position);
    List<Integer> columns = InsertBinder.columns(one, target);
    Plan row = new InsertBinder(context, queries).source(one, target, columns, scope);
    List<Scalar> scalars = ((Plan.Values) row).rows().getFirst();
    return new Plan.MergeAction.Insert(columns.subList(0, scalars.size()), scalars);
  }
}
