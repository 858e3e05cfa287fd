package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan.SetKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** INTERSECT and EXCEPT, with and without ALL. (UNION is Append, then Distinct.) */
final class SetOperations implements Operator {
  private final Evaluation evaluation;
  private final SetKind kind;
  private final boolean all;
  private final Operator left;
  private final Operator right;
  private final DataType[] types;
  private final Map<RowKey, Integer> counts = new HashMap<>();
  private final Set<RowKey> answered = new HashSet<>();
  private boolean prepared;

  SetOperations(
      Evaluation evaluation,
      SetKind kind,
      boolean all,
      Operator left,
      Operator right,
      List<DataType> types) {
    this.evaluation = evaluation;
    this.kind = kind;
    this.all = all;
    this.left = left;
    this.right = right;
    this.types = types.toArray(DataType[]::new);
  }

  private void countRight() {
    RowKey probe = new RowKey(types);
    for (RowBatch batch = right.next(); batch != null; batch = right.next()) {
      for (int row = 0; row < batch.rows(); row++) {
        probe.fill(batch.columns(), row);
        Integer known = counts.get(probe);
        evaluation.tick();
        if (known == null) {
          evaluation.take(probe.bytes());
          counts.put(probe.copy(), 1);
        } else {
          counts.put(probe.copy(), known + 1);
        }
      }
    }
    prepared = true;
  }

  @Override
  public @Nullable RowBatch next() {
    if (!prepared) {
      countRight();
    }
    RowKey probe = new RowKey(types);
    for (RowBatch batch = left.next(); batch != null; batch = left.next()) {
      int[] selection = new int[batch.rows()];
      int count = 0;
      for (int row = 0; row < batch.rows(); row++) {
        probe.fill(batch.columns(), row);
        if (passes(probe)) {
          selection[count++] = row;
        }
      }
      if (count > 0) {
        return batch.gather(selection, count);
      }
    }
    return null;
  }

  private boolean passes(RowKey probe) {
    int there = counts.getOrDefault(probe, 0);
    if (all) {
      if (there > 0) {
        counts.put(probe.copy(), there - 1);
      }
      return (there > 0) == (kind == SetKind.INTERSECT);
    }
    return (there > 0) == (kind == SetKind.INTERSECT) && isFirst(probe);
  }

  private boolean isFirst(RowKey probe) {
    if (answered.contains(probe)) {
      return false;
    }
    evaluation.take(probe.bytes());
    return answered.add(probe.copy());
  }

  @Override
  public void close() {
    try (left) {
      right.close();
    }
  }
}
