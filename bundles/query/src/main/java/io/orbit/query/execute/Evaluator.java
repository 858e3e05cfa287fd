package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression: a scalar whose references are positions in its input. Stateless; what it
 * needs of a run is in the {@link Evaluation}.
 */
abstract class Evaluator {
  private final DataType type;

  Evaluator(DataType type) {
    this.type = type;
  }

  final DataType type() {
    return type;
  }

  /** True when it is the same in all rows of a run. */
  boolean isConstant() {
    return false;
  }

  /** True when it is the same in all rows of a batch. */
  boolean isUniform() {
    return isConstant();
  }

  /** The value in one row. */
  abstract @Nullable Object at(RowBatch batch, int row, Evaluation evaluation);

  /** The values in all rows; faster where the node can work on whole vectors. */
  Vector all(RowBatch batch, Evaluation evaluation) {
    VectorBuilder builder = VectorBuilder.of(type, batch.rows());
    long large = 0;
    for (int row = 0; row < batch.rows(); row++) {
      Object value = at(batch, row, evaluation);
      long bytes = ValueSize.ofLarge(value);
      if (bytes > 0) {
        large += bytes;
        evaluation.requireRoom(large);
      }
      builder.add(value);
    }
    return builder.build();
  }

  /** True where the value is true (neither false nor null); fills {@code selection}. */
  int select(RowBatch batch, Evaluation evaluation, int[] selection) {
    Vector truth = all(batch, evaluation);
    int count = 0;
    for (int row = 0; row < batch.rows(); row++) {
      if (!truth.isNull(row) && truth.getLong(row) != 0) {
        selection[count++] = row;
      }
    }
    return count;
  }
}
