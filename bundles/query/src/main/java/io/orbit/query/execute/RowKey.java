package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/**
 * Values that rows are grouped or matched by: equal as SQL's {@code IS NOT DISTINCT FROM} has it.
 * Mutable for look-ups ({@link #fill}); a copy goes into the table.
 */
final class RowKey {
  private final DataType[] types;
  private final @Nullable Object[] values;
  private int hash;

  RowKey(DataType[] types) {
    this(types, new Object[types.length]);
  }

  private RowKey(DataType[] types, @Nullable Object[] values) {
    this.types = types;
    this.values = values;
  }

  /** Takes the values of a row. @return false when one of them is null */
  boolean fill(Vector[] columns, int row) {
    boolean complete = true;
    hash = 1;
    for (int i = 0; i < values.length; i++) {
      Object value = columns[i].get(row);
      values[i] = value;
      complete &= value != null;
      hash = 31 * hash + (value == null ? 0 : ValueOrder.hash(value, types[i]));
    }
    return complete;
  }

  RowKey copy() {
    RowKey copy = new RowKey(types, values.clone());
    copy.hash = hash;
    return copy;
  }

  /** About how much heap a copy takes in a table. */
  long bytes() {
    long bytes = 96;
    for (Object value : values) {
      bytes += ValueSize.of(value);
    }
    return bytes;
  }

  @Nullable Object value(int index) {
    return values[index];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof RowKey that) || hash != that.hash) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      Object mine = values[i];
      Object theirs = that.values[i];
      if (mine == null || theirs == null) {
        if (mine != theirs) {
          return false;
        }
      } else if (ValueOrder.compare(mine, theirs, types[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
