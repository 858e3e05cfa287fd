package io.orbit.query.execute;

import io.orbit.api.catalog.Index;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.query.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A scan of a collection by one access path; conditions are checked again above it. */
record ScanFactory(
    Plan.Scan scan,
    AccessPath.Compiled path,
    Sources.ColumnReaders readers,
    boolean descending,
    List<String> details,
    double rows,
    double cost)
    implements OperatorFactory {

  @Override
  public Operator open(Evaluation evaluation) {
    Optional<KeyRange> range = path.range(evaluation);
    if (range.isEmpty()) {
      return new Sources.Rows(List.of());
    }
    RowReader reader =
        evaluation.services().records().reader(evaluation.transaction(), scan.collection());
    Index index = path.path().index();
    if (index == null && path.path().unique()) {
      return point(reader, range.get());
    }
    RowCursor cursor =
        index == null
            ? reader.scan(range.get(), descending)
            : reader.scanIndex(index, range.get(), descending);
    return new Sources.Cursor(evaluation, cursor, readers);
  }

  /** One row by its whole primary key, without a cursor. */
  private Operator point(RowReader reader, KeyRange range) {
    RowView view = reader.newView();
    @Nullable Object[] key = range.prefix().toArray();
    if (!reader.get(key, view)) {
      return new Sources.Rows(List.of());
    }
    VectorBuilder[] builders = readers.builders(1);
    readers.append(view, builders);
    return new Sources.Rows(List.of(readers.batch(builders, 1)));
  }

  @Override
  public Explanation explain() {
    Index index = path.path().index();
    String table = scan.collection().name();
    String shown = scan.alias().equals(table) ? table : table + " " + scan.alias();
    String node;
    if (path.path().isFull()) {
      node = "Seq Scan on " + shown;
    } else {
      String name = index == null ? scan.collection().primaryKeyName() : index.name();
      node = "Index Scan" + (descending ? " Backward" : "") + " using " + name + " on " + shown;
    }
    return new Explanation(node, new ArrayList<>(details), rows, cost, List.of());
  }
}
