package io.orbit.api.value;

import org.jspecify.annotations.Nullable;

/**
 * A range of values, as PostgreSQL's (manual, section 8.17). Made by {@link RangeOrder#range},
 * which orders its bounds and brings it to its canonical form; equal ranges of a discrete type are
 * equal objects then.
 *
 * @param lower null when it has no lower bound, and in an empty range
 * @param upper null when it has no upper bound, and in an empty range
 * @param isLowerInclusive false where there is no lower bound
 * @param isUpperInclusive false where there is no upper bound
 */
public record Range(
    @Nullable Object lower,
    @Nullable Object upper,
    boolean isLowerInclusive,
    boolean isUpperInclusive,
    boolean isEmpty) {
  public static final Range EMPTY = new Range(null, null, false, false, true);

  /** Whether it is not empty and goes down without end. */
  public boolean isLowerInfinite() {
    return !isEmpty && lower == null;
  }

  /** Whether it is not empty and goes up without end. */
  public boolean isUpperInfinite() {
    return !isEmpty && upper == null;
  }
}
