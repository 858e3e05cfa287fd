package io.orbit.query.bind;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Modification;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which unique indexes an ON CONFLICT means by naming columns and expressions: those of just these
 * elements, in any order; partial ones where the statement's condition has all of theirs
 * (PostgreSQL manual, INSERT, "conflict_target").
 */
final class Inference {
  private final BindContext context;
  private final Modification.OnConflict on;
  private final Collection collection;
  private final ExpressionBinder binder;

  Inference(
      BindContext context,
      QueryBinder queries,
      Modification.OnConflict on,
      Collection collection,
      ModificationTarget target) {
    this.context = context;
    this.on = on;
    this.collection = collection;
    Scope row = new Scope(null);
    row.add(target.item());
    binder = new ExpressionBinder(context, queries, row, null, "ON CONFLICT");
  }

  ConflictBinder.Arbiters arbiters() {
    Set<Scalar> wanted = new HashSet<>();
    for (Modification.ConflictElement element : on.elements()) {
      wanted.add(context.coercion.settled(binder.bind(element.expression())));
    }
    Set<Scalar> primary = new HashSet<>();
    collection.primaryKey().forEach(p -> primary.add(column(collection.columns().get(p).name())));
    boolean byPrimaryKey = !primary.isEmpty() && primary.equals(wanted);
    List<String> names = new ArrayList<>();
    for (Index index : collection.indexes()) {
      if (index.unique() && elements(index).equals(wanted) && covers(index)) {
        names.add(index.name());
      }
    }
    if (!byPrimaryKey && names.isEmpty()) {
      throw new OrbitException(
          ErrorCode.INVALID_COLUMN_REFERENCE,
          "there is no unique or exclusion constraint matching the ON CONFLICT specification");
    }
    return new ConflictBinder.Arbiters(names, byPrimaryKey);
  }

  private Scalar column(String name) {
    return binder.bind(new Expression.ColumnReference(List.of(name), -1));
  }

  private Set<Scalar> elements(Index index) {
    Set<Scalar> elements = new HashSet<>();
    for (Index.Element element : index.elements()) {
      elements.add(
          element.column() == 0
              ? context.coercion.settled(stored(element.expressionText()))
              : column(columnOf(element.column()).name()));
    }
    return elements;
  }

  private Column columnOf(int id) {
    return collection.columns().stream().filter(c -> c.id() == id).findFirst().orElseThrow();
  }

  private Scalar stored(String text) {
    return binder.bind(context.stored().expression(text));
  }

  /** Whether the index has an entry for every row that the statement's condition is true of. */
  private boolean covers(Index index) {
    if (index.predicateText().isEmpty()) {
      return true;
    }
    Expression predicate = on.indexPredicate();
    if (predicate == null) {
      return false;
    }
    List<Scalar> given = Scalars.conjuncts(binder.truth(predicate, "WHERE"));
    return Scalars.conjuncts(stored(index.predicateText())).stream().allMatch(given::contains);
  }
}
