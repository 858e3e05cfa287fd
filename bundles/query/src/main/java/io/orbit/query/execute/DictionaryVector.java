package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Objects of which there are few different ones: row {@code i} holds {@code dictionary[codes[i]]}.
 * The dictionary has no value twice and may have null.
 */
public record DictionaryVector(DataType type, int[] codes, @Nullable Object[] dictionary, int size)
    implements Vector {
  @Override
  public boolean isNull(int row) {
    return dictionary[codes[row]] == null;
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
    Object value = dictionary[codes[row]];
    if (value == null) {
      throw new IllegalStateException("null in row " + row);
    }
    return value;
  }

  @Override
  public @Nullable Object get(int row) {
    return dictionary[codes[row]];
  }

  /** The codes; the dictionary is the segment's, which is accounted for there. */
  @Override
  public long bytes() {
    return 4L * size;
  }

  @Override
  public Vector gather(int[] selection, int count) {
    int[] picked = new int[count];
    for (int i = 0; i < count; i++) {
      picked[i] = codes[selection[i]];
    }
    return new DictionaryVector(type, picked, dictionary, count);
  }
}
