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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    if (defaults.hasForgotten()) {
      deleteLog(disk);
    }
    EngineLoader.loadSpaces(defaults, target);
    if (target.spaces().find(Store.CATALOG_SPACE) == null) {
      Space ignored =
          target.spaces().add(Store.CATALOG_SPACE, new SpaceOptions(true, defaultEngine));
    }
    Set<String> concerned = defaults.hasForgotten() ? Set.of() : MovedSpaces.concerned(defaults);
    Map<Integer, String> moved = concerned.isEmpty() ? Map.of() : MovedSpaces.find(disk, defaults);
    moved.forEach((id, engine) -> place(target.spaces().find(id), engine));
    for (Space space : target.spaces().list()) {
      OpenEngine ignored = engines.open(space.options().engine());
    }
    long timestamp = 0;
    long room = (long) (target.memory().limit() * LOADED);
    for (OpenEngine engine : engines.all()) {
      EngineLoader.load(engine, target, room);
      timestamp = Math.max(timestamp, engine.timestamp());
    }
    long from = engines.position();
    Replay replay = new Replay(target, engines, defaults, moved, room);
    CommitAssembly commits = new CommitAssembly(replay);
    LogScanner.End end = LogScanner.scan(disk, from, commits::take);
    OrbitException damage = end.damage();
    if (damage != null) {
      throw damage;
    }
    LogTail.cut(disk, end.end());
    long newest = Math.max(timestamp, replay.timestamp());
    begin(engines, end.end(), newest);
    for (String engine : concerned) {
      engines.openIfInstalled(engine, end.end(), newest);
    }
    forgetStrays(engines, target);
    return new Recovery(end.end(), newest, replay.commits(), end.torn(), commits.unfinished());
  }

  private static void place(@Nullable Space space, String engine) {
    if (space != null) {
      space.place(engine);
    }
  }

  /** What a move has left in an engine that does not hold the space, or does not yet, is void. */
  private static void forgetStrays(Engines engines, LoadedRecords target) {
    for (OpenEngine engine : engines.all()) {
      for (int id : engine.counts().spaces()) {
        Space space = target.spaces().find(id);
        if (space == null || !space.isIn(engine.name())) {
          target.dirty().addSpace(id, engine.name());
        }
      }
    }
  }

  private static void deleteLog(Disk disk) {
    for (String name : disk.list(LogFormat.FOLDER)) {
      disk.delete(LogFormat.FOLDER + "/" + name);
    }
  }

  /** In those that have forgotten all, nothing is due from before. */
  private static void begin(Engines engines, long end, long timestamp) {
    for (OpenEngine engine : engines.all()) {
      if (engine.hasForgotten()) {
        engine.begin(end, timestamp);
      }
    }
  }
}
