package io.orbit.query.execute;

import org.jspecify.annotations.Nullable;

/** A running physical operator: pulled for batches by one thread. */
public interface Operator extends AutoCloseable {
  /** The next rows, never an empty batch; null at the end, and from then on. */
  @Nullable RowBatch next();

  @Override
  void close();
}
