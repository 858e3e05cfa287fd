package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Any aggregate, row by row, with DISTINCT and an order of its own; one state a group. */
final class StateAccumulator implements Accumulator {
  private final HashAggregate.Call call;
  private @Nullable State[] states = {};

  StateAccumulator(HashAggregate.Call call) {
    this.call = call;
  }

  @Override
  public void add(Evaluation evaluation, Vector[] arguments, int[] groups, int rows, int size) {
    if (size > states.length) {
      states = Arrays.copyOf(states, Math.max(size, states.length * 2));
    }
    for (int row = 0; row < rows; row++) {
      int group = groups[row];
      if (group < 0) {
        continue;
      }
      evaluation.tick();
      State state = states[group];
      if (state == null) {
        state = new State(call);
        states[group] = state;
      }
      state.add(evaluation, arguments, row);
    }
  }

  @Override
  public @Nullable Object result(Evaluation evaluation, int group) {
    State state = group < states.length ? states[group] : null;
    return (state == null ? new State(call) : state).result(evaluation);
  }

  @Override
  public boolean merges() {
    return false;
  }

  @Override
  public void merge(Evaluation evaluation, Accumulator other, int[] groups, int size) {
    throw new OrbitException(ErrorCode.INTERNAL_ERROR, call.name() + " cannot be merged");
  }

  /** One group. */
  private static final class State {
    private final HashAggregate.Call call;
    private Object state;
    private final @Nullable Set<RowKey> seen;
    private final @Nullable List<@Nullable Object[]> ordered;

    State(HashAggregate.Call call) {
      this.call = call;
      state = call.function().newState();
      seen = call.distinct() ? new HashSet<>() : null;
      ordered = call.order() == null ? null : new ArrayList<>();
    }

    /** The arguments are the call's own and then the keys of its order. */
    void add(Evaluation evaluation, Vector[] inputs, int row) {
      int width = call.arguments().size();
      @Nullable Object[] values = new Object[width];
      for (int i = 0; i < width; i++) {
        values[i] = inputs[i].get(row);
      }
      if (call.function().skipsNulls()) {
        for (Object value : values) {
          if (value == null) {
            return;
          }
        }
      }
      if (seen != null && !isNew(evaluation, inputs, row)) {
        return;
      }
      if (ordered != null) {
        @Nullable Object[] both = Arrays.copyOf(values, inputs.length);
        for (int i = width; i < inputs.length; i++) {
          both[i] = inputs[i].get(row);
        }
        evaluation.take(24 + ValueSize.ofAll(both, both.length));
        ordered.add(both);
        return;
      }
      if (call.function().keepsValues()) {
        evaluation.take(16 + ValueSize.ofAll(values, values.length));
      }
      state = call.function().add(evaluation, state, values);
    }

    private boolean isNew(Evaluation evaluation, Vector[] inputs, int row) {
      RowKey key =
          new RowKey(call.arguments().stream().map(Evaluator::type).toArray(DataType[]::new));
      key.fill(inputs, row);
      boolean added = seen != null && seen.add(key);
      if (added) {
        evaluation.take(key.bytes());
      }
      return added;
    }

    @Nullable Object result(Evaluation evaluation) {
      RowOrder order = call.order();
      if (ordered != null && order != null && !ordered.isEmpty()) {
        int width = call.arguments().size();
        List<DataType> types = new ArrayList<>();
        call.arguments().forEach(argument -> types.add(argument.type()));
        call.sortKeys().forEach(key -> types.add(key.type()));
        RowBatch rows = RowBatch.of(types, ordered);
        for (int row : Buffered.sorted(evaluation, rows, order)) {
          @Nullable Object[] values = new Object[width];
          System.arraycopy(rows.row(row), 0, values, 0, width);
          state = call.function().add(evaluation, state, values);
        }
        ordered.clear();
      }
      return call.function().result(evaluation, state);
    }
  }
}
