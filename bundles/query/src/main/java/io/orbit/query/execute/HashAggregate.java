package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.function.AggregateFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grouping by hashing; also grouping without keys, and grouping sets one after the other. Where
 * memory is used up, the rows of further groups wait on disk until those at hand are answered (not
 * so with several grouping sets). What an aggregate itself collects stays in memory.
 */
final class HashAggregate {
  /** About how much heap a group takes in one aggregate. */
  private static final long PER_STATE = 96;

  /**
   * One aggregate, compiled.
   *
   * @param filter null for none
   * @param order of the aggregate's own ORDER BY over its sort keys; null for none
   * @param sortKeys evaluated beside the arguments
   */
  record Call(
      String name,
      AggregateFunction function,
      List<Evaluator> arguments,
      boolean distinct,
      @Nullable Evaluator filter,
      List<Evaluator> sortKeys,
      @Nullable RowOrder order,
      DataType type) {
    Call withoutDistinct() {
      return new Call(name, function, arguments, false, filter, sortKeys, order, type);
    }
  }

  /**
   * What is computed.
   *
   * @param sets positions in {@code keys} for each grouping set
   * @param numbered whether the number of a row's set is its last column
   */
  record Shape(
      List<Evaluator> keys, List<List<Integer>> sets, boolean numbered, List<Call> calls) {}

  private final Evaluation evaluation;
  private final Shape shape;
  private final int level;
  private final List<Groups> tables = new ArrayList<>();
  private long taken;
  private @Nullable Partitions waiting;

  HashAggregate(Evaluation evaluation, Shape shape) {
    this(evaluation, shape, 0);
  }

  private HashAggregate(Evaluation evaluation, Shape shape, int level) {
    this.level = level;
    this.evaluation = evaluation;
    this.shape = shape;
    shape.sets().forEach(set -> tables.add(new Groups(set)));
  }

  /** One that fails, OUT_OF_MEMORY, where others go to disk; for one grouping set. */
  static HashAggregate inMemory(Evaluation evaluation, Shape shape) {
    return new HashAggregate(evaluation, shape, Partitions.DEEPEST);
  }

  Operator run(Operator input) {
    consume(input);
    return answer();
  }

  /** Takes all rows of an operator, which is closed. */
  void consume(Operator input) {
    try (input) {
      for (RowBatch batch = input.next(); batch != null; batch = input.next()) {
        evaluation.checkCanceled();
        add(batch);
      }
    }
  }

  /** Takes what another one of the same shape, with one grouping set, has of other rows. */
  void merge(HashAggregate other) {
    tables.getFirst().merge(other.tables.getFirst());
  }

  /** Its memory is free again; it is of no more use. */
  void giveBack() {
    evaluation.giveBack(taken);
    taken = 0;
  }

  /** The groups. */
  Operator answer() {
    Partitions rest = waiting;
    Operator here = new Result();
    giveBack();
    return rest == null ? here : new Rest(here, rest);
  }

  private void add(RowBatch batch) {
    Vector[] keys = Buffered.vectors(shape.keys(), batch, evaluation);
    List<Input> inputs = new ArrayList<>(shape.calls().size());
    for (Call call : shape.calls()) {
      inputs.add(Input.of(call, batch, evaluation));
    }
    tables.forEach(table -> table.add(batch, keys, inputs));
  }

  /** What one call takes of one batch: its arguments, the keys of its order, which rows count. */
  private record Input(Vector[] arguments, @Nullable Vector filter) {
    static Input of(Call call, RowBatch batch, Evaluation evaluation) {
      Evaluator condition = call.filter();
      List<Evaluator> all = new ArrayList<>(call.arguments());
      all.addAll(call.sortKeys());
      return new Input(
          Buffered.vectors(all, batch, evaluation),
          condition == null ? null : condition.all(batch, evaluation));
    }

    /** The groups of the rows that count. */
    int[] groups(int[] numbers, int rows) {
      if (filter == null) {
        return numbers;
      }
      int[] counting = Arrays.copyOf(numbers, rows);
      for (int row = 0; row < rows; row++) {
        if (filter.isNull(row) || filter.getLong(row) == 0) {
          counting[row] = KeyTable.ABSENT;
        }
      }
      return counting;
    }
  }

  /** The groups of one grouping set. */
  private final class Groups {
    private final List<Integer> set;
    private final DataType[] types;
    private final KeyTable table;
    private final List<Accumulator> accumulators = new ArrayList<>();
    private int[] numbers = {};

    Groups(List<Integer> set) {
      this.set = set;
      types = set.stream().map(key -> shape.keys().get(key).type()).toArray(DataType[]::new);
      table = new KeyTable(types);
      shape.calls().forEach(call -> accumulators.add(Accumulator.of(call)));
    }

    void add(RowBatch batch, Vector[] keys, List<Input> inputs) {
      int rows = batch.rows();
      if (numbers.length < rows) {
        numbers = new int[rows];
      }
      Vector[] columns = set.stream().map(key -> keys[key]).toArray(Vector[]::new);
      table.number(columns, rows, numbers, HashAggregate.this::takes);
      for (int call = 0; call < accumulators.size(); call++) {
        Input input = inputs.get(call);
        accumulators
            .get(call)
            .add(evaluation, input.arguments(), input.groups(numbers, rows), rows, table.size());
      }
      Partitions rest = waiting;
      if (rest != null) {
        setAside(rest, batch, columns);
      }
    }

    private void setAside(Partitions rest, RowBatch batch, Vector[] columns) {
      int[] later = new int[batch.rows()];
      int count = 0;
      for (int row = 0; row < later.length; row++) {
        if (numbers[row] == KeyTable.ABSENT) {
          later[count++] = row;
        }
      }
      if (count > 0) {
        rest.add(batch, columns, types, later, count);
      }
    }

    void merge(Groups other) {
      int rows = other.table.size();
      Vector[] columns = new Vector[set.size()];
      for (int key = 0; key < columns.length; key++) {
        VectorBuilder builder = VectorBuilder.of(types[key], rows);
        for (int group = 0; group < rows; group++) {
          builder.add(other.table.value(group, key));
        }
        columns[key] = builder.build();
      }
      int[] groups = new int[rows];
      table.number(columns, rows, groups, HashAggregate.this::takes);
      for (int call = 0; call < accumulators.size(); call++) {
        accumulators
            .get(call)
            .merge(evaluation, other.accumulators.get(call), groups, table.size());
      }
    }

    /** Without keys there is always one group. */
    int size() {
      return set.isEmpty() ? 1 : table.size();
    }

    void append(int group, List<VectorBuilder> row) {
      int keys = shape.keys().size();
      for (int key = 0; key < keys; key++) {
        int position = set.indexOf(key);
        row.get(key).add(position < 0 ? null : table.value(group, position));
      }
      for (int call = 0; call < accumulators.size(); call++) {
        row.get(keys + call).add(accumulators.get(call).result(evaluation, group));
      }
    }
  }

  /** Memory for one more group; false where it has to wait. */
  private boolean takes(long bytes) {
    long all = bytes + PER_STATE * shape.calls().size();
    boolean mayWait =
        shape.sets().size() == 1 && !shape.keys().isEmpty() && level < Partitions.DEEPEST;
    if (!mayWait) {
      evaluation.take(all);
    } else if (!evaluation.tryTake(all)) {
      waiting = new Partitions(evaluation, level);
      return false;
    }
    taken += all;
    return true;
  }

  /** The groups that are at hand, set by set. */
  private final class Result implements Operator {
    private int set;
    private int group;

    @Override
    public @Nullable RowBatch next() {
      List<VectorBuilder> builders = new ArrayList<>();
      shape.keys().forEach(key -> builders.add(VectorBuilder.of(key.type(), 64)));
      shape.calls().forEach(call -> builders.add(VectorBuilder.of(call.type(), 64)));
      if (shape.numbered()) {
        builders.add(VectorBuilder.of(DataType.INT32, 64));
      }
      int rows = 0;
      while (set < tables.size() && rows < RowBatch.TARGET_ROWS) {
        Groups table = tables.get(set);
        if (group == table.size()) {
          set++;
          group = 0;
          continue;
        }
        table.append(group++, builders);
        if (shape.numbered()) {
          builders.getLast().addLong(set);
        }
        rows++;
      }
      return rows == 0
          ? null
          : new RowBatch(builders.stream().map(VectorBuilder::build).toArray(Vector[]::new), rows);
    }

    @Override
    public void close() {}
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
        current = new HashAggregate(evaluation, shape, level + 1).run(parts.take(next++));
      }
    }

    @Override
    public void close() {
      current.close();
    }
  }
}
