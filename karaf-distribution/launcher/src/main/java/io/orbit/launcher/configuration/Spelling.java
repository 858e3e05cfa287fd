package io.orbit.launcher.configuration;

/** How alike two words are, to suggest the one that was meant. */
final class Spelling {
  private Spelling() {}

  /** Levenshtein's distance: how many letters must be added, removed or exchanged. */
  static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    int[] current = new int[right.length() + 1];
    for (int column = 0; column < previous.length; column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int exchange = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + exchange,
                Math.min(previous[column], current[column - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[right.length()];
  }
}
