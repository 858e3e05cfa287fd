package io.orbit.kernel.transaction;

import io.orbit.api.error.OrbitException;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.composite.CompositeTree;
import io.orbit.kernel.composite.Difference;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.kernel.record.CommitStatus;
import io.orbit.kernel.record.DirtyRecords;
import io.orbit.kernel.record.HotStore;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.SpaceTransfer;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Turns a transaction's pending writes into one commit: encodes them (in chunks when they are
 * large), installs the versions, unseen, and makes all of them visible with one write between
 * append and unlock.
 */
final class TransactionCommit {
  private final HotStore store;
  private final CommitLog log;
  private final CommitStatus status;
  private final boolean synced;
  private final @Nullable SerializableConflicts outside;
  private final ByteWriter buffer;
  private final List<Step> steps = new ArrayList<>();
  private final List<Space> created;
  private final List<Space> dropped;
  private final List<SpaceTransfer> moved;
  private long chunks;

  /** A record with what it held and will hold. */
  record Step(StoreRecord record, @Nullable Version replaced, Version installed) {}

  /**
   * @param outside who is told of the changes, where no serializable transaction commits them
   */
  TransactionCommit(
      HotStore store,
      CommitStatus status,
      boolean synced,
      @Nullable SerializableConflicts outside,
      List<Space> created,
      List<Space> dropped,
      List<SpaceTransfer> moved) {
    this.store = store;
    this.log = store.log();
    this.status = status;
    this.synced = synced;
    this.outside = outside;
    this.created = created;
    this.dropped = dropped;
    this.moved = moved;
    this.buffer = log.newBuffer(this::drain);
  }

  List<Step> steps() {
    return steps;
  }

  List<StoreRecord> records() {
    return steps.stream().map(Step::record).toList();
  }

  /** Writes everything but the end of the commit. */
  void prepare(Map<StoreRecord, Version> writes) {
    try {
      created.forEach(space -> ChangeFormat.createSpace(buffer, space.id(), space.options()));
      writes.forEach(this::encode);
      dropped.forEach(
          space -> ChangeFormat.dropSpace(buffer, space.id(), space.options().engine()));
      for (SpaceTransfer move : moved) {
        if (!dropped.contains(move.space())) {
          ChangeFormat.moveSpace(buffer, move.space().id(), move.from(), move.to());
        }
      }
      if (chunks != 0) {
        buffer.u64(chunks);
      }
    } catch (OrbitException e) {
      giveUp();
      throw e;
    }
  }

  boolean isEmpty() {
    return buffer.isEmpty() && chunks == 0;
  }

  private void encode(StoreRecord record, Version version) {
    Version replaced = record.committed();
    boolean existed = replaced != null && !replaced.isTombstone();
    int space = record.table().space();
    CompositeTree tree = version.tree();
    byte[] bytes = version.bytes();
    if (existed && store.images().contains(space)) {
      CompositeTree same = replaced.type() == version.type() ? tree : null;
      ChangeFormat.before(buffer, space, record.key(), replaced, same);
    }
    if (tree != null) {
      encodeTree(record, version, tree, replaced);
    } else if (bytes == null) {
      if (!existed) {
        return;
      }
      ChangeFormat.delete(buffer, space, record.key());
    } else if (existed && replaced.bytes() == bytes && replaced.type() == version.type()) {
      ChangeFormat.expire(buffer, space, record.key(), version.expiresAt());
    } else if (existed) {
      ChangeFormat.put(
          buffer, space, record.key(), version.type(), version.expiresAt(), bytes, 0, bytes.length);
    } else {
      ChangeFormat.insert(
          buffer, space, record.key(), version.type(), version.expiresAt(), bytes, 0, bytes.length);
    }
    steps.add(new Step(record, replaced, version));
  }

  private void encodeTree(
      StoreRecord record, Version version, CompositeTree tree, @Nullable Version replaced) {
    CompositeTree base =
        replaced != null && replaced.type() == version.type() ? replaced.tree() : null;
    ChangeFormat.edit(
        buffer,
        record.table().space(),
        record.key(),
        version.type(),
        version.expiresAt(),
        base == null);
    Difference.between(
        base == null ? CompositeTree.EMPTY : base,
        tree,
        (key, value) -> ChangeFormat.element(buffer, key, value));
    ChangeFormat.endEdit(buffer);
  }

  private void drain(ByteWriter full) {
    if (chunks == 0) {
      chunks = log.newChunkNumber();
    }
    log.appendChunk(chunks, full);
  }

  /**
   * Commits what was prepared.
   *
   * @return the timestamp, or 0 when a space was cleared or dropped under the transaction
   */
  long run() {
    CRC32C checksum = CommitLog.checksum(buffer);
    List<DirtyRecords.Single> changed = new ArrayList<>(steps.size());
    for (Step step : steps) {
      StoreRecord record = step.record();
      changed.add(DirtyRecords.Single.of(record, step.replaced()));
      step.installed().follow(record.head());
      record.table().index(record);
      record.setHead(step.installed());
    }
    try {
      long timestamp = append(changed, checksum);
      if (timestamp == 0) {
        uninstall();
      }
      return timestamp;
    } catch (OrbitException e) {
      uninstall();
      throw e;
    }
  }

  private long append(List<DirtyRecords.Single> changed, CRC32C checksum) {
    SerializableConflicts conflicts = outside;
    log.lock();
    try {
      if (conflicts == null || !conflicts.isWatching()) {
        return publish(changed, checksum);
      }
    } finally {
      log.unlock();
    }
    return conflicts.overwrite(records(), () -> publish(changed, checksum));
  }

  /** With the log's lock held. */
  private long publish(List<DirtyRecords.Single> changed, CRC32C checksum) {
    for (Step step : steps) {
      if (step.record().table().isDetached()) {
        return 0;
      }
    }
    byte kind = chunks == 0 ? LogFormat.COMMIT : LogFormat.LAST;
    long timestamp = log.append(kind, buffer, checksum, synced);
    log.closeChunks(chunks);
    status.commit(timestamp);
    note(changed, timestamp);
    log.publish(timestamp);
    return timestamp;
  }

  private void note(List<DirtyRecords.Single> changed, long timestamp) {
    created.forEach(space -> store.dirty().addSpace(space.id(), space.options().engine()));
    if (changed.size() == 1) {
      Step only = steps.getFirst();
      store.dirty().add(only.record(), only.replaced());
    } else if (!changed.isEmpty()) {
      store.dirty().addGroup(changed);
    }
    dropped.forEach(space -> store.drop(space, timestamp));
    for (SpaceTransfer move : moved) {
      if (!dropped.contains(move.space())) {
        move.switchOver();
        store.dirty().addSpace(move.space().id(), move.from());
      }
    }
  }

  private void uninstall() {
    status.rollback();
    for (Step step : steps) {
      step.record().setHead(step.installed().previous());
    }
    giveUp();
  }

  /** Tells the log that chunks written so far lead nowhere. */
  void giveUp() {
    if (chunks != 0) {
      log.rollbackChunks(chunks);
      chunks = 0;
    }
  }
}
