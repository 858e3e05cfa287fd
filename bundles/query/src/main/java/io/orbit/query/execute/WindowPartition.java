package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import io.orbit.query.function.AggregateFunction;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.function.WindowFunction;
import io.orbit.query.plan.Plan;
import org.jspecify.annotations.Nullable;

/** One partition of one window call: frames, peers and the aggregate over a frame. */
final class WindowPartition implements WindowFunction.Partition {
  private final Evaluation evaluation;
  private final RowBatch rows;
  private final WindowOperator.Call call;
  private final int[] peerStart;
  private final int[] peerGroup;
  private final @Nullable Vector orderKey;
  private final boolean descending;
  private final Vector[] arguments;
  private final @Nullable Vector filter;
  private final @Nullable Object startOffset;
  private final @Nullable Object endOffset;

  /** The running aggregate when frames only grow at their end. */
  private @Nullable Object running;

  private int runningEnd;

  WindowPartition(
      Evaluation evaluation,
      RowBatch rows,
      WindowOperator.Call call,
      int[] peerStart,
      int[] peerGroup,
      @Nullable Vector orderKey,
      boolean descending) {
    this.evaluation = evaluation;
    this.rows = rows;
    this.call = call;
    this.peerStart = peerStart;
    this.peerGroup = peerGroup;
    this.orderKey = orderKey;
    this.descending = descending;
    arguments = Buffered.vectors(call.arguments(), rows, evaluation);
    Evaluator condition = call.filter();
    filter = condition == null ? null : condition.all(rows, evaluation);
    startOffset = offset(call.startOffset(), "starting");
    endOffset = offset(call.endOffset(), "ending");
  }

  private @Nullable Object offset(@Nullable Evaluator evaluator, String which) {
    if (evaluator == null) {
      return null;
    }
    Object value = evaluator.at(RowBatch.UNIT, 0, evaluation);
    if (value == null) {
      throw new OrbitException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED, "frame " + which + " offset must not be null");
    }
    if (value instanceof Number number && number.doubleValue() < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
          "frame " + which + " offset must not be negative");
    }
    return value;
  }

  @Override
  public int size() {
    return rows.rows();
  }

  @Override
  public @Nullable Object argument(int argument, int row) {
    return arguments[argument].get(row);
  }

  @Override
  public int argumentCount() {
    return arguments.length;
  }

  @Override
  public int peersStart(int row) {
    return peerStart[row];
  }

  @Override
  public int peersEnd(int row) {
    int end = row + 1;
    while (end < size() && peerGroup[end] == peerGroup[row]) {
      end++;
    }
    return end;
  }

  @Override
  public int peerGroup(int row) {
    return peerGroup[row];
  }

  @Override
  public int frameStart(int row) {
    Plan.Frame frame = call.call().frame();
    return Math.max(0, bound(frame.start(), frame.unit(), startOffset, row, true));
  }

  @Override
  public int frameEnd(int row) {
    Plan.Frame frame = call.call().frame();
    return Math.min(size(), bound(frame.end(), frame.unit(), endOffset, row, false));
  }

  private int bound(
      Plan.FrameBound bound, Plan.FrameUnit unit, @Nullable Object offset, int row, boolean start) {
    return switch (bound) {
      case UNBOUNDED_PRECEDING -> 0;
      case UNBOUNDED_FOLLOWING -> size();
      case CURRENT_ROW ->
          unit == Plan.FrameUnit.ROWS
              ? (start ? row : row + 1)
              : start ? peerStart[row] : peersEnd(row);
      case PRECEDING -> shifted(unit, offset, row, start, true);
      case FOLLOWING -> shifted(unit, offset, row, start, false);
    };
  }

  private int shifted(
      Plan.FrameUnit unit, @Nullable Object offset, int row, boolean start, boolean preceding) {
    return switch (unit) {
      case ROWS -> {
        long by = count(offset);
        long position = (preceding ? row - by : row + by) + (start ? 0 : 1);
        yield (int) Math.max(0, Math.min(size(), position));
      }
      case GROUPS -> {
        long group = preceding ? peerGroup[row] - count(offset) : peerGroup[row] + count(offset);
        int position = 0;
        while (position < size()
            && (start ? peerGroup[position] < group : peerGroup[position] <= group)) {
          position++;
        }
        yield position;
      }
      case RANGE -> ranged(offset, row, start, preceding);
    };
  }

  private static long count(@Nullable Object offset) {
    return offset instanceof Number number ? number.longValue() : 0;
  }

  private int ranged(@Nullable Object offset, int row, boolean start, boolean preceding) {
    Vector keys = orderKey;
    Plan.Frame frame = call.call().frame();
    ScalarFunction shift = preceding != descending ? frame.rangeSubtract() : frame.rangeAdd();
    if (keys == null || shift == null) {
      throw new OrbitException(
          ErrorCode.WINDOWING_ERROR,
          "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
    }
    Object key = keys.get(row);
    if (key == null) {
      return start ? peerStart[row] : peersEnd(row);
    }
    Object limit = shift.apply(evaluation, new @Nullable Object[] {key, offset});
    if (limit == null) {
      return start ? peerStart[row] : peersEnd(row);
    }
    DataType type = keys.type();
    int position = 0;
    while (position < size()) {
      Object other = keys.get(position);
      int order;
      if (other == null) {
        order = position < row ? -1 : 1;
      } else {
        order = ValueOrder.compare(other, limit, type);
        order = descending ? -order : order;
      }
      if (start ? order >= 0 : order > 0) {
        break;
      }
      position++;
    }
    return position;
  }

  @Override
  public boolean isExcluded(int row, int other) {
    return switch (call.call().frame().exclusion()) {
      case NO_OTHERS -> false;
      case CURRENT_ROW -> row == other;
      case GROUP -> peerGroup[row] == peerGroup[other];
      case TIES -> row != other && peerGroup[row] == peerGroup[other];
    };
  }

  /** The aggregate over the row's frame. */
  @Nullable Object aggregate(int row) {
    AggregateFunction function = call.call().aggregate();
    if (function == null) {
      throw new IllegalStateException(call.call().name());
    }
    int start = frameStart(row);
    int end = frameEnd(row);
    boolean growing =
        call.call().frame().start() == Plan.FrameBound.UNBOUNDED_PRECEDING
            && call.call().frame().exclusion() == Plan.FrameExclusion.NO_OTHERS;
    if (growing) {
      Object state = running == null ? function.newState() : running;
      for (; runningEnd < end; runningEnd++) {
        state = add(function, state, runningEnd);
      }
      running = state;
      return function.result(evaluation, state);
    }
    Object state = function.newState();
    for (int other = start; other < end; other++) {
      if (!isExcluded(row, other)) {
        state = add(function, state, other);
      }
    }
    return function.result(evaluation, state);
  }

  private Object add(AggregateFunction function, Object state, int row) {
    if (filter != null && (filter.isNull(row) || filter.getLong(row) == 0)) {
      return state;
    }
    @Nullable Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].get(row);
      if (values[i] == null && function.skipsNulls()) {
        return state;
      }
    }
    return function.add(evaluation, state, values);
  }
}
