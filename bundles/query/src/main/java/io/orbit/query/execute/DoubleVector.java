package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import org.jspecify.annotations.Nullable;

/** FLOAT32 and FLOAT64. {@code nulls} is null when there are none. */
public record DoubleVector(DataType type, double[] values, boolean @Nullable [] nulls, int size)
    implements Vector {
  @Override
  public boolean isNull(int row) {
    return nulls != null && nulls[row];
  }

  @Override
  public long getLong(int row) {
    return (long) values[row];
  }

  @Override
  public double getDouble(int row) {
    return values[row];
  }

  @Override
  public @Nullable Object get(int row) {
    if (isNull(row)) {
      return null;
    }
    return type.kind() == TypeKind.FLOAT32 ? (Object) (float) values[row] : values[row];
  }

  @Override
  public long bytes() {
    return 8L * size;
  }

  @Override
  public Vector gather(int[] selection, int count) {
    double[] picked = new double[count];
    for (int i = 0; i < count; i++) {
      picked[i] = values[selection[i]];
    }
    return new DoubleVector(type, picked, Nulls.gather(nulls, selection, count), count);
  }
}
