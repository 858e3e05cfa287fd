package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays put together and taken apart. */
final class Arrays {
  private Arrays() {}

  /** Arrays of the same shape as one of a further dimension. */
  static Array stacked(List<? extends @Nullable Object> parts) {
    List<@Nullable Object> flat = new ArrayList<>();
    List<Integer> inner = null;
    List<Integer> innerBounds = List.of();
    for (Object part : parts) {
      if (!(part instanceof Array array)) {
        throw new OrbitException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
      }
      if (array.dimensions().isEmpty()) {
        throw new OrbitException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "cannot accumulate empty arrays");
      }
      if (inner != null && !inner.equals(array.dimensions())) {
        throw new OrbitException(
            ErrorCode.ARRAY_SUBSCRIPT_ERROR,
            "cannot accumulate arrays of different dimensionality");
      }
      inner = array.dimensions();
      innerBounds = array.lowerBounds();
      flat.addAll(array.elements());
    }
    List<Integer> dimensions = new ArrayList<>(List.of(parts.size()));
    List<Integer> bounds = new ArrayList<>(List.of(1));
    if (inner != null) {
      dimensions.addAll(inner);
      bounds.addAll(innerBounds);
    }
    return new Array(flat, dimensions, bounds);
  }
}
