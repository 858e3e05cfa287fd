package io.orbit.query.function;

import io.orbit.query.execute.Evaluation;
import org.jspecify.annotations.Nullable;

/** The body of a pure window function (row_number, lag …); aggregates serve as windows too. */
public interface WindowFunction {
  /** The value at {@code row} of the partition. */
  @Nullable Object value(Evaluation evaluation, Partition partition, int row);

  /** One partition, sorted, as a window function sees it. */
  interface Partition {
    int size();

    /** Value of the call's argument at a row. */
    @Nullable Object argument(int argument, int row);

    int argumentCount();

    /** First row of the frame of {@code row}. */
    int frameStart(int row);

    /** Row after the last of the frame of {@code row}. */
    int frameEnd(int row);

    /** First row that is a peer of {@code row} in the ordering. */
    int peersStart(int row);

    /** Row after the last peer of {@code row}. */
    int peersEnd(int row);

    /** Number of peer groups before {@code row}. */
    int peerGroup(int row);

    /** True when the frame leaves {@code other} out by its EXCLUDE clause. */
    boolean isExcluded(int row, int other);
  }
}
