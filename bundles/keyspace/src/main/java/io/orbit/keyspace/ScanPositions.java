package io.orbit.keyspace;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where scans of ordered things stand. A cursor is a number to its client, a key to us: the number
 * names a place in a ring that remembers the last key shown, and carries the key's rank for when the
 * ring has forgotten it (65,536 pieces later, or after a restart). Then an element may be missed if
 * smaller ones were removed meanwhile; as long as the ring remembers, none is. Thread-safe.
 *
 * <p>Cursor: rank × 2^16 + place, plus 1 so that none is 0.
 */
final class ScanPositions {
  private static final int PLACE_BITS = 16;
  private static final int PLACES = 1 << PLACE_BITS;
  private static final long MAXIMUM_RANK = (1L << 44) - 1;

  private record Position(long cursor, byte[] after) {}

  private final AtomicReferenceArray<@Nullable Position> ring =
      new AtomicReferenceArray<>(PLACES);
  private final AtomicLong next = new AtomicLong();

  /** Remembers the last key shown; answers the cursor to go on with. */
  long remember(byte[] last, long rank) {
    int place = (int) (next.getAndIncrement() & (PLACES - 1));
    long cursor = (Math.min(rank, MAXIMUM_RANK) << PLACE_BITS | place) + 1;
    ring.set(place, new Position(cursor, last));
    return cursor;
  }

  /** The last key shown, or null when it is forgotten. */
  byte @Nullable [] after(long cursor) {
    Position position = ring.get((int) ((cursor - 1) & (PLACES - 1)));
    return position == null || position.cursor() != cursor ? null : position.after();
  }

  /** The rank that the cursor carries. */
  long rank(long cursor) {
    return cursor - 1 >>> PLACE_BITS;
  }
}
