package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** WITH RECURSIVE: rounds of the step over the rows that the last round brought. */
final class Recursion {
  private Recursion() {}

  static List<RowBatch> run(
      Evaluation evaluation,
      int id,
      OperatorFactory base,
      OperatorFactory step,
      boolean distinct,
      List<DataType> types) {
    DataType[] keyTypes = types.toArray(DataType[]::new);
    Set<RowKey> seen = new HashSet<>();
    List<RowBatch> result = new ArrayList<>();
    List<RowBatch> round = keep(Buffered.drain(base.open(evaluation)), distinct, seen, keyTypes);
    while (!round.isEmpty()) {
      evaluation.checkCanceled();
      result.addAll(round);
      evaluation.setCommonTable(id, round);
      round = keep(Buffered.drain(step.open(evaluation)), distinct, seen, keyTypes);
    }
    evaluation.setCommonTable(id, result);
    return result;
  }

  private static List<RowBatch> keep(
      List<RowBatch> batches, boolean distinct, Set<RowKey> seen, DataType[] types) {
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
        if (seen.add(probe.copy())) {
          selection[count++] = row;
        }
      }
      if (count > 0) {
        kept.add(batch.gather(selection, count));
      }
    }
    return kept;
  }
}
