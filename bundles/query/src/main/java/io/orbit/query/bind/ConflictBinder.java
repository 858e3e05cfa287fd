package io.orbit.query.bind;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Modification;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.ColumnAssignment;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Binds ON CONFLICT: which unique indexes decide, and what happens to the row that is there. */
final class ConflictBinder {
  private final BindContext context;
  private final QueryBinder queries;

  ConflictBinder(BindContext context, QueryBinder queries) {
    this.context = context;
    this.queries = queries;
  }

  Plan.Conflict conflict(Modification.OnConflict on, ModificationTarget target, Scope scope) {
    if (!(target.target() instanceof Plan.Target.OfCollection stored)) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "ON CONFLICT is not supported for virtual tables")
          .at(on.position());
    }
    Collection collection = stored.collection();
    Arbiters arbiters = arbiters(on, collection);
    List<Variable> excluded = new ArrayList<>();
    List<Scope.Column> excludedColumns = new ArrayList<>();
    for (Column column : collection.columns()) {
      Variable variable = context.variable(column.name(), column.type());
      excluded.add(variable);
      excludedColumns.add(new Scope.Column(column.name(), variable, 0, 0, false));
    }
    List<Modification.Assignment> update = on.update();
    if (update == null) {
      return new Plan.Conflict(
          arbiters.indexes(), arbiters.primaryKey(), excluded, null, Optional.empty());
    }
    context.use(collection.id(), Privilege.UPDATE, List.of());
    Scope both = new Scope(scope);
    both.add(target.item());
    both.add(new Scope.Item("excluded", null, excludedColumns));
    ExpressionBinder binder = new ExpressionBinder(context, queries, both, null, "ON CONFLICT");
    List<ColumnAssignment> assignments =
        new AssignmentBinder(context, queries).assignments(update, target, binder);
    Expression condition = on.updateWhere();
    return new Plan.Conflict(
        arbiters.indexes(),
        arbiters.primaryKey(),
        excluded,
        assignments,
        condition == null ? Optional.empty() : Optional.of(binder.truth(condition, "WHERE")));
  }

  private record Arbiters(List<String> indexes, boolean primaryKey) {}

  private static Arbiters arbiters(Modification.OnConflict on, Collection collection) {
    String constraint = on.constraint();
    if (constraint != null) {
      if (constraint.equals(collection.primaryKeyName())) {
        return new Arbiters(List.of(), true);
      }
      for (Index index : collection.indexes()) {
        if (index.unique() && index.name().equals(constraint)) {
          return new Arbiters(List.of(constraint), false);
        }
      }
      throw new OrbitException(
              ErrorCode.UNDEFINED_OBJECT,
              "constraint \""
                  + constraint
                  + "\" for table \""
                  + collection.name()
                  + "\" does not exist")
          .at(on.position());
    }
    if (on.elements().isEmpty()) {
      if (on.update() != null) {
        throw new OrbitException(
                ErrorCode.SYNTAX_ERROR,
                "ON CONFLICT DO UPDATE requires inference specification or constraint name")
            .withHint("For example, ON CONFLICT (column_name).")
            .at(on.position());
      }
      return new Arbiters(List.of(), false);
    }
    Set<Integer> wanted = new HashSet<>();
    for (Modification.ConflictElement element : on.elements()) {
      if (!(element.expression() instanceof Expression.ColumnReference reference)) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "ON CONFLICT over expressions is not supported; name the constraint instead")
            .at(on.position());
      }
      wanted.add(columnId(collection, reference));
    }
    return matching(on, collection, wanted);
  }

  private static int columnId(Collection collection, Expression.ColumnReference reference) {
    return collection
        .column(reference.name().getLast())
        .map(Column::id)
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + reference.name().getLast() + "\" does not exist")
                    .at(reference.position()));
  }

  private static Arbiters matching(
      Modification.OnConflict on, Collection collection, Set<Integer> wanted) {
    Set<Integer> primary = new HashSet<>();
    collection.primaryKey().forEach(p -> primary.add(collection.columns().get(p).id()));
    boolean byPrimaryKey = !primary.isEmpty() && primary.equals(wanted);
    List<String> names = new ArrayList<>();
    for (Index index : collection.indexes()) {
      Set<Integer> ids = new HashSet<>();
      index.elements().forEach(element -> ids.add(element.column()));
      boolean partial = !index.predicateText().isEmpty() && on.indexPredicate() == null;
      if (index.unique() && ids.equals(wanted) && !partial) {
        names.add(index.name());
      }
    }
    if (!byPrimaryKey && names.isEmpty()) {
      throw new OrbitException(
              ErrorCode.INVALID_COLUMN_REFERENCE,
              "there is no unique or exclusion constraint matching the ON CONFLICT specification")
          .at(on.position());
    }
    return new Arbiters(names, byPrimaryKey);
  }
}
