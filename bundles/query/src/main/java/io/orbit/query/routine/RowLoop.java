package io.orbit.query.routine;

import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.ResultColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a query one by one. One thread; must be closed. */
final class RowLoop implements AutoCloseable {
  private static final int AT_ONCE = 128;

  private final Execution execution;
  private final List<ResultColumn> columns;
  private @Nullable Batch batch;
  private int at;

  RowLoop(Execution execution, List<ResultColumn> columns) {
    this.execution = execution;
    this.columns = columns;
  }

  List<ResultColumn> columns() {
    return columns;
  }

  /** Moves to the next row; false at the end. */
  boolean next() {
    Batch current = batch;
    at++;
    if (current == null || at >= current.rows()) {
      batch = execution.next(AT_ONCE);
      at = 0;
    }
    return batch != null;
  }

  @Nullable Object[] row() {
    Batch current = batch;
    @Nullable Object[] values = new Object[columns.size()];
    for (int c = 0; current != null && c < values.length; c++) {
      values[c] = current.column(c).get(at);
    }
    return values;
  }

  @Override
  public void close() {
    execution.close();
  }
}
