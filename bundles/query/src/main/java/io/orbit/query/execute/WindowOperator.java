package io.orbit.query.execute;

import io.orbit.query.function.WindowFunction;
import io.orbit.query.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Window calls that share partitioning and order: sorts, cuts into partitions, evaluates. */
final class WindowOperator {
  /** One call, compiled. */
  record Call(
      Plan.WindowCall call,
      List<Evaluator> arguments,
      @Nullable Evaluator filter,
      @Nullable Evaluator startOffset,
      @Nullable Evaluator endOffset) {}

  private final Evaluation evaluation;
  private final List<Evaluator> partitionBy;
  private final List<Evaluator> orderBy;
  private final RowOrder order;
  private final RowOrder partitionOrder;
  private final List<Call> calls;

  /**
   * @param order by all partition keys and then all order keys, behind the input's columns
   * @param partitionOrder the partition keys alone
   */
  WindowOperator(
      Evaluation evaluation,
      List<Evaluator> partitionBy,
      List<Evaluator> orderBy,
      RowOrder order,
      RowOrder partitionOrder,
      List<Call> calls) {
    this.evaluation = evaluation;
    this.partitionBy = partitionBy;
    this.orderBy = orderBy;
    this.order = order;
    this.partitionOrder = partitionOrder;
    this.calls = calls;
  }

  Operator run(Operator input) {
    RowBatch all = Buffered.gathered(evaluation, input);
    if (all == null) {
      return new Sources.Rows(List.of());
    }
    int width = all.columns().length;
    List<Evaluator> keys = new ArrayList<>(partitionBy);
    keys.addAll(orderBy);
    Vector[] columns = Arrays.copyOf(all.columns(), width + keys.size());
    for (int i = 0; i < keys.size(); i++) {
      columns[width + i] = keys.get(i).all(all, evaluation);
    }
    RowBatch keyed = new RowBatch(columns, all.rows());
    int[] positions = Buffered.sorted(evaluation, keyed, order);
    RowBatch sorted = keyed.gather(positions, positions.length);
    Vector[] results = new Vector[width + calls.size()];
    System.arraycopy(sorted.columns(), 0, results, 0, width);
    VectorBuilder[] builders = new VectorBuilder[calls.size()];
    for (int c = 0; c < builders.length; c++) {
      builders[c] = VectorBuilder.of(calls.get(c).call().output().type(), sorted.rows());
    }
    int start = 0;
    while (start < sorted.rows()) {
      int end = start + 1;
      while (end < sorted.rows() && partitionOrder.compare(sorted, start, sorted, end) == 0) {
        end++;
      }
      evaluate(sorted, start, end, builders);
      start = end;
    }
    for (int c = 0; c < builders.length; c++) {
      results[width + c] = builders[c].build();
    }
    int[] inOrder = new int[sorted.rows()];
    Arrays.setAll(inOrder, i -> i);
    return new Buffered.Pieces(new RowBatch(results, sorted.rows()), inOrder);
  }

  private void evaluate(RowBatch sorted, int start, int end, VectorBuilder[] builders) {
    int[] rows = new int[end - start];
    Arrays.setAll(rows, i -> start + i);
    RowBatch partition = sorted.gather(rows, rows.length);
    int[] peerStart = new int[rows.length];
    int[] peerGroup = new int[rows.length];
    for (int row = 1; row < rows.length; row++) {
      boolean peer = order.compare(partition, row - 1, partition, row) == 0;
      peerStart[row] = peer ? peerStart[row - 1] : row;
      peerGroup[row] = peer ? peerGroup[row - 1] : peerGroup[row - 1] + 1;
    }
    int width = sorted.columns().length - partitionBy.size() - orderBy.size();
    Vector orderKey = orderBy.isEmpty() ? null : partition.column(width + partitionBy.size());
    boolean descending = !orderBy.isEmpty() && order.descending()[partitionBy.size()];
    for (int c = 0; c < builders.length; c++) {
      Call call = calls.get(c);
      WindowPartition view =
          new WindowPartition(
              evaluation, partition, call, peerStart, peerGroup, orderKey, descending);
      WindowFunction function = call.call().function();
      for (int row = 0; row < rows.length; row++) {
        evaluation.tick();
        builders[c].add(
            function != null ? function.value(evaluation, view, row) : view.aggregate(row));
      }
    }
  }
}
