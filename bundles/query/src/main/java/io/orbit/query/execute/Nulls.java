package io.orbit.query.execute;

import org.jspecify.annotations.Nullable;

/** Null flags of vectors; a null array stands for "no nulls". */
final class Nulls {
  private Nulls() {}

  static boolean @Nullable [] gather(boolean @Nullable [] nulls, int[] selection, int count) {
    if (nulls == null) {
      return null;
    }
    boolean[] picked = new boolean[count];
    for (int i = 0; i < count; i++) {
      picked[i] = nulls[selection[i]];
    }
    return picked;
  }

  /** Null where either is. */
  static boolean @Nullable [] union(
      boolean @Nullable [] left, boolean @Nullable [] right, int count) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    boolean[] both = new boolean[count];
    for (int i = 0; i < count; i++) {
      both[i] = left[i] | right[i];
    }
    return both;
  }
}
