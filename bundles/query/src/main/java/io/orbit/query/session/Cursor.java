package io.orbit.query.session;

import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.RowBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A declared cursor. Rows are read ahead only as far as asked for and kept, so that it can go back.
 */
final class Cursor {
  private final PreparedStatement statement;
  private final Execution execution;
  private final boolean hold;
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private boolean exhausted;

  /** 0 is before the first row, {@code n} is on row n, one more than the rows is after the last. */
  private long position;

  Cursor(PreparedStatement statement, Execution execution, boolean hold) {
    this.statement = statement;
    this.execution = execution;
    this.hold = hold;
  }

  List<ResultColumn> columns() {
    return statement.columns();
  }

  private boolean has(long row) {
    while (rows.size() < row && !exhausted) {
      Batch batch = execution.next(RowBatch.TARGET_ROWS);
      if (batch == null) {
        exhausted = true;
        break;
      }
      for (int r = 0; r < batch.rows(); r++) {
        @Nullable Object[] values = new Object[columns().size()];
        for (int c = 0; c < values.length; c++) {
          values[c] = batch.column(c).get(r);
        }
        rows.add(values);
      }
    }
    return row >= 1 && row <= rows.size();
  }

  /** Moves on by so many rows (backwards if negative) and answers what it passed. */
  List<@Nullable Object[]> move(long count) {
    List<@Nullable Object[]> passed = new ArrayList<>();
    if (count == 0) {
      if (has(position)) {
        passed.add(rows.get((int) position - 1));
      }
      return passed;
    }
    long step = count > 0 ? 1 : -1;
    for (long left = Math.abs(count); left > 0; left--) {
      long next = position + step;
      if (!has(next)) {
        position = count > 0 ? rows.size() + 1L : 0;
        break;
      }
      position = next;
      passed.add(rows.get((int) next - 1));
    }
    return passed;
  }

  /** Goes to a row from the start (from the end if negative) and answers it. */
  List<@Nullable Object[]> absolute(long row) {
    if (row < 0) {
      has(Long.MAX_VALUE);
      position = Math.max(0, rows.size() + row + 1);
    } else {
      position = has(row) ? row : row == 0 ? 0 : rows.size() + 1L;
    }
    return move(0);
  }

  List<@Nullable Object[]> relative(long rows) {
    return rows == 0 ? move(0) : absolute(Math.max(0, position + rows));
  }

  /** The text it was declared in. */
  String text() {
    return ((Prepared) statement).text();
  }

  RowBatch batch(List<@Nullable Object[]> shown) {
    List<DataType> types = columns().stream().map(ResultColumn::type).toList();
    return RowBatch.of(types, shown);
  }

  /** Reads the rest before its transaction goes. */
  void materialize() {
    has(Long.MAX_VALUE);
  }

  boolean isHeld() {
    return hold;
  }

  /**
   * @return true when it is gone with the transaction
   */
  boolean transactionEnded(boolean committed) {
    if (hold && committed && exhausted) {
      return false;
    }
    close();
    return true;
  }

  void close() {
    execution.close();
  }
}
