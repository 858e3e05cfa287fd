package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.SpaceOptions;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.composite.CompositeTree;
import io.orbit.kernel.composite.Edit;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.kernel.record.LoadedRecords;
import io.orbit.kernel.record.RecordTable;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies the log's commits to what the engines held: each change to a space whose engine does not
 * have it yet.
 */
final class Replay implements ChangeFormat.Visitor, CommitAssembly.Target {
  private final LoadedRecords target;
  private final Engines engines;
  private final OpenEngine defaults;
  private final Map<Integer, String> moved;
  private final long room;
  private long timestamp;
  private long commits;

  private @Nullable RecordTable editedTable;
  private byte[] editedKey = new byte[0];
  private byte editedType;
  private long editedExpiry;
  private Edit edit = CompositeTree.EMPTY.edit();

  /**
   * @param moved spaces that the log moves, with the engine that each is in at its end
   * @param room of the memory budget, for what is read of engines
   */
  Replay(
      LoadedRecords target,
      Engines engines,
      OpenEngine defaults,
      Map<Integer, String> moved,
      long room) {
    this.target = target;
    this.engines = engines;
    this.defaults = defaults;
    this.moved = moved;
    this.room = room;
  }

  /** The newest commit seen. */
  long timestamp() {
    return timestamp;
  }

  long commits() {
    return commits;
  }

  @Override
  public void commit(long commitTimestamp, ByteReader changes) {
    timestamp = Math.max(timestamp, commitTimestamp);
    commits++;
    ChangeFormat.read(changes, this);
  }

  @Override
  public void held(long commitTimestamp) {
    timestamp = Math.max(timestamp, commitTimestamp);
  }

  /** The table a change goes to, or null when the engine has it already or the space is gone. */
  private @Nullable RecordTable due(int space) {
    Space found = target.spaces().find(space);
    return found != null && isDue(found.options().engine()) ? found.table() : null;
  }

  private boolean isDue(String engine) {
    OpenEngine open = engines.find(engine);
    return open != null && !open.hasForgotten() && timestamp > open.timestamp();
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
      String engine = moved.getOrDefault(space, options.engine());
      OpenEngine holder = engines.open(engine);
      Space created = target.spaces().add(space, new SpaceOptions(options.ordered(), engine));
      if (!holder.hasForgotten() && holder.timestamp() >= timestamp) {
        EngineLoader.load(holder, target, created, room);
        target.dirty().addSpace(created.id(), defaults.name());
      } else {
        target.dirty().addSpace(created.id(), engine);
      }
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
    if (found != null && isDue(found.options().engine())) {
      target.clear(found, timestamp);
    }
  }

  /** The space was in its last engine all the time; the default engine does not know so yet. */
  @Override
  public void moveSpace(int space, String from, String to) {
    if (timestamp > defaults.timestamp()) {
      target.dirty().addSpace(space, from);
    }
  }
}
