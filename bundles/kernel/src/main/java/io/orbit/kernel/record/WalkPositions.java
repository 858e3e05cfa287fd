package io.orbit.kernel.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where walks over an engine's records have come to, by number, so that a walk's only state stays a
 * number. The last {@link #KEPT} are kept. Thread-safe.
 */
final class WalkPositions {
  private static final int KEPT = 1 << 14;

  private final Map<Long, byte[]> keys =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  private long last;

  synchronized long remember(byte[] key) {
    keys.put(++last, key);
    return last;
  }

  /** The key of a place, or null when it is forgotten. */
  synchronized byte @Nullable [] find(long place) {
    return keys.get(place);
  }
}
