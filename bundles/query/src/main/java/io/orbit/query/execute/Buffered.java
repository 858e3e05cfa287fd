package io.orbit.query.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    Vector[] columns = new Vector[first.width()];
    for (int c = 0; c < columns.length; c++) {
      int column = c;
      columns[c] =
          Concatenation.of(batches.stream().map(batch -> batch.column(column)).toList(), rows);
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

  /** Row numbers in sorted order; rows that compare equal keep theirs. */
  static int[] sorted(Evaluation evaluation, RowBatch rows, RowOrder order) {
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
    return plain;
  }

  static Vector[] vectors(List<Evaluator> evaluators, RowBatch batch, Evaluation evaluation) {
    Vector[] columns = new Vector[evaluators.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = evaluators.get(i).all(batch, evaluation);
    }
    return columns;
  }
}
