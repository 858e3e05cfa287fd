package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan.JoinKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins on equal keys, with a further condition on pairs. Hashes the right side; where memory does
 * not hold it, {@link PartitionedJoin} does it part by part.
 */
final class HashJoin extends PairingJoin {
  private static final int END = -1;

  private final List<Evaluator> leftKeys;
  private final Map<RowKey, int[]> table = new HashMap<>();
  private final int[] nextInChain;
  private final RowKey probe;
  private Vector[] keys = {};
  private int leftRow;
  private int rightRow = END;

  HashJoin(
      Evaluation evaluation,
      JoinKind kind,
      Operator left,
      @Nullable RowBatch built,
      List<Evaluator> leftKeys,
      List<Evaluator> rightKeys,
      @Nullable Evaluator condition,
      Joins.Shape shape) {
    super(evaluation, kind, left, built, condition, shape);
    this.leftKeys = leftKeys;
    DataType[] types = rightKeys.stream().map(Evaluator::type).toArray(DataType[]::new);
    probe = new RowKey(types);
    nextInChain = new int[built == null ? 0 : built.rows()];
    if (built != null) {
      build(built, rightKeys, types);
    }
  }

  /** Chains rows of equal key: the table has {first, last}. */
  private void build(RowBatch rows, List<Evaluator> rightKeys, DataType[] types) {
    evaluation.take(4L * nextInChain.length);
    Vector[] columns = Buffered.vectors(rightKeys, rows, evaluation);
    RowKey key = new RowKey(types);
    for (int row = 0; row < rows.rows(); row++) {
      evaluation.tick();
      nextInChain[row] = END;
      if (!key.fill(columns, row)) {
        continue;
      }
      int[] chain = table.get(key);
      if (chain == null) {
        evaluation.take(key.bytes());
        table.put(key.copy(), new int[] {row, row});
      } else {
        nextInChain[chain[1]] = row;
        chain[1] = row;
      }
    }
  }

  @Override
  void begin(RowBatch leftBatch) {
    keys = Buffered.vectors(leftKeys, leftBatch, evaluation);
    leftRow = -1;
    rightRow = END;
  }

  @Override
  boolean candidates(RowBatch leftBatch, Pairs into) {
    while (into.count() < Joins.PAIRS) {
      if (rightRow != END && isSettled(leftRow)) {
        rightRow = END;
      }
      if (rightRow == END) {
        if (++leftRow == leftBatch.rows()) {
          return false;
        }
        int[] chain = probe.fill(keys, leftRow) ? table.get(probe) : null;
        rightRow = chain == null ? END : chain[0];
      } else {
        into.add(leftRow, rightRow);
        rightRow = nextInChain[rightRow];
      }
    }
    return true;
  }
}
