package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What joins share. The right side is the one that is built or run again. */
final class Joins {
  /** Pairs that are looked at together. */
  static final int PAIRS = 4 * RowBatch.TARGET_ROWS;

  private Joins() {}

  /** Types of both sides. */
  record Shape(DataType[] leftTypes, DataType[] rightTypes) {
    static Shape of(List<Variable> left, List<Variable> right) {
      return new Shape(
          left.stream().map(Variable::type).toArray(DataType[]::new),
          right.stream().map(Variable::type).toArray(DataType[]::new));
    }
  }

  /** Columns of both sides for the pairs. */
  static RowBatch pair(RowBatch left, @Nullable RowBatch right, Pairs pairs, Shape shape) {
    Vector[] columns = new Vector[shape.leftTypes().length + shape.rightTypes().length];
    for (int c = 0; c < shape.leftTypes().length; c++) {
      columns[c] = pick(left, c, shape.leftTypes()[c], pairs.lefts(), pairs.count());
    }
    for (int c = 0; c < shape.rightTypes().length; c++) {
      columns[shape.leftTypes().length + c] =
          pick(right, c, shape.rightTypes()[c], pairs.rights(), pairs.count());
    }
    return new RowBatch(columns, pairs.count());
  }

  private static boolean isComplete(int[] rows, int count) {
    for (int i = 0; i < count; i++) {
      if (rows[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private static Vector pick(
      @Nullable RowBatch side, int column, DataType type, int[] rows, int count) {
    if (side != null && isComplete(rows, count)) {
      return side.column(column).gather(rows, count);
    }
    VectorBuilder builder = VectorBuilder.of(type, count);
    for (int i = 0; i < count; i++) {
      if (side == null || rows[i] < 0) {
        builder.addNull();
      } else {
        builder.addFrom(side.column(column), rows[i]);
      }
    }
    return builder.build();
  }
}
