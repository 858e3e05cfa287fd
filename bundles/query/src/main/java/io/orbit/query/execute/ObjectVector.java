package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import org.jspecify.annotations.Nullable;

/** Every other type, as the objects that {@code TypeKind} names. */
public record ObjectVector(DataType type, @Nullable Object[] values, int size) implements Vector {
  @Override
  public boolean isNull(int row) {
    return values[row] == null;
  }

  @Override
  public long getLong(int row) {
    return ((Number) present(row)).longValue();
  }

  @Override
  public double getDouble(int row) {
    return ((Number) present(row)).doubleValue();
  }

  private Object present(int row) {
    Object value = values[row];
    if (value == null) {
      throw new IllegalStateException("null in row " + row);
    }
    return value;
  }

  @Override
  public @Nullable Object get(int row) {
    return values[row];
  }

  @Override
  public long bytes() {
    return ValueSize.ofAll(values, size);
  }

  @Override
  public Vector gather(int[] selection, int count) {
    @Nullable Object[] picked = new Object[count];
    for (int i = 0; i < count; i++) {
      picked[i] = values[selection[i]];
    }
    return new ObjectVector(type, picked, count);
  }
}
