package io.orbit.query.segment;

import io.orbit.api.accel.Comparison;
import io.orbit.api.records.RowView;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.DecimalVector;
import io.orbit.query.execute.DictionaryVector;
import io.orbit.query.execute.DoubleVector;
import io.orbit.query.execute.LongVector;
import io.orbit.query.execute.ObjectVector;
import io.orbit.query.execute.RowBatch;
import io.orbit.query.execute.Vector;
import io.orbit.query.execute.VectorBuilder;
import java.util.Arrays;
import java.util.List;

/**
 * Some rows of a table in the order of their keys, column by column, as they were at one moment.
 * Immutable.
 */
final class Segment {
  private final long timestamp;
  private final int rows;
  private final Column[] columns;
  private final Keys keys;
  private final long bytes;

  private Segment(long timestamp, int rows, Column[] columns, Keys keys) {
    this.timestamp = timestamp;
    this.rows = rows;
    this.columns = columns;
    this.keys = keys;
    long sum = keys.bytes();
    for (Column column : columns) {
      sum += column.bytes();
    }
    bytes = sum;
  }

  /** Everything committed up to then is in it. */
  long timestamp() {
    return timestamp;
  }

  int rows() {
    return rows;
  }

  /** Heap that it takes. */
  long bytes() {
    return bytes;
  }

  Column column(int position) {
    return columns[position];
  }

  /** The row with a key, or −1. */
  int find(byte[] key) {
    return keys.find(key);
  }

  /**
   * Some rows of a block.
   *
   * @param from the first row
   * @param positions which columns
   */
  RowBatch batch(int from, int count, int[] positions) {
    return RowBatch.lazy(
        positions.length,
        count,
        (column, selection, wanted) -> columns[positions[column]].load(from, selection, wanted));
  }

  /** Whether a row of a block can compare so with a constant. */
  boolean mayHold(int block, int position, Comparison comparison, Object constant) {
    return columns[position].mayHold(block, comparison, constant);
  }

  /** Keys of rows, one behind the other, ascending as unsigned bytes. */
  private record Keys(byte[] all, int[] ends) {
    int find(byte[] key) {
      int low = 0;
      int high = ends.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int start = middle == 0 ? 0 : ends[middle - 1];
        int order = Arrays.compareUnsigned(all, start, ends[middle], key, 0, key.length);
        if (order == 0) {
          return middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1;
    }

    long bytes() {
      return all.length + 4L * ends.length;
    }
  }

  /** Takes rows in the order of their keys. One thread. */
  static final class Builder {
    private final List<DataType> types;
    private final VectorBuilder[] builders;
    private final int[] ends;
    private byte[] keys = new byte[1024];
    private int rows;

    /**
     * @param most rows that it takes
     */
    Builder(List<DataType> types, int most) {
      this.types = types;
      ends = new int[most];
      builders = new VectorBuilder[types.size()];
      for (int i = 0; i < builders.length; i++) {
        builders[i] = VectorBuilder.of(types.get(i), 4096);
      }
    }

    int rows() {
      return rows;
    }

    boolean isFull() {
      return rows == ends.length;
    }

    void add(byte[] key, RowView row) {
      int start = rows == 0 ? 0 : ends[rows - 1];
      if (start + key.length > keys.length) {
        keys = Arrays.copyOf(keys, Math.max(keys.length * 2, start + key.length));
      }
      System.arraycopy(key, 0, keys, start, key.length);
      ends[rows++] = start + key.length;
      for (int column = 0; column < builders.length; column++) {
        if (row.isNull(column)) {
          builders[column].addNull();
          continue;
        }
        switch (Vector.Layout.of(types.get(column))) {
          case LONG -> builders[column].addLong(row.getLong(column));
          case DOUBLE -> builders[column].addDouble(row.getDouble(column));
          case OBJECT -> builders[column].add(row.get(column));
        }
      }
    }

    Segment build(long timestamp) {
      Column[] columns = new Column[builders.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] =
            switch (builders[i].build()) {
              case LongVector longs -> LongColumn.of(longs);
              case DecimalVector decimals -> LongColumn.of(decimals);
              case DoubleVector doubles -> ObjectColumn.Doubles.of(doubles);
              case ObjectVector objects -> ObjectColumn.of(objects);
              case DictionaryVector codes ->
                  throw new IllegalStateException("a builder makes no dictionary: " + codes.type());
            };
      }
      int end = rows == 0 ? 0 : ends[rows - 1];
      return new Segment(
          timestamp, rows, columns, new Keys(Arrays.copyOf(keys, end), Arrays.copyOf(ends, rows)));
    }
  }
}
