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
  private final Map<StoreRecord, Version> versions = new LinkedHashMap<>();
  private final List<Runnable> undo = new ArrayList<>();
  private final List<Savepoint> savepoints = new ArrayList<>();
  private long lastSavepoint;
  private long bytes;

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

  /** An estimate of the heap that committing takes. */
  long bytes() {
    return bytes;
  }

  void put(StoreRecord record, Version version) {
    Version old = versions.put(record, version);
    bytes += weigh(version) - weigh(old);
    onUndo(
        () -> {
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
