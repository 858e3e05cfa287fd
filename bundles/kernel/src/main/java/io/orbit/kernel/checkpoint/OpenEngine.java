package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.StorageEngine;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.record.DirtyRecords;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine with how far it is.
 *
 * <p>Used by one kernel thread at a time.
 */
final class OpenEngine {
  private final String name;
  private final StorageEngine engine;
  private final boolean isVolatile;
  private long timestamp;

  /** What a checkpoint that failed was to write: the next one begins with it. */
  private List<DirtyRecords.Entry> overdue = new ArrayList<>();

  OpenEngine(String name, StorageEngine engine, boolean isVolatile) {
    this.name = name;
    this.engine = engine;
    this.isVolatile = isVolatile;
    try (EngineSnapshot snapshot = engine.snapshot()) {
      byte[] checkpoint = snapshot.get(EngineFormat.checkpointKey());
      timestamp = checkpoint == null ? 0 : new ByteReader(checkpoint).u64();
    }
  }

  String name() {
    return name;
  }

  StorageEngine engine() {
    return engine;
  }

  boolean isVolatile() {
    return isVolatile;
  }

  /** Every commit up to here is in the engine. */
  long timestamp() {
    return timestamp;
  }

  /** Begins a new engine's life: nothing before is due in it. */
  void begin(long position, long newTimestamp) {
    CheckpointBatch batch = new CheckpointBatch();
    batch.finish(timestampEntry(newTimestamp));
    engine.apply(batch, position);
    timestamp = newTimestamp;
  }

  static List<CheckpointBatch.Change> timestampEntry(long timestamp) {
    return List.of(
        new CheckpointBatch.Change(
            EngineFormat.checkpointKey(), new ByteWriter(8).u64(timestamp).copy()));
  }

  void advanced(long newTimestamp) {
    timestamp = newTimestamp;
    overdue = new ArrayList<>();
  }

  List<DirtyRecords.Entry> takeOverdue() {
    List<DirtyRecords.Entry> taken = overdue;
    overdue = new ArrayList<>();
    return taken;
  }

  void putBack(List<DirtyRecords.Entry> entries) {
    overdue = entries;
  }
}
