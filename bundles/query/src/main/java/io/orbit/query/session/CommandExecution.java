package io.orbit.query.session;

import io.orbit.api.query.Batch;
import io.orbit.query.execute.RowBatch;
import org.jspecify.annotations.Nullable;

/** A command that has done its work; it may answer one batch of rows (SHOW, EXPLAIN, FETCH). */
public final class CommandExecution extends AbstractExecution {
  private final String tag;
  private final long count;
  private final boolean rowKind;
  private @Nullable RowBatch rows;

  private CommandExecution(String tag, long count, boolean rowKind, @Nullable RowBatch rows) {
    this.tag = tag;
    this.count = count;
    this.rowKind = rowKind;
    this.rows = rows;
  }

  /** Without rows. @param count −1 where the tag has none */
  public static CommandExecution done(String tag, long count) {
    return new CommandExecution(tag, count, false, null);
  }

  /** With rows. */
  public static CommandExecution rows(String tag, long count, RowBatch rows) {
    return new CommandExecution(tag, count, true, rows.rows() == 0 ? null : rows);
  }

  @Override
  public Kind kind() {
    return rowKind ? Kind.ROWS : Kind.COMMAND;
  }

  @Override
  public @Nullable Batch next(int maximumRows) {
    RowBatch answer = rows;
    if (answer == null) {
      return null;
    }
    if (answer.rows() <= maximumRows) {
      rows = null;
      return answer;
    }
    rows = slice(answer, maximumRows, answer.rows());
    return slice(answer, 0, maximumRows);
  }

  private static RowBatch slice(RowBatch batch, int from, int to) {
    int[] selection = new int[to - from];
    for (int i = 0; i < selection.length; i++) {
      selection[i] = from + i;
    }
    return batch.gather(selection, selection.length);
  }

  @Override
  public String tag() {
    return tag;
  }

  @Override
  public long count() {
    return count;
  }
}
