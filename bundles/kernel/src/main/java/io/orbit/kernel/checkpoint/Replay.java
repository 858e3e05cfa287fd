package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.SpaceOptions;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.composite.CompositeTree;
import io.orbit.kernel.composite.Edit;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRecord;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.kernel.record.LoadedRecords;
import io.orbit.kernel.record.RecordTable;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies the log's commits to what the engines held: each change to a space whose engine does not
 * have it yet. Chunks wait for their commit; those that never get one are dropped.
 */
final class Replay implements ChangeFormat.Visitor {
  private static final int NUMBER = 8;

  private final LoadedRecords target;
  private final Engines engines;
  private final OpenEngine defaults;
  private final Map<Long, ByteWriter> chunks = new HashMap<>();
  private long timestamp;
  private long commits;

  private @Nullable RecordTable editedTable;
  private byte[] editedKey = new byte[0];
  private byte editedType;
  private long editedExpiry;
  private Edit edit = CompositeTree.EMPTY.edit();

  Replay(LoadedRecords target, Engines engines, OpenEngine defaults) {
    this.target = target;
    this.engines = engines;
    this.defaults = defaults;
  }

  /** The newest commit seen. */
  long timestamp() {
    return timestamp;
  }

  long commits() {
    return commits;
  }

  /** The numbers of commits of which there were chunks only. */
  List<Long> unfinished() {
    return List.copyOf(chunks.keySet());
  }

  void take(LogRecord log) {
    byte[] payload = log.payload();
    switch (log.kind()) {
      case LogFormat.COMMIT -> commit(log.timestamp(), new ByteReader(payload));
      case LogFormat.CHUNK -> chunk(log);
      case LogFormat.LAST -> {
        ByteWriter whole = chunks.remove(numberOf(payload));
        if (whole == null) {
          // Its first chunks lie before every engine's position: the engines have it.
          timestamp = Math.max(timestamp, log.timestamp());
        } else {
          whole.bytes(payload, 0, payload.length - NUMBER);
          commit(log.timestamp(), new ByteReader(whole.array(), 0, whole.size()));
        }
      }
      default -> {
        ByteWriter ignored = chunks.remove(numberOf(payload));
      }
    }
  }

  /**
   * Keeps a chunk. One whose first ones lie before every engine's position is left out: its commit
   * was complete at that checkpoint, at which another one in chunks was not.
   */
  private void chunk(LogRecord log) {
    byte[] payload = log.payload();
    long number = numberOf(payload);
    if (log.order() != LogRecord.LATER) {
      chunks.putIfAbsent(number, new ByteWriter(payload.length));
    }
    ByteWriter whole = chunks.get(number);
    if (whole != null) {
      whole.bytes(payload, 0, payload.length - NUMBER);
    }
  }

  private static long numberOf(byte[] payload) {
    return new ByteReader(payload, payload.length - NUMBER, NUMBER).u64();
  }

  private void commit(long commitTimestamp, ByteReader changes) {
    timestamp = Math.max(timestamp, commitTimestamp);
    commits++;
    ChangeFormat.read(changes, this);
  }

  /** The table a change goes to, or null when the engine has it already or the space is gone. */
  private @Nullable RecordTable due(int space) {
    Space found = target.spaces().find(space);
    return found != null && isDue(found.options().engine()) ? found.table() : null;
  }

  private boolean isDue(String engine) {
    OpenEngine open = engines.find(engine);
    return open != null && !open.isVolatile() && timestamp > open.timestamp();
  }

  private void install(RecordTable table, byte[] key, Version version) {
    version.stamp(timestamp);
    target.replay(table, key, version);
  }

  @Override
  public void put(int space, byte[] key, byte type, long expiresAt, byte[] value) {
    RecordTable table = due(space);
    if (table != null) {
      install(table, key, Version.plain(value, type, expiresAt, null));
    }
  }

  @Override
  public void delete(int space, byte[] key) {
    RecordTable table = due(space);
    if (table != null) {
      install(table, key, Version.tombstone(null));
    }
  }

  @Override
  public void expire(int space, byte[] key, long expiresAt) {
    RecordTable table = due(space);
    Version held = table == null ? null : target.find(table, key);
    if (table != null && held != null) {
      install(table, key, held.withExpiry(expiresAt, null));
    }
  }

  @Override
  public void edit(int space, byte[] key, byte type, long expiresAt, boolean create) {
    editedTable = due(space);
    editedKey = key;
    editedType = type;
    editedExpiry = expiresAt;
    Version held = editedTable == null || create ? null : target.find(editedTable, key);
    CompositeTree base = held == null ? null : held.tree();
    edit = (base == null ? CompositeTree.EMPTY : base).edit();
  }

  @Override
  public void element(byte[] key, byte @Nullable [] value) {
    if (editedTable == null) {
      return;
    }
    if (value == null) {
      boolean ignored = edit.remove(key);
    } else {
      edit.put(key, value);
    }
  }

  @Override
  public void endEdit() {
    RecordTable table = editedTable;
    if (table != null) {
      install(table, editedKey, Version.composite(edit.finish(), editedType, editedExpiry, null));
    }
  }

  @Override
  public void createSpace(int space, SpaceOptions options) {
    target.spaces().reserve(space);
    if (timestamp > defaults.timestamp()) {
      OpenEngine ignored = engines.open(options.engine());
      Space created = target.spaces().add(space, options);
      target.dirty().addSpace(created.id(), options.engine());
    }
  }

  @Override
  public void dropSpace(int space, String engine) {
    Space found = target.spaces().find(space);
    if (found != null && timestamp > defaults.timestamp()) {
      target.drop(found);
    } else if (isDue(engine)) {
      target.dirty().addSpace(space, engine);
    }
  }

  @Override
  public void clearSpace(int space, String engine) {
    Space found = target.spaces().find(space);
    if (found != null && isDue(engine)) {
      target.clear(found, timestamp);
    }
  }
}
