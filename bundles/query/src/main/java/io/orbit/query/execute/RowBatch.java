package io.orbit.query.execute;

import io.orbit.api.query.Batch;
import io.orbit.api.value.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an operator: one vector per output, all of one size. To be read it is immutable; columns
 * may be made only when they are first asked for, so that what a filter throws away, and what
 * nobody reads, is never copied. One thread at a time.
 */
public final class RowBatch implements Batch {
  /** One row without columns. */
  public static final RowBatch UNIT = new RowBatch(new Vector[0], 1);

  /** How many rows an operator aims to put into a batch. */
  public static final int TARGET_ROWS = 1024;

  /** Makes columns. */
  @FunctionalInterface
  public interface Loader {
    /**
     * One column.
     *
     * @param selection the rows that are wanted, in order; null for all
     * @param count how many
     */
    Vector load(int column, int @Nullable [] selection, int count);
  }

  private final @Nullable Vector[] columns;
  private final int rows;
  private @Nullable Loader loader;
  private @Nullable RowBatch origin;
  private int @Nullable [] selection;

  public RowBatch(Vector[] columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  private RowBatch(
      int width,
      int rows,
      @Nullable Loader loader,
      @Nullable RowBatch origin,
      int @Nullable [] selection) {
    this.columns = new Vector[width];
    this.rows = rows;
    this.loader = loader;
    this.origin = origin;
    this.selection = selection;
  }

  /** Rows whose columns are made when they are asked for. */
  public static RowBatch lazy(int width, int rows, Loader loader) {
    return new RowBatch(width, rows, loader, null, null);
  }

  @Override
  public int rows() {
    return rows;
  }

  /** How many columns there are. */
  public int width() {
    return columns.length;
  }

  @Override
  public Vector column(int index) {
    Vector known = columns[index];
    if (known == null) {
      known = make(index);
      columns[index] = known;
    }
    return known;
  }

  private Vector make(int index) {
    RowBatch from = origin;
    int[] chosen = selection;
    if (from != null && chosen != null) {
      Vector whole = from.columns[index];
      Loader source = from.loader;
      return whole != null || source == null
          ? from.column(index).gather(chosen, rows)
          : source.load(index, chosen, rows);
    }
    Loader source = loader;
    if (source == null) {
      throw new IllegalStateException("no column " + index);
    }
    return source.load(index, null, rows);
  }

  /** All columns, made by now. */
  public Vector[] columns() {
    Vector[] all = new Vector[columns.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = column(i);
    }
    return all;
  }

  /** The rows of {@code chosen[0..count)}. */
  public RowBatch gather(int[] chosen, int count) {
    RowBatch from = origin;
    int[] mine = selection;
    int[] composed = new int[count];
    if (from == null || mine == null) {
      System.arraycopy(chosen, 0, composed, 0, count);
      return new RowBatch(columns.length, count, null, this, composed);
    }
    for (int i = 0; i < count; i++) {
      composed[i] = mine[chosen[i]];
    }
    return new RowBatch(columns.length, count, null, from, composed);
  }

  /** About how much heap the rows take; whoever asks keeps them, so all columns are made. */
  public long bytes() {
    long bytes = 64;
    for (int i = 0; i < columns.length; i++) {
      bytes += 48 + column(i).bytes();
    }
    loader = null;
    origin = null;
    selection = null;
    return bytes;
  }

  /** One row as objects. */
  public @Nullable Object[] row(int index) {
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = column(i).get(index);
    }
    return values;
  }

  /** A batch of given rows. */
  public static RowBatch of(List<DataType> types, List<@Nullable Object[]> rows) {
    Vector[] columns = new Vector[types.size()];
    for (int c = 0; c < columns.length; c++) {
      VectorBuilder builder = VectorBuilder.of(types.get(c), rows.size());
      for (@Nullable Object[] row : rows) {
        builder.add(row[c]);
      }
      columns[c] = builder.build();
    }
    return new RowBatch(columns, rows.size());
  }
}
