package io.orbit.kernel.checkpoint;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StoredEngine;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.record.ColdSource;
import io.orbit.kernel.record.DirtyRecords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An engine with how far it is. Its bundle may be removed while the store runs: then the engine is
 * missing, what is due in it waits, the log is kept for it, and it is opened again when its bundle
 * is back. Guarded by its monitor, but for what readers need, who must not wait for a checkpoint.
 */
final class OpenEngine implements ColdSource {
  private final String name;
  private final boolean isVolatile;
  private final boolean hasForgotten;
  private volatile @Nullable StorageEngine engine;
  private boolean begun;
  private long position;
  private volatile long timestamp;
  private SpaceCounts counts = SpaceCounts.NONE;

  private final Object generations = new Object();
  private volatile @Nullable EngineGeneration current;

  /** What a checkpoint that failed was to write: the next one begins with it. */
  private List<DirtyRecords.Entry> overdue = new ArrayList<>();

  /**
   * @param isVolatile whether it will have forgotten all after a restart
   * @param mayForget whether one that is empty has forgotten what it held
   */
  OpenEngine(String name, StorageEngine engine, boolean isVolatile, boolean mayForget) {
    this.name = name;
    this.isVolatile = isVolatile;
    attach(engine);
    this.hasForgotten = mayForget && !begun;
  }

  /** Whether it has forgotten, before this start, what it held: nothing of that is due in it. */
  boolean hasForgotten() {
    return hasForgotten;
  }

  /** Whether a start would need no log for it. */
  synchronized boolean needsNoLog() {
    return isVolatile || hasForgotten && !begun;
  }

  private synchronized void attach(StorageEngine opened) {
    try (EngineSnapshot snapshot = opened.snapshot()) {
      byte[] checkpoint = snapshot.get(EngineFormat.checkpointKey());
      begun = checkpoint != null;
      timestamp = checkpoint == null ? 0 : new ByteReader(checkpoint).u64();
      counts = SpaceCounts.read(snapshot);
    }
    position = opened.position();
    engine = opened;
  }

  /** The engine's bundle is back. */
  synchronized void resume(StorageEngine opened) {
    long reached = timestamp;
    attach(opened);
    if (timestamp != reached) {
      engine = null;
      opened.close();
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED,
          "The storage engine \""
              + name
              + "\" does not hold what it held when it was removed; restart the server");
    }
  }

  /** The same for an engine that forgets: it begins anew. */
  synchronized void renew(StorageEngine opened, long newPosition, long newTimestamp) {
    attach(opened);
    overdue = new ArrayList<>();
    begin(newPosition, newTimestamp);
  }

  /** The engine's bundle is going; waits for a batch that is being applied. */
  synchronized void detach() {
    StorageEngine open = engine;
    engine = null;
    replaceGeneration();
    if (open != null) {
      open.close();
    }
  }

  synchronized boolean isMissing() {
    return engine == null;
  }

  /** How it is; a checkpoint that goes on does not keep the caller waiting for long. */
  synchronized StoredEngine state() {
    StorageEngine open = engine;
    EngineStatistics figures = open == null ? new EngineStatistics(0, 0, 0) : open.statistics();
    return new StoredEngine(name, open != null, isVolatile, position, figures);
  }

  String name() {
    return name;
  }

  /**
   * The engine itself.
   *
   * @throws OrbitException CANNOT_CONNECT_NOW while its bundle is not there
   */
  StorageEngine engine() {
    StorageEngine open = engine;
    if (open == null) {
      throw new OrbitException(
          ErrorCode.CANNOT_CONNECT_NOW, "The storage engine \"" + name + "\" is not installed");
    }
    return open;
  }

  @Override
  public boolean isVolatile() {
    return isVolatile;
  }

  /** Where the log begins that the engine still needs. */
  synchronized long position() {
    return position;
  }

  /** Every commit up to here is in the engine. */
  long timestamp() {
    return timestamp;
  }

  @Override
  public long covered() {
    return timestamp;
  }

  @Override
  public EngineGeneration acquire() {
    while (true) {
      EngineGeneration open = current;
      if (open != null && open.retain()) {
        return open;
      }
      synchronized (generations) {
        if (current == null) {
          current = new EngineGeneration(this, engine().snapshot());
        }
      }
    }
  }

  boolean isCurrent(EngineGeneration generation) {
    return current == generation;
  }

  /** What is read of it is to be read again, from where it lies now. */
  void expireGeneration() {
    replaceGeneration();
  }

  /** True when something that was due in it could not be written. */
  synchronized boolean isBehind() {
    return !overdue.isEmpty();
  }

  /** After the engine has changed, and before anybody is told so. */
  private void replaceGeneration() {
    EngineGeneration old;
    synchronized (generations) {
      old = current;
      current = null;
    }
    if (old != null) {
      old.close();
    }
  }

  /** What the next checkpoint begins with. */
  synchronized SpaceCounts counts() {
    return counts.next();
  }

  /** What was counted because the engine did not say. */
  synchronized void counted(int space, long records) {
    counts.set(space, records);
  }

  /** Begins a new engine's life: nothing before is due in it. */
  synchronized void begin(long newPosition, long newTimestamp) {
    CheckpointBatch batch = new CheckpointBatch();
    batch.finish(() -> timestampEntry(newTimestamp));
    apply(batch, newPosition, newTimestamp, counts.next());
  }

  static List<CheckpointBatch.Change> timestampEntry(long timestamp) {
    return List.of(
        new CheckpointBatch.Change(
            EngineFormat.checkpointKey(), new ByteWriter(8).u64(timestamp).copy()));
  }

  synchronized void apply(
      CheckpointBatch batch, long newPosition, long newTimestamp, SpaceCounts newCounts) {
    engine().apply(batch, newPosition);
    begun = true;
    position = newPosition;
    counts = newCounts.applied();
    replaceGeneration();
    timestamp = newTimestamp;
  }

  synchronized List<DirtyRecords.Entry> takeOverdue() {
    List<DirtyRecords.Entry> taken = overdue;
    overdue = new ArrayList<>();
    return taken;
  }

  synchronized void putBack(List<DirtyRecords.Entry> entries) {
    overdue = entries;
  }
}
