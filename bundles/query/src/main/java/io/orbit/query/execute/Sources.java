package io.orbit.query.execute;

import io.orbit.api.query.VirtualTable;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowView;
import io.orbit.api.value.DataType;
import io.orbit.query.function.TableFunction;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operators without inputs. */
final class Sources {
  private Sources() {}

  /** A fixed number of batches that are there already. */
  static final class Rows implements Operator {
    private final Iterator<RowBatch> batches;

    Rows(List<RowBatch> batches) {
      this.batches = batches.iterator();
    }

    /** What opens no rows. */
    static OperatorFactory factory() {
      return new PlanCompiler.Factory(
          new Explanation("Result", List.of(), 0, 0, List.of()), e -> new Rows(List.of()));
    }

    @Override
    public @Nullable RowBatch next() {
      return batches.hasNext() ? batches.next() : null;
    }

    @Override
    public void close() {}
  }

  /** Rows of a collection or of one of its indexes, decoding only the columns asked for. */
  static final class Cursor implements Operator {
    private final Evaluation evaluation;
    private final RowCursor cursor;
    private final ColumnReaders readers;
    private int target = 64;

    Cursor(Evaluation evaluation, RowCursor cursor, ColumnReaders readers) {
      this.evaluation = evaluation;
      this.cursor = cursor;
      this.readers = readers;
    }

    @Override
    public @Nullable RowBatch next() {
      evaluation.checkCanceled();
      VectorBuilder[] builders = readers.builders(target);
      int rows = 0;
      while (rows < target && cursor.next()) {
        readers.append(cursor.row(), builders);
        rows++;
      }
      target = Math.min(target * 4, RowBatch.TARGET_ROWS);
      return rows == 0 ? null : readers.batch(builders, rows);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  /** Rows of several ranges, one after the other. */
  static final class Cursors implements Operator {
    private final Evaluation evaluation;
    private final Iterator<KeyRange> ranges;
    private final Function<KeyRange, RowCursor> opener;
    private final ColumnReaders readers;
    private @Nullable RowCursor current;

    Cursors(
        Evaluation evaluation,
        List<KeyRange> ranges,
        Function<KeyRange, RowCursor> opener,
        ColumnReaders readers) {
      this.evaluation = evaluation;
      this.ranges = ranges.iterator();
      this.opener = opener;
      this.readers = readers;
    }

    @Override
    public @Nullable RowBatch next() {
      evaluation.checkCanceled();
      VectorBuilder[] builders = readers.builders(64);
      int rows = 0;
      while (rows < RowBatch.TARGET_ROWS && (current != null || ranges.hasNext())) {
        RowCursor cursor = current;
        if (cursor == null) {
          cursor = opener.apply(ranges.next());
          current = cursor;
        }
        if (cursor.next()) {
          readers.append(cursor.row(), builders);
          rows++;
        } else {
          cursor.close();
          current = null;
        }
      }
      return rows == 0 ? null : readers.batch(builders, rows);
    }

    @Override
    public void close() {
      RowCursor cursor = current;
      if (cursor != null) {
        cursor.close();
      }
    }
  }

  /** Rows of an iterator of objects. */
  static final class Objects implements Operator {
    private final Evaluation evaluation;
    private final Iterator<@Nullable Object[]> rows;
    private final List<DataType> types;
    private final boolean ordinality;
    private long ordinal;

    Objects(
        Evaluation evaluation,
        Iterator<@Nullable Object[]> rows,
        List<DataType> types,
        boolean ordinality) {
      this.evaluation = evaluation;
      this.rows = rows;
      this.types = types;
      this.ordinality = ordinality;
    }

    @Override
    public @Nullable RowBatch next() {
      evaluation.checkCanceled();
      if (!rows.hasNext()) {
        return null;
      }
      VectorBuilder[] builders = new VectorBuilder[types.size()];
      for (int i = 0; i < builders.length; i++) {
        builders[i] = VectorBuilder.of(types.get(i), 64);
      }
      int count = 0;
      for (; count < RowBatch.TARGET_ROWS && rows.hasNext(); count++) {
        @Nullable Object[] row = rows.next();
        int given = ordinality ? builders.length - 1 : builders.length;
        for (int i = 0; i < given; i++) {
          builders[i].add(row[i]);
        }
        if (ordinality) {
          builders[given].addLong(++ordinal);
        }
      }
      Vector[] columns = new Vector[builders.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = builders[i].build();
      }
      return new RowBatch(columns, count);
    }

    @Override
    public void close() {}
  }

  static Operator function(
      Evaluation evaluation,
      TableFunction function,
      List<Evaluator> arguments,
      List<DataType> types,
      boolean ordinality) {
    @Nullable Object[] values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).at(RowBatch.UNIT, 0, evaluation);
    }
    return new Objects(evaluation, function.rows(evaluation, values), types, ordinality);
  }

  static Operator virtual(
      Evaluation evaluation,
      VirtualTable table,
      Map<Integer, Evaluator> equal,
      List<DataType> types) {
    Map<Integer, Object> values = new HashMap<>();
    for (Map.Entry<Integer, Evaluator> entry : equal.entrySet()) {
      Object value = entry.getValue().at(RowBatch.UNIT, 0, evaluation);
      if (value == null) {
        return new Rows(List.of());
      }
      values.put(entry.getKey(), value);
    }
    return new Objects(
        evaluation,
        table.scan(evaluation.session(), evaluation.transaction(), values),
        types,
        false);
  }

  /** Which columns of a row go into a batch, and the record's key behind them if wanted. */
  record ColumnReaders(int[] positions, DataType[] types, boolean withKey) {
    VectorBuilder[] builders(int capacity) {
      VectorBuilder[] builders = new VectorBuilder[positions.length + (withKey ? 1 : 0)];
      for (int i = 0; i < positions.length; i++) {
        builders[i] = VectorBuilder.of(types[i], capacity);
      }
      if (withKey) {
        builders[positions.length] = VectorBuilder.of(DataType.BYTES, capacity);
      }
      return builders;
    }

    void append(RowView row, VectorBuilder[] builders) {
      for (int i = 0; i < positions.length; i++) {
        int column = positions[i];
        if (row.isNull(column)) {
          builders[i].addNull();
          continue;
        }
        switch (Vector.Layout.of(types[i])) {
          case LONG -> builders[i].addLong(row.getLong(column));
          case DOUBLE -> builders[i].addDouble(row.getDouble(column));
          case OBJECT -> builders[i].add(row.get(column));
        }
      }
      if (withKey) {
        builders[positions.length].add(row.key());
      }
    }

    RowBatch batch(VectorBuilder[] builders, int rows) {
      Vector[] columns = new Vector[builders.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = builders[i].build();
      }
      return new RowBatch(columns, rows);
    }
  }
}
