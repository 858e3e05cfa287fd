package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes each distinct row (by the key columns) on once: the first. Where memory is used up and the
 * order of the answer is free, rows with further keys wait on disk until the others are through.
 */
final class Distinct implements Operator {
  private final Evaluation evaluation;
  private final List<Evaluator> keys;
  private final DataType[] types;
  private final boolean anyOrder;
  private final RowKey probe;
  private Operator input;
  private Set<RowKey> seen = new HashSet<>();
  private long taken;
  private @Nullable Partitions waiting;
  private final List<Part> parts = new java.util.ArrayList<>();
  private int level;

  /** What waits on disk. */
  private record Part(Partitions rows, int number, int level) {}

  /**
   * @param anyOrder whether rows may be answered in another order than they came
   */
  Distinct(Evaluation evaluation, Operator input, List<Evaluator> keys, boolean anyOrder) {
    this.evaluation = evaluation;
    this.input = input;
    this.keys = keys;
    this.anyOrder = anyOrder;
    types = keys.stream().map(Evaluator::type).toArray(DataType[]::new);
    probe = new RowKey(types);
  }

  @Override
  public @Nullable RowBatch next() {
    while (true) {
      for (RowBatch batch = input.next(); batch != null; batch = input.next()) {
        evaluation.checkCanceled();
        RowBatch fresh = fresh(batch);
        if (fresh != null) {
          return fresh;
        }
      }
      if (!nextPart()) {
        return null;
      }
    }
  }

  private @Nullable RowBatch fresh(RowBatch batch) {
    Vector[] columns = Buffered.vectors(keys, batch, evaluation);
    int[] selection = new int[batch.rows()];
    int[] later = new int[batch.rows()];
    int count = 0;
    int laterCount = 0;
    for (int row = 0; row < batch.rows(); row++) {
      probe.fill(columns, row);
      evaluation.tick();
      if (seen.contains(probe)) {
        continue;
      }
      if (waiting == null && takes(probe.bytes())) {
        seen.add(probe.copy());
        selection[count++] = row;
      } else {
        later[laterCount++] = row;
      }
    }
    if (laterCount > 0) {
      Partitions rest = waiting;
      if (rest == null) {
        throw new IllegalStateException("nowhere to wait");
      }
      rest.add(batch, columns, types, later, laterCount);
    }
    if (count == 0) {
      return null;
    }
    return count == batch.rows() ? batch : batch.gather(selection, count);
  }

  private boolean takes(long bytes) {
    boolean mayWait = anyOrder && level < Partitions.DEEPEST;
    if (mayWait && !evaluation.tryTake(bytes)) {
      waiting = new Partitions(evaluation, level);
      return false;
    }
    if (!mayWait) {
      evaluation.take(bytes);
    }
    taken += bytes;
    return true;
  }

  private boolean nextPart() {
    input.close();
    Partitions rest = waiting;
    if (rest != null) {
      for (int i = 0; i < Partitions.COUNT; i++) {
        if (!rest.isEmpty(i)) {
          parts.add(new Part(rest, i, level + 1));
        }
      }
      waiting = null;
    }
    seen = new HashSet<>();
    evaluation.giveBack(taken);
    taken = 0;
    if (parts.isEmpty()) {
      input = new Sources.Rows(List.of());
      return false;
    }
    Part part = parts.removeLast();
    level = part.level();
    input = part.rows().take(part.number());
    return true;
  }

  @Override
  public void close() {
    input.close();
  }
}
