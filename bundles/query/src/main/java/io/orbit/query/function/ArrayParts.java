package io.orbit.query.function;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays with a part replaced, as an assignment to {@code array[i]} or {@code array[i:j]} means it
 * (PostgreSQL manual, section 8.15.4): one of one dimension grows as far as needed, the elements
 * between being NULL.
 */
public final class ArrayParts {
  private ArrayParts() {}

  /**
   * With one element replaced.
   *
   * @param array null and empty ones begin anew
   * @param indexes one for each dimension
   */
  public static Array with(
      @Nullable Array array, List<? extends @Nullable Object> indexes, @Nullable Object element) {
    List<Integer> at = new ArrayList<>();
    for (Object index : indexes) {
      at.add(subscript(index));
    }
    if (array == null || array.dimensions().isEmpty()) {
      return new Array(Collections.singletonList(element), Collections.nCopies(at.size(), 1), at);
    }
    if (at.size() != array.dimensions().size()) {
      throw outOfRange("wrong number of array subscripts");
    }
    if (at.size() == 1) {
      return spliced(array, at.getFirst(), at.getFirst(), Collections.singletonList(element));
    }
    int offset = 0;
    for (int i = 0; i < at.size(); i++) {
      int step = at.get(i) - array.lowerBounds().get(i);
      if (step < 0 || step >= array.dimensions().get(i)) {
        throw outOfRange("array subscript out of range");
      }
      offset = offset * array.dimensions().get(i) + step;
    }
    List<@Nullable Object> elements = new ArrayList<>(array.elements());
    elements.set(offset, element);
    return new Array(elements, array.dimensions(), array.lowerBounds());
  }

  /**
   * With a slice of an array of one dimension replaced.
   *
   * @param lower null for the array's own bound
   * @param source its first elements are taken, as many as the slice has; null leaves all as it is
   */
  public static @Nullable Array withSlice(
      @Nullable Array array,
      @Nullable Object lower,
      @Nullable Object upper,
      @Nullable Array source) {
    if (source == null) {
      return array;
    }
    Array old = array == null ? Array.EMPTY : array;
    if (old.dimensions().size() > 1) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "assignment to a slice of an array of several dimensions is not supported");
    }
    boolean empty = old.dimensions().isEmpty();
    if (empty && (lower == null || upper == null)) {
      throw outOfRange("array slice subscript must provide both boundaries")
          .withDetail(
              "When assigning to a slice of an empty array value, slice boundaries must be fully"
                  + " specified.");
    }
    int first = lower == null ? old.lowerBounds().getFirst() : subscript(lower);
    int last =
        upper == null
            ? old.lowerBounds().getFirst() + old.dimensions().getFirst() - 1
            : subscript(upper);
    if (first > last + 1) {
      throw outOfRange("upper bound cannot be less than lower bound");
    }
    int wanted = last - first + 1;
    if (source.elements().size() < wanted) {
      throw outOfRange("source array too small");
    }
    List<@Nullable Object> taken = source.elements().subList(0, wanted);
    return empty && wanted > 0
        ? new Array(new ArrayList<>(taken), List.of(wanted), List.of(first))
        : wanted == 0 ? old : spliced(old, first, last, taken);
  }

  private static Array spliced(
      Array old, int first, int last, List<? extends @Nullable Object> replacement) {
    int start = old.lowerBounds().getFirst();
    int lower = Math.min(start, first);
    int upper = Math.max(start + old.elements().size() - 1, last);
    if ((long) upper - lower >= Integer.MAX_VALUE / 8) {
      throw new OrbitException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed");
    }
    List<@Nullable Object> elements = new ArrayList<>(upper - lower + 1);
    for (int i = lower; i <= upper; i++) {
      int at = i - start;
      boolean replaced = i >= first && i <= last;
      boolean there = at >= 0 && at < old.elements().size();
      elements.add(replaced ? replacement.get(i - first) : there ? old.elements().get(at) : null);
    }
    return new Array(elements, List.of(elements.size()), List.of(lower));
  }

  private static int subscript(@Nullable Object index) {
    if (index instanceof Integer given) {
      return given;
    }
    throw new OrbitException(
        ErrorCode.NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
  }

  private static OrbitException outOfRange(String message) {
    return new OrbitException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, message);
  }
}
