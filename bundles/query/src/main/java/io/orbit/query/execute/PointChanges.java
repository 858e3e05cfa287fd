package io.orbit.query.execute;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.records.RecordStatement;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which plans change at most one record and compute next to nothing for it: those an event loop may
 * try. An INSERT of one row; an UPDATE by primary key that leaves alone what others may refer to.
 */
final class PointChanges {
  private PointChanges() {}

  static boolean isPoint(Plan plan) {
    return switch (plan) {
      case Plan.Insert insert ->
          insert.target() instanceof Plan.Target.OfCollection(Collection collection)
              && isPlain(collection)
              && insert.conflict().isEmpty()
              && insert.source() instanceof Plan.Values values
              && values.rows().size() == 1
              && values.rows().getFirst().stream().allMatch(PointChanges::isGiven)
              && hasNoOtherDefaults(collection, insert.columns())
              && isCheap(insert.returning());
      case Plan.Update update ->
          update.target() instanceof Plan.Target.OfCollection(Collection collection)
              && isPlain(collection)
              && PointQueries.isPoint(update.source())
              && update.assignments().stream().allMatch(a -> PointQueries.isCheap(a.scalar()))
              && leavesKeysAlone(collection, update.assignments())
              && isCheap(update.returning());
      default -> false;
    };
  }

  /** Nothing is computed when its rows are written but what the statement itself says. */
  private static boolean isPlain(Collection collection) {
    List<Check> checks = collection.checks();
    return checks.isEmpty()
        && collection.triggers().isEmpty()
        && !collection.rowSecurity().enabled()
        && collection.foreignKeys().stream().noneMatch(ForeignKey::deferrable)
        && collection.columns().stream()
            .allMatch(
                column -> column.generatedText().isEmpty() && column.type().definition() == null)
        && collection.indexes().stream().allMatch(PointChanges::isPlain);
  }

  private static boolean isPlain(Index index) {
    return index.predicateText().isEmpty()
        && index.elements().stream().allMatch(element -> element.expressionText().isEmpty());
  }

  private static boolean isGiven(Scalar scalar) {
    boolean isDefault =
        scalar instanceof Scalar.Constant constant && constant.value() == RecordStatement.DEFAULT;
    return !isDefault && PointQueries.isCheap(scalar);
  }

  private static boolean hasNoOtherDefaults(Collection collection, List<Integer> given) {
    for (int i = 0; i < collection.columns().size(); i++) {
      Column column = collection.columns().get(i);
      boolean isNull =
          column.effectiveDefault().isEmpty() && column.identity() == Column.Identity.NONE;
      if (!isNull && !given.contains(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean leavesKeysAlone(
      Collection collection, List<Plan.ColumnAssignment> assignments) {
    Set<Integer> keys = new HashSet<>(collection.primaryKey());
    for (Index index : collection.indexes()) {
      if (index.unique()) {
        for (Index.Element element : index.elements()) {
          keys.add(position(collection, element.column()));
        }
      }
    }
    return assignments.stream().noneMatch(assignment -> keys.contains(assignment.column()));
  }

  private static int position(Collection collection, int columnId) {
    for (int i = 0; i < collection.columns().size(); i++) {
      if (collection.columns().get(i).id() == columnId) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isCheap(Plan.Returning returning) {
    return returning.assignments().stream().allMatch(a -> PointQueries.isCheap(a.scalar()));
  }
}
