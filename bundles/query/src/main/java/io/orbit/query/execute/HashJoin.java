package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan.JoinKind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins on equal keys, with a further condition on pairs. Hashes the right side; where memory does
 * not hold it, {@link PartitionedJoin} does it part by part.
 */
final class HashJoin extends PairingJoin {
  private static final int END = -1;

  private final List<Evaluator> leftKeys;
  private final KeyTable table;

  /** By the number of a key: its first row and its last; by row: the next one of the same key. */
  private int[] first = {};

  private int[] last = {};
  private final int[] nextInChain;
  private int[] numbers = {};
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
    table = new KeyTable(rightKeys.stream().map(Evaluator::type).toArray(DataType[]::new));
    nextInChain = new int[built == null ? 0 : built.rows()];
    if (built != null) {
      build(built, rightKeys);
    }
  }

  /** Chains rows of equal key in their order; a row with a null in its key is in no chain. */
  private void build(RowBatch rows, List<Evaluator> rightKeys) {
    evaluation.take(4L * nextInChain.length);
    Vector[] columns = Buffered.vectors(rightKeys, rows, evaluation);
    int count = rows.rows();
    int[] keys = new int[count];
    table.number(
        columns,
        count,
        keys,
        bytes -> {
          evaluation.take(bytes);
          return true;
        });
    evaluation.take(8L * table.size());
    first = new int[table.size()];
    last = new int[table.size()];
    Arrays.fill(first, END);
    for (int row = 0; row < count; row++) {
      evaluation.tick();
      nextInChain[row] = END;
      if (hasNull(columns, row)) {
        continue;
      }
      int key = keys[row];
      if (first[key] == END) {
        first[key] = row;
      } else {
        nextInChain[last[key]] = row;
      }
      last[key] = row;
    }
  }

  private static boolean hasNull(Vector[] columns, int row) {
    for (Vector column : columns) {
      if (column.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  @Override
  void begin(RowBatch leftBatch) {
    if (numbers.length < leftBatch.rows()) {
      numbers = new int[leftBatch.rows()];
    }
    table.find(Buffered.vectors(leftKeys, leftBatch, evaluation), leftBatch.rows(), numbers);
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
        // A key of nulls has a number like any other, but no rows.
        int key = numbers[leftRow];
        rightRow = key == KeyTable.ABSENT ? END : first[key];
      } else {
        into.add(leftRow, rightRow);
        rightRow = nextInChain[rightRow];
      }
    }
    return true;
  }
}
