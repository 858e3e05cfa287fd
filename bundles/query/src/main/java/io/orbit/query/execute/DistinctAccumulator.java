package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands each combination of group and arguments on once: an aggregate of DISTINCT values. */
final class DistinctAccumulator implements Accumulator {
  private final Accumulator inner;
  private final KeyTable seen;

  /**
   * @param types of the arguments
   */
  DistinctAccumulator(Accumulator inner, List<DataType> types) {
    this.inner = inner;
    DataType[] keys = new DataType[types.size() + 1];
    keys[0] = DataType.INT32;
    for (int i = 0; i < types.size(); i++) {
      keys[i + 1] = types.get(i);
    }
    seen = new KeyTable(keys);
  }

  @Override
  public void add(Evaluation evaluation, Vector[] arguments, int[] groups, int rows, int size) {
    Vector[] keys = new Vector[arguments.length + 1];
    long[] numbers = new long[rows];
    for (int row = 0; row < rows; row++) {
      numbers[row] = groups[row];
    }
    keys[0] = new LongVector(DataType.INT32, numbers, null, rows);
    System.arraycopy(arguments, 0, keys, 1, arguments.length);
    int next = seen.size();
    int[] found = new int[rows];
    seen.number(
        keys,
        rows,
        found,
        bytes -> {
          evaluation.take(bytes);
          return true;
        });
    int[] fresh = new int[rows];
    for (int row = 0; row < rows; row++) {
      boolean first = found[row] == next;
      next += first ? 1 : 0;
      fresh[row] = first ? groups[row] : -1;
    }
    inner.add(evaluation, arguments, fresh, rows, size);
  }

  @Override
  public @Nullable Object result(Evaluation evaluation, int group) {
    return inner.result(evaluation, group);
  }

  @Override
  public boolean merges() {
    return false;
  }

  @Override
  public void merge(Evaluation evaluation, Accumulator other, int[] groups, int size) {
    throw new OrbitException(ErrorCode.INTERNAL_ERROR, "distinct values cannot be merged");
  }
}
