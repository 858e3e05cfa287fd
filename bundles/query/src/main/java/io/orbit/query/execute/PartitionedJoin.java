package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan.JoinKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hash join whose right side memory does not hold: both sides lie on disk in parts by their keys,
 * and part is joined with part (Kitsuregawa et al. 1983). One thread.
 */
final class PartitionedJoin implements Operator {
  /** What a built row costs beside its bytes: its key in the table, its place in a chain. */
  private static final long PER_ROW = 120;

  /**
   * What all parts share.
   *
   * @param condition on pairs; null for none
   */
  record Shape(
      JoinKind kind,
      List<Evaluator> leftKeys,
      List<Evaluator> rightKeys,
      @Nullable Evaluator condition,
      Joins.Shape columns) {
    DataType[] keyTypes() {
      return rightKeys.stream().map(Evaluator::type).toArray(DataType[]::new);
    }
  }

  private final Evaluation evaluation;
  private final Shape shape;
  private final Partitions left;
  private final Partitions right;
  private final int level;
  private @Nullable Operator current;
  private int next;
  private long before;

  private PartitionedJoin(
      Evaluation evaluation, Shape shape, Partitions left, Partitions right, int level) {
    this.evaluation = evaluation;
    this.shape = shape;
    this.left = left;
    this.right = right;
    this.level = level;
  }

  /** The join, in memory where the right side fits. */
  static Operator open(Evaluation evaluation, Shape shape, OperatorFactory left, Operator right) {
    return join(evaluation, shape, () -> left.open(evaluation), right, 0);
  }

  /** Opens the left side once the right one is read. */
  private interface Opener {
    Operator open();
  }

  private static Operator join(
      Evaluation evaluation, Shape shape, Opener left, Operator right, int level) {
    List<RowBatch> built = new ArrayList<>();
    long reserved = 0;
    try (right) {
      for (RowBatch batch = right.next(); batch != null; batch = right.next()) {
        evaluation.checkCanceled();
        built.add(batch);
        long bytes = 2 * batch.bytes() + PER_ROW * batch.rows();
        if (level < Partitions.DEEPEST && !evaluation.tryTake(bytes)) {
          evaluation.giveBack(reserved);
          return partitioned(evaluation, shape, left, built, right, level);
        }
        if (level == Partitions.DEEPEST) {
          evaluation.take(bytes);
        }
        reserved += bytes;
      }
    }
    evaluation.giveBack(reserved);
    built.forEach(evaluation::keep);
    return new HashJoin(
        evaluation,
        shape.kind(),
        left.open(),
        Buffered.concatenate(evaluation, built),
        shape.leftKeys(),
        shape.rightKeys(),
        shape.condition(),
        shape.columns());
  }

  private static Operator partitioned(
      Evaluation evaluation,
      Shape shape,
      Opener left,
      List<RowBatch> built,
      Operator right,
      int level) {
    DataType[] types = shape.keyTypes();
    Partitions rights = new Partitions(evaluation, level);
    built.forEach(batch -> rights.add(batch, shape.rightKeys(), types));
    built.clear();
    drain(evaluation, right, rights, shape.rightKeys(), types);
    Partitions lefts = new Partitions(evaluation, level);
    try (Operator rows = left.open()) {
      drain(evaluation, rows, lefts, shape.leftKeys(), types);
    }
    return new PartitionedJoin(evaluation, shape, lefts, rights, level);
  }

  private static void drain(
      Evaluation evaluation,
      Operator rows,
      Partitions into,
      List<Evaluator> keys,
      DataType[] types) {
    for (RowBatch batch = rows.next(); batch != null; batch = rows.next()) {
      evaluation.checkCanceled();
      into.add(batch, keys, types);
    }
  }

  @Override
  public @Nullable RowBatch next() {
    while (true) {
      Operator open = current;
      RowBatch batch = open == null ? null : open.next();
      if (batch != null) {
        return batch;
      }
      if (open != null) {
        open.close();
        evaluation.giveBack(evaluation.taken() - before);
        current = null;
      }
      while (next < Partitions.COUNT && left.isEmpty(next) && right.isEmpty(next)) {
        next++;
      }
      if (next == Partitions.COUNT) {
        return null;
      }
      int part = next++;
      before = evaluation.taken();
      current = join(evaluation, shape, () -> left.take(part), right.take(part), level + 1);
    }
  }

  @Override
  public void close() {
    Operator open = current;
    if (open != null) {
      open.close();
    }
  }
}
