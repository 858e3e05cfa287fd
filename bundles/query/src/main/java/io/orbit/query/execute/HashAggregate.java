package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.function.AggregateFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Grouping by hashing; also grouping without keys, and grouping sets one after the other. Where
 * memory is used up, the rows of further groups wait on disk until those at hand are answered (not
 * so with several grouping sets). What an aggregate itself collects stays in memory.
 */
final class HashAggregate {
  /**
   * One aggregate, compiled.
   *
   * @param filter null for none
   * @param order of the aggregate's own ORDER BY over its sort keys; null for none
   * @param sortKeys evaluated beside the arguments
   */
  record Call(
      AggregateFunction function,
      List<Evaluator> arguments,
      boolean distinct,
      @Nullable Evaluator filter,
      List<Evaluator> sortKeys,
      @Nullable RowOrder order,
      DataType type) {}

  private final Evaluation evaluation;
  private final List<Evaluator> keys;
  private final List<List<Integer>> sets;
  private final boolean groupingSet;
  private final List<Call> calls;
  private final int level;
  private long taken;
  private @Nullable Partitions waiting;

  HashAggregate(
      Evaluation evaluation,
      List<Evaluator> keys,
      List<List<Integer>> sets,
      boolean groupingSet,
      List<Call> calls) {
    this(evaluation, keys, sets, groupingSet, calls, 0);
  }

  private HashAggregate(
      Evaluation evaluation,
      List<Evaluator> keys,
      List<List<Integer>> sets,
      boolean groupingSet,
      List<Call> calls,
      int level) {
    this.level = level;
    this.evaluation = evaluation;
    this.keys = keys;
    this.sets = sets;
    this.groupingSet = groupingSet;
    this.calls = calls;
  }

  Operator run(Operator input) {
    List<Map<RowKey, State[]>> tables = new ArrayList<>();
    sets.forEach(set -> tables.add(new LinkedHashMap<>()));
    try (input) {
      for (RowBatch batch = input.next(); batch != null; batch = input.next()) {
        add(batch, tables);
      }
    }
    for (int s = 0; s < sets.size(); s++) {
      if (sets.get(s).isEmpty() && tables.get(s).isEmpty()) {
        tables.get(s).put(new RowKey(new DataType[0]), newStates());
      }
    }
    RowBatch result = result(tables);
    Partitions rest = waiting;
    Operator here = new Sources.Rows(result.rows() > 0 ? List.of(result) : List.of());
    evaluation.giveBack(taken);
    return rest == null ? here : new Rest(here, rest);
  }

  /** The groups that were at hand, then those of each part that waits. */
  private final class Rest implements Operator {
    private final Partitions parts;
    private Operator current;
    private int next;

    Rest(Operator first, Partitions parts) {
      current = first;
      this.parts = parts;
    }

    @Override
    public @Nullable RowBatch next() {
      while (true) {
        RowBatch batch = current.next();
        if (batch != null) {
          return batch;
        }
        while (next < Partitions.COUNT && parts.isEmpty(next)) {
          next++;
        }
        if (next == Partitions.COUNT) {
          return null;
        }
        current.close();
        current =
            new HashAggregate(evaluation, keys, sets, groupingSet, calls, level + 1)
                .run(parts.take(next++));
      }
    }

    @Override
    public void close() {
      current.close();
    }
  }

  private void add(RowBatch batch, List<Map<RowKey, State[]>> tables) {
    Vector[] keyColumns = Buffered.vectors(keys, batch, evaluation);
    Inputs[] inputs = new Inputs[calls.size()];
    for (int c = 0; c < inputs.length; c++) {
      inputs[c] = new Inputs(calls.get(c), batch, evaluation);
    }
    for (int s = 0; s < sets.size(); s++) {
      List<Integer> set = sets.get(s);
      Vector[] columns = set.stream().map(k -> keyColumns[k]).toArray(Vector[]::new);
      DataType[] types = set.stream().map(k -> keys.get(k).type()).toArray(DataType[]::new);
      RowKey probe = new RowKey(types);
      Map<RowKey, State[]> table = tables.get(s);
      int[] later = new int[0];
      int laterCount = 0;
      for (int row = 0; row < batch.rows(); row++) {
        evaluation.tick();
        probe.fill(columns, row);
        State[] states = table.get(probe);
        if (states == null) {
          if (waiting != null || !takes(probe.bytes() + 96L * calls.size())) {
            later = later.length == 0 ? new int[batch.rows()] : later;
            later[laterCount++] = row;
            continue;
          }
          states = newStates();
          table.put(probe.copy(), states);
        }
        for (int c = 0; c < states.length; c++) {
          states[c].add(evaluation, inputs[c], row);
        }
      }
      Partitions rest = waiting;
      if (rest != null && laterCount > 0) {
        rest.add(batch, columns, types, later, laterCount);
      }
    }
  }

  /** Memory for one more group; false where it has to wait. */
  private boolean takes(long bytes) {
    boolean mayWait = sets.size() == 1 && !keys.isEmpty() && level < Partitions.DEEPEST;
    if (!mayWait) {
      evaluation.take(bytes);
    } else if (!evaluation.tryTake(bytes)) {
      waiting = new Partitions(evaluation, level);
      return false;
    }
    taken += bytes;
    return true;
  }

  private State[] newStates() {
    State[] states = new State[calls.size()];
    for (int c = 0; c < states.length; c++) {
      states[c] = new State(calls.get(c));
    }
    return states;
  }

  private RowBatch result(List<Map<RowKey, State[]>> tables) {
    List<VectorBuilder> builders = new ArrayList<>();
    keys.forEach(key -> builders.add(VectorBuilder.of(key.type(), 64)));
    calls.forEach(call -> builders.add(VectorBuilder.of(call.type(), 64)));
    if (groupingSet) {
      builders.add(VectorBuilder.of(DataType.INT32, 64));
    }
    int rows = 0;
    for (int s = 0; s < sets.size(); s++) {
      List<Integer> set = sets.get(s);
      for (Map.Entry<RowKey, State[]> group : tables.get(s).entrySet()) {
        for (int k = 0; k < keys.size(); k++) {
          int position = set.indexOf(k);
          builders.get(k).add(position < 0 ? null : group.getKey().value(position));
        }
        for (int c = 0; c < calls.size(); c++) {
          builders.get(keys.size() + c).add(group.getValue()[c].result(evaluation));
        }
        if (groupingSet) {
          builders.getLast().addLong(s);
        }
        rows++;
      }
    }
    return new RowBatch(builders.stream().map(VectorBuilder::build).toArray(Vector[]::new), rows);
  }

  /** The arguments of one call for one batch. */
  private static final class Inputs {
    private final Vector[] arguments;
    private final Vector[] sortKeys;
    private final @Nullable Vector filter;

    Inputs(Call call, RowBatch batch, Evaluation evaluation) {
      Evaluator condition = call.filter();
      filter = condition == null ? null : condition.all(batch, evaluation);
      arguments = Buffered.vectors(call.arguments(), batch, evaluation);
      sortKeys = Buffered.vectors(call.sortKeys(), batch, evaluation);
    }

    boolean accepts(int row) {
      return filter == null || (!filter.isNull(row) && filter.getLong(row) != 0);
    }

    @Nullable Object[] values(int row) {
      @Nullable Object[] values = new Object[arguments.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = arguments[i].get(row);
      }
      return values;
    }
  }

  /** One aggregate of one group. */
  private static final class State {
    private final Call call;
    private Object state;
    private final @Nullable Set<RowKey> seen;
    private final @Nullable List<@Nullable Object[]> ordered;

    State(Call call) {
      this.call = call;
      state = call.function().newState();
      seen = call.distinct() ? new HashSet<>() : null;
      ordered = call.order() == null ? null : new ArrayList<>();
    }

    void add(Evaluation evaluation, Inputs inputs, int row) {
      if (!inputs.accepts(row)) {
        return;
      }
      @Nullable Object[] values = inputs.values(row);
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
        @Nullable Object[] both = new Object[values.length + inputs.sortKeys.length];
        System.arraycopy(values, 0, both, 0, values.length);
        for (int i = 0; i < inputs.sortKeys.length; i++) {
          both[values.length + i] = inputs.sortKeys[i].get(row);
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

    private boolean isNew(Evaluation evaluation, Inputs inputs, int row) {
      RowKey key =
          new RowKey(call.arguments().stream().map(Evaluator::type).toArray(DataType[]::new));
      key.fill(inputs.arguments, row);
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
