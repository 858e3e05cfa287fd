package io.orbit.query.segment;

import io.orbit.api.accel.Comparison;
import io.orbit.query.execute.Vector;
import org.jspecify.annotations.Nullable;

/** One column of a segment, encoded. Immutable. */
interface Column {
  /** Rows that share the bounds of a zone map. */
  int BLOCK = 4096;

  /**
   * Values as a vector.
   *
   * @param from the first row
   * @param selection the rows that are wanted, counted from there; null for all
   * @param count how many
   */
  Vector load(int from, int @Nullable [] selection, int count);

  /** Heap that it takes. */
  long bytes();

  /** How it is encoded, for EXPLAIN. */
  String encoding();

  /**
   * Whether a row of a block can compare so with a constant: false only where none does.
   *
   * @param block number of the block of {@link #BLOCK} rows
   */
  default boolean mayHold(int block, Comparison comparison, Object constant) {
    return true;
  }
}
