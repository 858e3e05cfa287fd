package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that pass batches on as they come. */
final class Streams {
  private Streams() {}

  /** Closes common tables after the query that reads them. */
  static final class Closing implements Operator {
    private final Operator input;
    private final List<CommonTable> tables;

    Closing(Operator input, List<CommonTable> tables) {
      this.input = input;
      this.tables = tables;
    }

    @Override
    public @Nullable RowBatch next() {
      return input.next();
    }

    @Override
    public void close() {
      input.close();
      tables.forEach(CommonTable::close);
    }
  }

  static final class Filter implements Operator {
    private final Evaluation evaluation;
    private final Operator input;
    private final Evaluator condition;

    Filter(Evaluation evaluation, Operator input, Evaluator condition) {
      this.evaluation = evaluation;
      this.input = input;
      this.condition = condition;
    }

    @Override
    public @Nullable RowBatch next() {
      for (RowBatch batch = input.next(); batch != null; batch = input.next()) {
        int[] selection = new int[batch.rows()];
        int count = condition.select(batch, evaluation, selection);
        if (count == batch.rows()) {
          return batch;
        }
        if (count > 0) {
          return batch.gather(selection, count);
        }
      }
      return null;
    }

    @Override
    public void close() {
      input.close();
    }
  }

  /**
   * Computes columns. Where they may be large it takes few rows at a time, as many as make about a
   * megabyte, and what they take counts until the next ones are asked for.
   */
  static final class Project implements Operator {
    private static final int FIRST = 4;
    private static final long AIM = 1 << 20;
    private static final long COUNTED = 64 << 10;

    private final Evaluation evaluation;
    private final Operator input;
    private final List<Evaluator> evaluators;
    private final boolean[] large;
    private final boolean anyLarge;
    private RowBatch pending = new RowBatch(new Vector[0], 0);
    private int position;
    private int most = FIRST;
    private long taken;
    private long computed;

    Project(Evaluation evaluation, Operator input, List<Evaluator> evaluators) {
      this.evaluation = evaluation;
      this.input = input;
      this.evaluators = evaluators;
      this.large = new boolean[evaluators.size()];
      boolean any = false;
      for (int i = 0; i < large.length; i++) {
        large[i] = mayBeLarge(evaluators.get(i));
        any |= large[i];
      }
      this.anyLarge = any;
    }

    /** What is there already, in the input or a parameter, takes nothing more. */
    private static boolean mayBeLarge(Evaluator evaluator) {
      return Vector.Layout.of(evaluator.type()) == Vector.Layout.OBJECT
          && !(evaluator instanceof Leaves.Column
              || evaluator instanceof Leaves.Parameter
              || evaluator instanceof Leaves.Constant);
    }

    @Override
    public @Nullable RowBatch next() {
      if (!anyLarge) {
        RowBatch batch = input.next();
        return batch == null ? null : project(batch);
      }
      evaluation.giveBack(taken);
      taken = 0;
      computed = 0;
      if (position == pending.rows()) {
        RowBatch batch = input.next();
        if (batch == null) {
          return null;
        }
        pending = batch;
        position = 0;
      }
      int to = Math.min(pending.rows(), position + most);
      RowBatch made = project(slice(pending, position, to));
      position = to;
      account(made);
      return made;
    }

    private RowBatch project(RowBatch batch) {
      Vector[] columns = new Vector[evaluators.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = evaluators.get(i).all(batch, evaluation);
        if (large[i]) {
          count(columns[i].bytes());
        }
      }
      return new RowBatch(columns, batch.rows());
    }

    private void count(long bytes) {
      computed += bytes;
      if (bytes > COUNTED) {
        evaluation.take(bytes);
        taken += bytes;
      }
    }

    private void account(RowBatch made) {
      long fitting = AIM * Math.max(1, made.rows()) / Math.max(1, computed);
      most = (int) Math.clamp(fitting, 1, Math.min(2L * most, RowBatch.TARGET_ROWS));
    }

    @Override
    public void close() {
      evaluation.giveBack(taken);
      taken = 0;
      input.close();
    }
  }

  static RowBatch slice(RowBatch batch, int from, int to) {
    if (from == 0 && to == batch.rows()) {
      return batch;
    }
    int[] selection = new int[to - from];
    for (int i = 0; i < selection.length; i++) {
      selection[i] = from + i;
    }
    return batch.gather(selection, selection.length);
  }

  /** LIMIT and OFFSET; rows that tie with the last one come along when asked for. */
  static final class Limit implements Operator {
    private final Operator input;
    private final @Nullable RowOrder ties;
    private long skip;
    private long left;
    private @Nullable RowBatch lastBatch;
    private int lastRow;

    Limit(Operator input, long skip, long left, @Nullable RowOrder ties) {
      this.input = input;
      this.skip = skip;
      this.left = left;
      this.ties = ties;
    }

    @Override
    public @Nullable RowBatch next() {
      if (left == 0) {
        return ties == null || lastBatch == null ? null : tied();
      }
      for (RowBatch batch = input.next(); batch != null; batch = input.next()) {
        if (skip >= batch.rows()) {
          skip -= batch.rows();
          continue;
        }
        int from = (int) skip;
        skip = 0;
        int count = (int) Math.min(batch.rows() - from, left);
        left -= count;
        RowBatch taken = slice(batch, from, from + count);
        lastBatch = taken;
        lastRow = count - 1;
        if (left == 0 && ties != null && from + count < batch.rows()) {
          int end = from + count;
          while (end < batch.rows() && ties.compare(taken, lastRow, batch, end) == 0) {
            end++;
          }
          if (end < batch.rows()) {
            lastBatch = null;
          }
          return slice(batch, from, end);
        }
        return taken;
      }
      return null;
    }

    private @Nullable RowBatch tied() {
      RowBatch batch = input.next();
      RowBatch last = lastBatch;
      if (batch == null || last == null || ties == null) {
        return null;
      }
      int end = 0;
      while (end < batch.rows() && ties.compare(last, lastRow, batch, end) == 0) {
        end++;
      }
      if (end < batch.rows()) {
        lastBatch = null;
      }
      return end == 0 ? null : slice(batch, 0, end);
    }

    @Override
    public void close() {
      input.close();
    }
  }

  /** The count of a LIMIT or OFFSET expression. */
  static long count(Evaluator evaluator, Evaluation evaluation, boolean limit) {
    Object value = evaluator.at(RowBatch.UNIT, 0, evaluation);
    if (value == null) {
      return limit ? Long.MAX_VALUE : 0;
    }
    long count = ((Number) value).longValue();
    if (count < 0) {
      throw limit
          ? new OrbitException(ErrorCode.INVALID_ROW_COUNT_IN_LIMIT, "LIMIT must not be negative")
          : new OrbitException(
              ErrorCode.INVALID_ROW_COUNT_IN_OFFSET, "OFFSET must not be negative");
    }
    return count;
  }

  /** One input after the other. */
  static final class Append implements Operator {
    private final Operator first;
    private final Operator second;
    private boolean firstDone;

    Append(Operator first, Operator second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public @Nullable RowBatch next() {
      if (!firstDone) {
        RowBatch batch = first.next();
        if (batch != null) {
          return batch;
        }
        firstDone = true;
      }
      return second.next();
    }

    @Override
    public void close() {
      try (first) {
        second.close();
      }
    }
  }
}
