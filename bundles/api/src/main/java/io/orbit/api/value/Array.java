package io.orbit.api.value;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array value: elements in row-major order with its dimensions and lower bounds, as PostgreSQL's
 * (one-based by default; an empty array has no dimension). Immutable by convention: nobody changes
 * the list.
 *
 * @param elements all elements, row-major; an element may be null
 * @param dimensions length of each dimension; empty for an empty array
 * @param lowerBounds first index of each dimension, as many as dimensions
 */
public record Array(
    List<@Nullable Object> elements, List<Integer> dimensions, List<Integer> lowerBounds) {
  public static final Array EMPTY = new Array(List.of(), List.of(), List.of());

  /** A one-dimensional array that starts at index 1. */
  public static Array of(List<? extends @Nullable Object> elements) {
    return elements.isEmpty()
        ? EMPTY
        : new Array(Collections.unmodifiableList(elements), List.of(elements.size()), List.of(1));
  }
}
