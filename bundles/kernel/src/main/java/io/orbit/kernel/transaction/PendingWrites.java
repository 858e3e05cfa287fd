package io.orbit.kernel.transaction;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a transaction has written so far, seen by itself only, and how to undo it. One thread. */
final class PendingWrites {
  /** Heap of a write beside its version: the entry here, the lock, the record where it is new. */
  private static final long ENTRY = 128;

  private final Map<StoreRecord, Version> versions = new LinkedHashMap<>();
  private final List<Runnable> undo = new ArrayList<>();
  private final List<Savepoint> savepoints = new ArrayList<>();
  private long lastSavepoint;

  /** Of the versions that are to be committed. */
  private long bytes;

  /** Of those that only going back to a savepoint would bring back. */
  private long replaced;

  /** A point to return to: how many undo steps there were. */
  private record Savepoint(long id, int steps) {}

  boolean isEmpty() {
    return versions.isEmpty();
  }

  @Nullable Version get(StoreRecord record) {
    return versions.get(record);
  }

  Map<StoreRecord, Version> versions() {
    return versions;
  }

  /** An estimate of the heap that all this takes until the transaction ends. */
  long bytes() {
    return bytes + replaced + versions.size() * ENTRY;
  }

  void put(StoreRecord record, Version version) {
    Version old = versions.put(record, version);
    bytes += weigh(version) - weigh(old);
    if (!savepoints.isEmpty()) {
      replaced += weigh(old);
    }
    onUndo(
        () -> {
          replaced -= weigh(old);
          if (old == null) {
            versions.remove(record);
          } else {
            versions.put(record, old);
          }
          bytes += weigh(old) - weigh(version);
        });
  }

  private static long weigh(@Nullable Version version) {
    return version == null ? 0 : version.bytesHeld();
  }

  /** Notes how to take back something else; forgotten where no savepoint needs it. */
  void onUndo(Runnable step) {
    if (!savepoints.isEmpty()) {
      undo.add(step);
    }
  }

  long savepoint() {
    savepoints.add(new Savepoint(++lastSavepoint, undo.size()));
    return lastSavepoint;
  }

  void rollbackTo(long id) {
    Savepoint target = find(id);
    while (savepoints.getLast() != target) {
      savepoints.removeLast();
    }
    while (undo.size() > target.steps()) {
      undo.removeLast().run();
    }
  }

  void release(long id) {
    Savepoint target = find(id);
    while (savepoints.removeLast() != target) {
      // Savepoints made after it go with it.
    }
    if (savepoints.isEmpty()) {
      undo.clear();
      replaced = 0;
    }
  }

  private Savepoint find(long id) {
    for (Savepoint savepoint : savepoints) {
      if (savepoint.id() == id) {
        return savepoint;
      }
    }
    throw new OrbitException(ErrorCode.INVALID_SAVEPOINT, "There is no savepoint " + id);
  }
}
