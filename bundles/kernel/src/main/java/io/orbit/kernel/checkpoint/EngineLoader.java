package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.Store;
import io.orbit.kernel.checkpoint.EngineFormat.Name;
import io.orbit.kernel.record.LoadedRecords;
import io.orbit.kernel.record.Space;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an engine holds into memory, space by space, as long as there is room; the rest stays
 * where it is, and its spaces are partial from the first moment.
 */
final class EngineLoader {
  private final LoadedRecords target;
  private final OpenEngine engine;
  private final EngineSnapshot snapshot;

  private byte[] key = new byte[0];
  private int space = -1;
  private @Nullable RecordAssembly open;

  private EngineLoader(LoadedRecords target, OpenEngine engine, EngineSnapshot snapshot) {
    this.target = target;
    this.engine = engine;
    this.snapshot = snapshot;
  }

  /** The spaces that the default engine defines. */
  static void loadSpaces(OpenEngine engine, LoadedRecords target) {
    try (EngineSnapshot snapshot = engine.engine().snapshot();
        EngineCursor cursor =
            snapshot.cursor(EngineFormat.spacePrefix(EngineFormat.META), null, false)) {
      while (cursor.next()) {
        int id = EngineFormat.spaceOf(EngineFormat.readName(cursor.key()).rest());
        if (id >= 0) {
          target.spaces().add(id, EngineFormat.readSpace(cursor.value()));
        }
      }
    }
  }

  /**
   * Reads an engine's records.
   *
   * @param room of the memory budget; the catalog is read beyond it
   */
  static void load(OpenEngine engine, LoadedRecords target, long room) {
    try (EngineSnapshot snapshot = engine.engine().snapshot()) {
      EngineLoader loader = new EngineLoader(target, engine, snapshot);
      for (Space next : target.spaces().list()) {
        if (next.options().engine().equals(engine.name())) {
          boolean needed = next.id() == Store.CATALOG_SPACE || engine.isVolatile();
          loader.load(next, needed ? Long.MAX_VALUE : room);
        }
      }
    }
  }

  /** Reads the records of one space. */
  static void load(OpenEngine engine, LoadedRecords target, Space space, long room) {
    try (EngineSnapshot snapshot = engine.engine().snapshot()) {
      new EngineLoader(target, engine, snapshot).load(space, room);
    }
  }

  private void load(Space owner, long room) {
    long records = 0;
    boolean whole = true;
    try (EngineCursor cursor =
        snapshot.cursor(
            EngineFormat.spacePrefix(owner.id()),
            EngineFormat.spacePrefix(owner.id() + 1),
            false)) {
      while (whole && cursor.next()) {
        Name name = EngineFormat.readName(cursor.key());
        if (name.tag() != EngineFormat.RECORD) {
          requireOwner(name).add(name, cursor.value());
          continue;
        }
        finish(owner);
        whole = target.memory().used() < room;
        if (whole) {
          records++;
          space = name.space();
          key = name.key();
          open = new RecordAssembly(EngineFormat.readHead(cursor.value()));
        }
      }
    }
    finish(owner);
    if (whole) {
      engine.counted(owner.id(), records);
    } else {
      target.leave(owner.table(), engine, count(owner.id()));
    }
  }

  private RecordAssembly requireOwner(Name name) {
    RecordAssembly assembly = open;
    if (assembly == null || name.space() != space || !Arrays.equals(name.key(), key)) {
      throw RecordAssembly.broken("an entry of a record that is not there");
    }
    return assembly;
  }

  private void finish(Space owner) {
    RecordAssembly assembly = open;
    open = null;
    if (assembly != null) {
      target.load(owner.table(), key, assembly.version());
    }
  }

  /** What the engine says, or else counted: the records of a folder that an older version wrote. */
  private long count(int id) {
    OptionalLong known = engine.counts().find(id);
    if (known.isPresent()) {
      return known.getAsLong();
    }
    long records = 0;
    try (EngineCursor cursor =
        snapshot.cursor(EngineFormat.spacePrefix(id), EngineFormat.spacePrefix(id + 1), false)) {
      while (cursor.next()) {
        records += EngineFormat.readName(cursor.key()).tag() == EngineFormat.RECORD ? 1 : 0;
      }
    }
    engine.counted(id, records);
    return records;
  }
}
