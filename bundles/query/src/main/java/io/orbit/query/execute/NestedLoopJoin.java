package io.orbit.query.execute;

import io.orbit.query.plan.Plan.JoinKind;
import org.jspecify.annotations.Nullable;

/** Compares every pair; for conditions without equal keys. */
final class NestedLoopJoin extends PairingJoin {
  private final int inner;
  private int leftRow;
  private int rightRow;

  NestedLoopJoin(
      Evaluation evaluation,
      JoinKind kind,
      Operator left,
      Operator right,
      @Nullable Evaluator condition,
      Joins.Shape shape) {
    super(evaluation, kind, left, Buffered.gathered(evaluation, right), condition, shape);
    inner = built == null ? 0 : built.rows();
  }

  @Override
  void begin(RowBatch leftBatch) {
    leftRow = inner == 0 ? leftBatch.rows() : 0;
    rightRow = 0;
  }

  @Override
  boolean candidates(RowBatch leftBatch, Pairs into) {
    while (leftRow < leftBatch.rows() && into.count() < Joins.PAIRS) {
      if (rightRow == inner || isSettled(leftRow)) {
        leftRow++;
        rightRow = 0;
      } else {
        into.add(leftRow, rightRow++);
      }
    }
    return leftRow < leftBatch.rows();
  }
}
