package io.orbit.kernel.checkpoint;

import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.record.DirtyRecords;
import io.orbit.kernel.record.HotStore;
import io.orbit.kernel.record.RecordTable;
import io.orbit.kernel.record.Space;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes what has changed into the engines: sorted, coalesced, in one batch per engine, as of one
 * snapshot. Writers go on meanwhile. Then the log is cut where no engine needs it any more.
 *
 * <p>An engine that fails keeps its share for the next time; the others go on. One thread at a
 * time.
 */
public final class Checkpointer {
  private final HotStore store;
  private final Engines engines;
  private final String defaultEngine;

  public Checkpointer(HotStore store, Engines engines, String defaultEngine) {
    this.store = store;
    this.engines = engines;
    this.defaultEngine = defaultEngine;
  }

  /**
   * Runs one checkpoint.
   *
   * @throws OrbitException of the first engine that failed, after all were tried
   */
  public synchronized void run() {
    CommitLog log = store.log();
    List<DirtyRecords.Entry> changed;
    long position;
    int slot;
    log.lock();
    try {
      slot = store.snapshots().acquire();
      position = log.replayPosition();
      changed = store.dirty().cut();
    } finally {
      log.unlock();
    }
    OrbitException failure = null;
    try {
      sync(log, changed);
      for (OpenEngine engine : inOrder()) {
        try {
          write(engine, changed, store.snapshots().timestamp(slot), position);
        } catch (OrbitException e) {
          failure = failure == null ? e : failure;
        }
      }
    } finally {
      store.snapshots().release(slot);
    }
    if (failure != null) {
      throw failure;
    }
    store.checkpointed();
    log.deleteBefore(engines.position());
  }

  /** The default engine last: as long as it does not know of a move, a start looks after it. */
  private List<OpenEngine> inOrder() {
    List<OpenEngine> all = engines.all();
    all.sort(Comparator.comparing(engine -> engine.name().equals(defaultEngine)));
    return all;
  }

  /** Nothing is in an engine that is not in the log; what cannot be synced stays due. */
  private void sync(CommitLog log, List<DirtyRecords.Entry> changed) {
    try {
      log.sync();
    } catch (OrbitException e) {
      for (OpenEngine engine : engines.all()) {
        engine.putBack(due(engine, changed));
      }
      throw e;
    }
  }

  /** What an engine has not got yet: what failed before, then what has changed since. */
  private List<DirtyRecords.Entry> due(OpenEngine engine, List<DirtyRecords.Entry> changed) {
    List<DirtyRecords.Entry> due = engine.takeOverdue();
    for (DirtyRecords.Entry entry : changed) {
      if (concerns(engine, entry)) {
        due.add(entry);
      }
    }
    return due;
  }

  private void write(
      OpenEngine engine, List<DirtyRecords.Entry> changed, long timestamp, long position) {
    List<DirtyRecords.Entry> due = due(engine, changed);
    if (due.isEmpty() && engine.position() == position) {
      return;
    }
    SpaceCounts counts = engine.counts();
    List<RecordChanges> records = new ArrayList<>();
    Set<Integer> cleared = new TreeSet<>(Integer::compareUnsigned);
    Set<Integer> defined = new TreeSet<>(Integer::compareUnsigned);
    for (DirtyRecords.Entry entry : due) {
      switch (entry) {
        case DirtyRecords.Single single -> collect(engine, single, timestamp, counts, records);
        case DirtyRecords.Group group ->
            group.records().forEach(single -> collect(engine, single, timestamp, counts, records));
        case DirtyRecords.SpaceChange change -> {
          defined.add(change.space());
          if (change.engine().equals(engine.name())) {
            cleared.add(change.space());
            counts.clear(change.space(), !stands(engine, change.space(), timestamp));
          }
        }
      }
    }
    records.sort(RecordChanges::compare);
    dropRepeated(records, cleared);
    try (EngineSnapshot snapshot = engine.engine().snapshot();
        WipedKeys wiped = new WipedKeys(snapshot, cleared)) {
      CheckpointBatch batch = new CheckpointBatch(records.iterator(), wiped);
      batch.finish(() -> meta(engine, defined, timestamp, counts));
      engine.apply(batch, position, timestamp, counts);
    } catch (OrbitException e) {
      engine.putBack(due);
      throw e;
    }
  }

  private boolean concerns(OpenEngine engine, DirtyRecords.Entry entry) {
    return switch (entry) {
      case DirtyRecords.Single single -> isIn(engine, single.record().table());
      case DirtyRecords.Group group ->
          group.records().stream().anyMatch(single -> isIn(engine, single.record().table()));
      case DirtyRecords.SpaceChange change ->
          change.engine().equals(engine.name()) || engine.name().equals(defaultEngine);
    };
  }

  private boolean isIn(OpenEngine engine, RecordTable table) {
    Space space = store.spaces().find(table.space());
    return space != null && space.isIn(engine.name());
  }

  /** Keeps what belongs to the engine and to a table that stands at the snapshot. */
  private void collect(
      OpenEngine engine,
      DirtyRecords.Single single,
      long timestamp,
      SpaceCounts counts,
      List<RecordChanges> records) {
    Space space = store.spaces().find(single.record().table().space());
    if (space != null
        && space.isIn(engine.name())
        && space.tableAt(timestamp) == single.record().table()) {
      records.add(
          new RecordChanges(single.record(), single.base(), single.existed(), timestamp, counts));
    }
  }

  /** The first of a key's entries knows what the engine holds, unless its space was cleared. */
  private static void dropRepeated(List<RecordChanges> records, Set<Integer> cleared) {
    int kept = 0;
    for (int i = 0; i < records.size(); i++) {
      RecordChanges next = records.get(i);
      if (kept == 0 || RecordChanges.compare(records.get(kept - 1), next) != 0) {
        boolean wiped = cleared.contains(next.record().table().space());
        records.set(kept++, wiped ? next.wiped() : next);
      }
    }
    records.subList(kept, records.size()).clear();
  }

  private List<CheckpointBatch.Change> meta(
      OpenEngine engine, Set<Integer> defined, long timestamp, SpaceCounts counts) {
    List<CheckpointBatch.Change> entries = new ArrayList<>(OpenEngine.timestampEntry(timestamp));
    entries.addAll(counts.changes());
    if (engine.name().equals(defaultEngine)) {
      for (int id : defined) {
        Space space = store.spaces().find(id);
        if (space == null || space.target() == null) {
          entries.add(new CheckpointBatch.Change(EngineFormat.moveKey(id), null));
        }
      }
      for (int id : defined) {
        Space space = store.spaces().find(id);
        boolean exists = space != null && space.tableAt(timestamp) != null;
        entries.add(
            new CheckpointBatch.Change(
                EngineFormat.spaceKey(id),
                exists ? EngineFormat.spaceValue(space.options()) : null));
      }
    }
    return entries;
  }

  private boolean stands(OpenEngine engine, int id, long timestamp) {
    Space space = store.spaces().find(id);
    return space != null && space.tableAt(timestamp) != null && space.isIn(engine.name());
  }
}
