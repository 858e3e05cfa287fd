package io.orbit.kernel.checkpoint;

import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Store;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogScanner;
import io.orbit.kernel.log.LogTail;
import io.orbit.kernel.record.LoadedRecords;
import io.orbit.kernel.record.Space;
import java.util.List;

/**
 * Brings back what a store held: engines first, then the log behind what they cover, then a cut
 * where the log ends.
 *
 * @param end where the log ends
 * @param timestamp the newest commit
 * @param commits how many were replayed
 * @param torn a record that a crash had cut off was dropped
 * @param abandoned the numbers of commits of which there are chunks, and never will be more
 */
public record Recovery(long end, long timestamp, long commits, boolean torn, List<Long> abandoned) {
  /** Of the memory budget at most that much is filled by reading, before the log is replayed. */
  private static final double LOADED = 0.6;

  /**
   * Recovers into {@code target}.
   *
   * @throws OrbitException DATA_CORRUPTED when durable commits are damaged: file, offset, way out
   */
  public static Recovery run(
      Disk disk, Engines engines, String defaultEngine, LoadedRecords target) {
    OpenEngine defaults = engines.open(defaultEngine);
    if (defaults.isVolatile()) {
      deleteLog(disk);
    }
    EngineLoader.loadSpaces(defaults, target);
    if (target.spaces().find(Store.CATALOG_SPACE) == null) {
      Space ignored =
          target.spaces().add(Store.CATALOG_SPACE, new SpaceOptions(true, defaultEngine));
    }
    for (Space space : target.spaces().list()) {
      OpenEngine ignored = engines.open(space.options().engine());
    }
    long timestamp = 0;
    for (OpenEngine engine : engines.all()) {
      EngineLoader.load(engine, target, (long) (target.memory().limit() * LOADED));
      timestamp = Math.max(timestamp, engine.timestamp());
    }
    long from = engines.position();
    Replay replay = new Replay(target, engines, defaults);
    LogScanner.End end = LogScanner.scan(disk, from, replay::take);
    OrbitException damage = end.damage();
    if (damage != null) {
      throw damage;
    }
    LogTail.cut(disk, end.end());
    long newest = Math.max(timestamp, replay.timestamp());
    begin(engines, end.end(), newest);
    return new Recovery(end.end(), newest, replay.commits(), end.torn(), replay.unfinished());
  }

  private static void deleteLog(Disk disk) {
    for (String name : disk.list(LogFormat.FOLDER)) {
      disk.delete(LogFormat.FOLDER + "/" + name);
    }
  }

  /** New engines, and those that forget, have nothing due from before. */
  private static void begin(Engines engines, long end, long timestamp) {
    for (OpenEngine engine : engines.all()) {
      boolean isNew = engine.position() == 0 && end > 0;
      if (isNew && engine.isVolatile()) {
        engine.begin(end, timestamp);
      }
    }
  }
}
