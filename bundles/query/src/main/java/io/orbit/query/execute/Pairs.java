package io.orbit.query.execute;

import java.util.Arrays;

/** Growing lists of row numbers of a left and a right side; −1 stands for a side of nulls. */
final class Pairs {
  private int[] left = new int[64];
  private int[] right = new int[64];
  private int count;

  void add(int leftRow, int rightRow) {
    if (count == left.length) {
      left = Arrays.copyOf(left, count * 2);
      right = Arrays.copyOf(right, count * 2);
    }
    left[count] = leftRow;
    right[count++] = rightRow;
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  int left(int index) {
    return left[index];
  }

  int right(int index) {
    return right[index];
  }

  /** Row numbers of the left side; only the first {@link #count} mean anything. */
  int[] lefts() {
    return left;
  }

  /** The same of the right side. */
  int[] rights() {
    return right;
  }

  /** Keeps the chosen pairs. */
  void keep(int[] selection, int chosen) {
    for (int i = 0; i < chosen; i++) {
      left[i] = left[selection[i]];
      right[i] = right[selection[i]];
    }
    count = chosen;
  }
}
