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

  /** The elements in one dimension less or the same, the first of which has another length. */
  static Array sized(List<? extends @Nullable Object> elements, Array shape, int length) {
    if (length == 0) {
      return Array.EMPTY;
    }
    List<Integer> dimensions = new ArrayList<>(shape.dimensions());
    dimensions.set(0, length);
    return new Array(new ArrayList<>(elements), dimensions, shape.lowerBounds());
  }

  static Array append(@Nullable Array array, @Nullable Object element) {
    return extended(array, element, false);
  }

  static Array prepend(@Nullable Object element, @Nullable Array array) {
    return extended(array, element, true);
  }

  private static Array extended(@Nullable Array array, @Nullable Object element, boolean first) {
    Array base = array == null ? Array.EMPTY : array;
    if (base.dimensions().size() > 1) {
      throw new OrbitException(
          ErrorCode.ARRAY_SUBSCRIPT_ERROR, "argument must be empty or one-dimensional array");
    }
    List<@Nullable Object> elements = new ArrayList<>(base.elements());
    elements.add(first ? 0 : elements.size(), element);
    List<Integer> bounds = base.lowerBounds().isEmpty() ? List.of(1) : base.lowerBounds();
    return new Array(elements, List.of(elements.size()), bounds);
  }

  static @Nullable Array concatenate(@Nullable Array a, @Nullable Array b) {
    if (a == null || a.dimensions().isEmpty()) {
      return b == null ? a : b;
    }
    if (b == null || b.dimensions().isEmpty()) {
      return a;
    }
    int left = a.dimensions().size();
    int right = b.dimensions().size();
    List<@Nullable Object> elements = new ArrayList<>(a.elements());
    elements.addAll(b.elements());
    boolean fits =
        switch (left - right) {
          case 0 -> inner(a).equals(inner(b));
          case 1 -> inner(a).equals(b.dimensions());
          case -1 -> a.dimensions().equals(inner(b));
          default -> false;
        };
    if (!fits) {
      throw new OrbitException(
          ErrorCode.ARRAY_SUBSCRIPT_ERROR, "cannot concatenate incompatible arrays");
    }
    Array larger = left >= right ? a : b;
    List<Integer> dimensions = new ArrayList<>(larger.dimensions());
    dimensions.set(
        0,
        left == right
            ? a.dimensions().getFirst() + b.dimensions().getFirst()
            : larger.dimensions().getFirst() + 1);
    return new Array(elements, dimensions, larger.lowerBounds());
  }

  private static List<Integer> inner(Array array) {
    return array.dimensions().subList(1, array.dimensions().size());
  }

  static Array filled(@Nullable Object value, @Nullable Array lengths, @Nullable Array bounds) {
    if (lengths == null || lengths.elements().contains(null)) {
      throw new OrbitException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED, "dimension array or low bound array cannot be null");
    }
    long total = 1;
    List<Integer> dimensions = new ArrayList<>();
    List<Integer> lows = new ArrayList<>();
    for (int i = 0; i < lengths.elements().size(); i++) {
      int length = (Integer) java.util.Objects.requireNonNull(lengths.elements().get(i));
      dimensions.add(length);
      Object low = bounds == null ? null : bounds.elements().get(i);
      lows.add(low == null ? 1 : (Integer) low);
      total *= length;
      if (total > 1 << 27 || length < 0) {
        throw Failures.tooLarge("array size exceeds the maximum allowed (134217727)");
      }
    }
    if (total == 0 || dimensions.isEmpty()) {
      return Array.EMPTY;
    }
    return new Array(java.util.Collections.nCopies((int) total, value), dimensions, lows);
  }

  /**
   * {@code array[i][j]}; null outside, and when there are not as many indexes as dimensions.
   *
   * @param arguments the array, then the indexes
   */
  static @Nullable Object element(Array array, @Nullable Object[] arguments) {
    int count = array.dimensions().size();
    if (count != arguments.length - 1) {
      return null;
    }
    int offset = 0;
    for (int d = 0; d < count; d++) {
      long index = Arguments.bigint(arguments, d + 1) - array.lowerBounds().get(d);
      if (index < 0 || index >= array.dimensions().get(d)) {
        return null;
      }
      offset = offset * array.dimensions().get(d) + (int) index;
    }
    return array.elements().get(offset);
  }

  /**
   * {@code array[a:b][c:d]}, open where a bound is null, whole in the dimensions that are not
   * named; the result starts at 1.
   *
   * @param arguments the array, then lower and upper bounds in turn
   */
  static Array slice(Array array, @Nullable Object[] arguments) {
    int count = array.dimensions().size();
    if (count == 0 || (arguments.length - 1) / 2 > count) {
      return Array.EMPTY;
    }
    int[] first = new int[count];
    List<Integer> lengths = new ArrayList<>();
    for (int d = 0; d < count; d++) {
      int low = array.lowerBounds().get(d);
      long high = low + array.dimensions().get(d) - 1L;
      boolean named = 2 * d + 2 < arguments.length;
      Object lower = named ? arguments[2 * d + 1] : null;
      Object upper = named ? arguments[2 * d + 2] : null;
      long from = lower == null ? low : Math.max((Integer) lower, low);
      long to = upper == null ? high : Math.min((Integer) upper, high);
      if (to < from) {
        return Array.EMPTY;
      }
      first[d] = (int) (from - low);
      lengths.add((int) (to - from + 1));
    }
    List<@Nullable Object> elements = new ArrayList<>();
    collect(array, first, lengths, 0, 0, elements);
    return new Array(elements, lengths, lengths.stream().map(any -> 1).toList());
  }

  private static void collect(
      Array array,
      int[] first,
      List<Integer> lengths,
      int dimension,
      int offset,
      List<@Nullable Object> into) {
    if (dimension == first.length) {
      into.add(array.elements().get(offset));
      return;
    }
    for (int i = 0; i < lengths.get(dimension); i++) {
      int inner = offset * array.dimensions().get(dimension) + first[dimension] + i;
      collect(array, first, lengths, dimension + 1, inner, into);
    }
  }
}
