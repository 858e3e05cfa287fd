package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * WITH RECURSIVE: rounds of the step over the rows that the last round brought, each made when the
 * rows before it have been read.
 */
final class Recursion implements Operator {
  private final Evaluation evaluation;
  private final int id;
  private final OperatorFactory base;
  private final OperatorFactory step;
  private final boolean distinct;
  private final DataType[] types;
  private final Set<RowKey> seen = new HashSet<>();
  private List<RowBatch> round = List.of();
  private int position;
  private boolean begun;

  Recursion(
      Evaluation evaluation,
      int id,
      OperatorFactory base,
      OperatorFactory step,
      boolean distinct,
      List<DataType> types) {
    this.evaluation = evaluation;
    this.id = id;
    this.base = base;
    this.step = step;
    this.distinct = distinct;
    this.types = types.toArray(DataType[]::new);
  }

  @Override
  public @Nullable RowBatch next() {
    if (position == round.size()) {
      nextRound();
    }
    return position < round.size() ? round.get(position++) : null;
  }

  private void nextRound() {
    evaluation.checkCanceled();
    if (!begun) {
      begun = true;
      round = fresh(rows(base));
    } else if (!round.isEmpty()) {
      CommonTable whole = evaluation.commonTable(id);
      evaluation.setCommonTable(id, new CommonTable(evaluation, Kept.of(evaluation, round)));
      try {
        round = fresh(rows(step));
      } finally {
        evaluation.setCommonTable(id, whole);
      }
    }
    position = 0;
  }

  /** All rows; their memory is counted where they are kept. */
  private List<RowBatch> rows(OperatorFactory factory) {
    List<RowBatch> batches = new ArrayList<>();
    try (Operator operator = factory.open(evaluation)) {
      for (RowBatch batch = operator.next(); batch != null; batch = operator.next()) {
        evaluation.checkCanceled();
        batches.add(batch);
      }
    }
    return batches;
  }

  /** UNION without ALL: rows that were there before bring nothing new. */
  private List<RowBatch> fresh(List<RowBatch> batches) {
    if (!distinct) {
      return batches;
    }
    List<RowBatch> kept = new ArrayList<>();
    RowKey probe = new RowKey(types);
    for (RowBatch batch : batches) {
      int[] selection = new int[batch.rows()];
      int count = 0;
      for (int row = 0; row < batch.rows(); row++) {
        probe.fill(batch.columns(), row);
        if (!seen.contains(probe)) {
          evaluation.take(probe.bytes());
          seen.add(probe.copy());
          selection[count++] = row;
        }
      }
      if (count > 0) {
        kept.add(batch.gather(selection, count));
      }
    }
    return kept;
  }

  @Override
  public void close() {}
}
