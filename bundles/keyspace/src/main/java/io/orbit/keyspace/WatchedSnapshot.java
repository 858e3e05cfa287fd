package io.orbit.keyspace;

import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot for all keys that a client watches, taken with the first and closed with the last:
 * what is removed after it is remembered, so a key that is watched later needs none of its own. One
 * thread at a time.
 */
final class WatchedSnapshot {
  private final Store store;
  private @Nullable Snapshot pinned;
  private int watches;

  WatchedSnapshot(Store store) {
    this.store = store;
  }

  void acquire() {
    if (pinned == null) {
      pinned = store.snapshot();
    }
    watches++;
  }

  void release() {
    watches--;
    Snapshot last = pinned;
    if (watches == 0 && last != null) {
      pinned = null;
      last.close();
    }
  }
}
