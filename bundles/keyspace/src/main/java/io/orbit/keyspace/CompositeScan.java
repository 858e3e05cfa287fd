package io.orbit.keyspace;

import io.orbit.api.storage.Composite;
import java.util.Arrays;

/** HSCAN and its like: walks a composite in pieces, by the keys of its elements. */
final class CompositeScan {
  /** Called once an element; the view is reused. */
  interface Visitor {
    void visit(Composite.ElementView element);
  }

  private final ScanPositions positions;

  CompositeScan(ScanPositions positions) {
    this.positions = positions;
  }

  /**
   * Shows the next elements.
   *
   * @param begin how many of the first elements do not belong to the walk
   * @param end how many of the first elements belong to the walk
   * @return the cursor to go on with, 0 at the end
   */
  long scan(Composite elements, long begin, long end, long cursor, int count, Visitor visitor) {
    byte[] after = cursor == 0 ? null : positions.after(cursor);
    long rank = begin;
    if (after != null) {
      rank = elements.rank(successor(after));
    } else if (cursor != 0) {
      rank = Math.max(begin, positions.rank(cursor));
    }
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor place = elements.cursorAt(Math.min(rank, end));
    for (int i = 0; i < count && rank < end; i++) {
      if (!place.next(element)) {
        return 0;
      }
      visitor.visit(element);
      rank++;
    }
    return rank >= end ? 0 : positions.remember(element.key, rank);
  }

  /** The smallest key after a key. */
  static byte[] successor(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
