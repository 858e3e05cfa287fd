package io.orbit.query.execute;

import io.orbit.api.catalog.Index;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.query.plan.Plan;
import io.orbit.query.segment.SlotView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scan of a collection by one access path; conditions are checked again above it.
 *
 * @param inOrder whether the order of the path is counted on
 * @param columnar whether the table was read by column when the plan was made, for EXPLAIN
 * @param zones conditions by which blocks of column segments are passed over
 */
record ScanFactory(
    Plan.Scan scan,
    AccessRanges path,
    Sources.ColumnReaders readers,
    boolean descending,
    boolean inOrder,
    boolean columnar,
    List<ColumnarScan.Zone> zones,
    List<String> details,
    double rows,
    double cost)
    implements OperatorFactory {

  @Override
  public Operator open(Evaluation evaluation) {
    List<KeyRange> ranges = path.compute(evaluation);
    if (ranges.isEmpty()) {
      return new Sources.Rows(List.of());
    }
    RowReader reader =
        evaluation.services().records().reader(evaluation.transaction(), scan.collection());
    List<SlotView> slots = mayBeColumnar() ? slots(evaluation) : null;
    if (slots != null) {
      return new ColumnarScan(
          evaluation, slots, true, reader, readers, ColumnarScan.Bounds.of(zones, evaluation));
    }
    if (path.path().index() == null && path.path().unique()) {
      return points(evaluation, reader, ranges);
    }
    return ranges.size() == 1
        ? new Sources.Cursor(evaluation, cursor(reader, ranges.getFirst()), readers)
        : new Sources.Cursors(evaluation, ordered(ranges), r -> cursor(reader, r), readers);
  }

  private @Nullable List<SlotView> slots(Evaluation evaluation) {
    return evaluation.services().segments().view(evaluation.transaction(), scan.collection());
  }

  @Override
  public @Nullable ParallelSource parallel(Evaluation evaluation) {
    List<SlotView> slots =
        columnar && mayBeColumnar() && !path.compute(evaluation).isEmpty()
            ? slots(evaluation)
            : null;
    if (slots == null) {
      return null;
    }
    ColumnarScan.Bounds bounds = ColumnarScan.Bounds.of(zones, evaluation);
    return new SharedBlocks(
        slots,
        evaluation.transaction().snapshotTimestamp(),
        readers,
        bounds,
        new PlanCompiler.Factory(
            explain(),
            e ->
                new ColumnarScan(
                    e,
                    slots,
                    false,
                    e.services().records().reader(e.transaction(), scan.collection()),
                    readers,
                    bounds)));
  }

  /** Whether all rows are asked for, in any order, and none of them is going to be changed. */
  private boolean mayBeColumnar() {
    return path.path().isFull()
        && path.path().index() == null
        && !inOrder
        && !descending
        && !readers.withKey();
  }

  private List<KeyRange> ordered(List<KeyRange> ranges) {
    return descending ? ranges.reversed() : ranges;
  }

  private RowCursor cursor(RowReader reader, KeyRange range) {
    Index index = path.path().index();
    return index == null
        ? reader.scan(range, descending)
        : reader.scanIndex(index, range, descending);
  }

  /** Rows by their whole primary keys, without a cursor. */
  private Operator points(Evaluation evaluation, RowReader reader, List<KeyRange> ranges) {
    RowView view = reader.newView();
    List<RowBatch> batches = new ArrayList<>(1);
    VectorBuilder[] builders = readers.builders(Math.min(ranges.size(), RowBatch.TARGET_ROWS));
    int rows = 0;
    for (KeyRange range : ordered(ranges)) {
      evaluation.tick();
      @Nullable Object[] key = range.prefix().toArray();
      if (!reader.get(key, view)) {
        continue;
      }
      readers.append(view, builders);
      if (++rows == RowBatch.TARGET_ROWS) {
        batches.add(readers.batch(builders, rows));
        builders = readers.builders(RowBatch.TARGET_ROWS);
        rows = 0;
      }
    }
    if (rows > 0) {
      batches.add(readers.batch(builders, rows));
    }
    return new Sources.Rows(batches);
  }

  @Override
  public Explanation explain() {
    Index index = path.path().index();
    String table = scan.collection().name();
    String shown = scan.alias().equals(table) ? table : table + " " + scan.alias();
    String node;
    if (path.path().isFull() && index == null && !descending) {
      node = (columnar && mayBeColumnar() ? "Columnar Scan on " : "Seq Scan on ") + shown;
    } else {
      String name = index == null ? scan.collection().primaryKeyName() : index.name();
      node = "Index Scan" + (descending ? " Backward" : "") + " using " + name + " on " + shown;
    }
    return new Explanation(node, new ArrayList<>(details), rows, cost, List.of());
  }
}
