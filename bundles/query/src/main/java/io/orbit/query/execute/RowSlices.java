package io.orbit.query.execute;

import org.jspecify.annotations.Nullable;

/** Cuts an operator's batches to what a client wants at a time. One thread. */
public final class RowSlices {
  private final Operator operator;
  private @Nullable RowBatch rest;
  private int restFrom;

  public RowSlices(Operator operator) {
    this.operator = operator;
  }

  /** At most so many rows; null at the end. */
  public @Nullable RowBatch next(int maximumRows) {
    RowBatch batch = rest;
    int from = restFrom;
    if (batch == null) {
      batch = operator.next();
      from = 0;
    }
    if (batch == null) {
      return null;
    }
    int left = batch.rows() - from;
    if (from == 0 && left <= maximumRows) {
      rest = null;
      return batch;
    }
    int count = Math.min(left, maximumRows);
    int[] selection = new int[count];
    for (int i = 0; i < count; i++) {
      selection[i] = from + i;
    }
    rest = count == left ? null : batch;
    restFrom = from + count;
    return batch.gather(selection, count);
  }
}
