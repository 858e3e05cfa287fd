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
import java.util.List;
import java.util.Optional;

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
    Arbiters arbiters = arbiters(on, collection, target);
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

  /** What decides: unique indexes by name, the primary key, or, where neither, anything. */
  record Arbiters(List<String> indexes, boolean primaryKey) {}

  private Arbiters arbiters(
      Modification.OnConflict on, Collection collection, ModificationTarget target) {
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
    return new Inference(context, queries, on, collection, target).arbiters();
  }
}
