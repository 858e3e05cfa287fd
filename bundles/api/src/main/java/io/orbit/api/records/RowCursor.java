package io.orbit.api.records;

/** A run over rows; one thread; must be closed. */
public interface RowCursor extends AutoCloseable {
  /** Moves to the next row; false at the end. */
  boolean next();

  /** The row it stands on; always the same view. */
  RowView row();

  @Override
  void close();
}
