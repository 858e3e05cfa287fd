package io.orbit.query.execute;

import io.orbit.api.query.ColumnVector;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.TypeKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One column of a batch. Three layouts, chosen by type alone ({@link Layout#of}): long, double,
 * object. What is an object may lie more densely: {@link DecimalVector}, {@link DictionaryVector};
 * who does not care asks for objects. Immutable once it is in a batch.
 */
public sealed interface Vector extends ColumnVector
    permits LongVector, DoubleVector, DecimalVector, DictionaryVector, ObjectVector {
  DataType type();

  int size();

  /** The rows of {@code selection[0..count)}, in that order. */
  Vector gather(int[] selection, int count);

  /** About how much heap the values take. */
  long bytes();

  /** How values lie. */
  enum Layout {
    LONG,
    DOUBLE,
    OBJECT;

    public static Layout of(DataType type) {
      return switch (type.kind()) {
        case BOOLEAN,
            INT16,
            INT32,
            INT64,
            OID,
            REGCLASS,
            REGTYPE,
            REGPROC,
            REGNAMESPACE,
            REGROLE,
            DATE,
            TIME,
            TIMESTAMP,
            TIMESTAMPTZ,
            DURATION ->
            LONG;
        case FLOAT32, FLOAT64 -> DOUBLE;
        default -> OBJECT;
      };
    }
  }

  /** The same value in every row. */
  static Vector constant(@Nullable Object value, DataType type, int size) {
    if (value != null && Layout.of(type) == Layout.LONG) {
      long[] values = new long[size];
      Arrays.fill(values, LongVector.unbox(value));
      return new LongVector(type, values, null, size);
    }
    if (type.kind() == TypeKind.DECIMAL && value instanceof Decimal decimal && decimal.isFinite()) {
      int scale = decimal.number().scale();
      Long digits = scale < 0 ? null : DecimalVector.unscaled(value, scale);
      if (digits != null) {
        long[] values = new long[size];
        Arrays.fill(values, digits);
        return new DecimalVector(type, scale, values, null, size);
      }
    }
    if (Layout.of(type) == Layout.OBJECT) {
      return new DictionaryVector(type, new int[size], new Object[] {value}, size);
    }
    VectorBuilder builder = VectorBuilder.of(type, size);
    for (int i = 0; i < size; i++) {
      builder.add(value);
    }
    return builder.build();
  }
}
