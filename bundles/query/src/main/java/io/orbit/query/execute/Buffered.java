package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operators that gather input before they answer. */
final class Buffered {
  private Buffered() {}

  /** All rows of an operator, which is closed; they are kept until the statement ends. */
  static List<RowBatch> drain(Evaluation evaluation, Operator operator) {
    List<RowBatch> batches = new ArrayList<>();
    try (operator) {
      for (RowBatch batch = operator.next(); batch != null; batch = operator.next()) {
        evaluation.checkCanceled();
        evaluation.keep(batch);
        batches.add(batch);
      }
    }
    return batches;
  }

  /** All rows of an operator, which is closed, in one batch; null when there are none. */
  static @Nullable RowBatch gathered(Evaluation evaluation, Operator operator) {
    return concatenate(evaluation, drain(evaluation, operator));
  }

  /** Kept batches as one, which is kept in their place; null when there are none. */
  static @Nullable RowBatch concatenate(Evaluation evaluation, List<RowBatch> batches) {
    if (batches.size() <= 1) {
      return batches.isEmpty() ? null : batches.getFirst();
    }
    long bytes = batches.stream().mapToLong(RowBatch::bytes).sum();
    evaluation.take(bytes);
    RowBatch all = concatenated(batches);
    evaluation.giveBack(bytes);
    return all;
  }

  /** Batches as one; null when there are none. */
  static @Nullable RowBatch concatenated(List<RowBatch> batches) {
    if (batches.size() <= 1) {
      return batches.isEmpty() ? null : batches.getFirst();
    }
    int rows = batches.stream().mapToInt(RowBatch::rows).sum();
    RowBatch first = batches.getFirst();
    Vector[] columns = new Vector[first.columns().length];
    for (int c = 0; c < columns.length; c++) {
      VectorBuilder builder = VectorBuilder.of(first.column(c).type(), rows);
      for (RowBatch batch : batches) {
        Vector source = batch.column(c);
        for (int row = 0; row < batch.rows(); row++) {
          builder.addFrom(source, row);
        }
      }
      columns[c] = builder.build();
    }
    return new RowBatch(columns, rows);
  }

  /** Answers a big batch in pieces, in the order given. */
  static final class Pieces implements Operator {
    private final RowBatch rows;
    private final int[] order;
    private int position;

    Pieces(RowBatch rows, int[] order) {
      this.rows = rows;
      this.order = order;
    }

    @Override
    public @Nullable RowBatch next() {
      int count = Math.min(RowBatch.TARGET_ROWS, order.length - position);
      if (count <= 0) {
        return null;
      }
      int[] selection = Arrays.copyOfRange(order, position, position + count);
      position += count;
      return rows.gather(selection, count);
    }

    @Override
    public void close() {}
  }

  /**
   * Sorts by columns appended behind the input's own (the sort keys), which it takes off again.
   * With a bound only that many rows are kept.
   */
  static Operator sort(
      Evaluation evaluation, Operator input, List<Evaluator> keys, RowOrder order, long bound) {
    List<RowBatch> keyed = new ArrayList<>();
    long kept = 0;
    try (input) {
      for (RowBatch batch = input.next(); batch != null; batch = input.next()) {
        evaluation.checkCanceled();
        RowBatch added = withKeys(batch, keys, evaluation);
        evaluation.keep(added);
        keyed.add(added);
        kept += batch.rows();
        if (bound < Integer.MAX_VALUE / 4 && kept > Math.max(4 * bound, 8192)) {
          kept = keepBest(evaluation, keyed, order, (int) bound);
        }
      }
    }
    RowBatch all = concatenate(evaluation, keyed);
    if (all == null) {
      return new Sources.Rows(List.of());
    }
    int[] positions = sorted(evaluation, all, order);
    if (positions.length > bound) {
      positions = Arrays.copyOf(positions, (int) bound);
    }
    int width = all.columns().length - keys.size();
    return new Pieces(new RowBatch(Arrays.copyOf(all.columns(), width), all.rows()), positions);
  }

  /** Lets go of rows that are beyond the bound already; answers how many are left. */
  private static int keepBest(
      Evaluation evaluation, List<RowBatch> keyed, RowOrder order, int bound) {
    long before = keyed.stream().mapToLong(RowBatch::bytes).sum();
    RowBatch all = concatenated(keyed);
    keyed.clear();
    if (all == null) {
      return 0;
    }
    int[] best = Arrays.copyOf(sorted(evaluation, all, order), Math.min(bound, all.rows()));
    RowBatch kept = all.gather(best, best.length);
    keyed.add(kept);
    evaluation.giveBack(before - kept.bytes());
    return best.length;
  }

  private static RowBatch withKeys(RowBatch batch, List<Evaluator> keys, Evaluation evaluation) {
    Vector[] columns = Arrays.copyOf(batch.columns(), batch.columns().length + keys.size());
    for (int i = 0; i < keys.size(); i++) {
      columns[batch.columns().length + i] = keys.get(i).all(batch, evaluation);
    }
    return new RowBatch(columns, batch.rows());
  }

  /** Row numbers in sorted order; rows that compare equal keep theirs. */
  static int[] sorted(Evaluation evaluation, RowBatch rows, RowOrder order) {
    long bytes = 24L * rows.rows();
    evaluation.take(bytes);
    Integer[] positions = new Integer[rows.rows()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    Arrays.sort(
        positions,
        (a, b) -> {
          evaluation.tick();
          return order.compare(rows, a, rows, b);
        });
    int[] plain = new int[positions.length];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = positions[i];
    }
    evaluation.giveBack(bytes);
    return plain;
  }

  /** Passes each distinct row (by the key columns) on once: the first. */
  static final class Distinct implements Operator {
    private final Evaluation evaluation;
    private final Operator input;
    private final List<Evaluator> keys;
    private final DataType[] types;
    private final Set<RowKey> seen = new HashSet<>();
    private final RowKey probe;

    Distinct(Evaluation evaluation, Operator input, List<Evaluator> keys) {
      this.evaluation = evaluation;
      this.input = input;
      this.keys = keys;
      types = keys.stream().map(Evaluator::type).toArray(DataType[]::new);
      probe = new RowKey(types);
    }

    @Override
    public @Nullable RowBatch next() {
      for (RowBatch batch = input.next(); batch != null; batch = input.next()) {
        Vector[] columns = vectors(keys, batch, evaluation);
        int[] selection = new int[batch.rows()];
        int count = 0;
        for (int row = 0; row < batch.rows(); row++) {
          probe.fill(columns, row);
          evaluation.tick();
          if (!seen.contains(probe)) {
            evaluation.take(probe.bytes());
            seen.add(probe.copy());
            selection[count++] = row;
          }
        }
        if (count > 0) {
          return count == batch.rows() ? batch : batch.gather(selection, count);
        }
      }
      return null;
    }

    @Override
    public void close() {
      input.close();
    }
  }

  static Vector[] vectors(List<Evaluator> evaluators, RowBatch batch, Evaluation evaluation) {
    Vector[] columns = new Vector[evaluators.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = evaluators.get(i).all(batch, evaluation);
    }
    return columns;
  }
}
