package io.orbit.kernel.checkpoint;

import io.orbit.api.ops.Disk;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.log.LogScanner;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.kernel.record.IgnoredChanges;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The spaces that the log moves behind what the default engine knows. */
final class MovedSpaces extends IgnoredChanges implements CommitAssembly.Target {
  private final Map<Integer, String> engines = new HashMap<>();
  private final long known;
  private long timestamp;

  private MovedSpaces(long known) {
    this.known = known;
  }

  /** The engines of moves that had begun when the default engine was written last. */
  static Set<String> concerned(OpenEngine defaults) {
    Set<String> names = new TreeSet<>();
    try (EngineSnapshot snapshot = defaults.engine().snapshot();
        EngineCursor cursor =
            snapshot.cursor(EngineFormat.moveKey(0), EngineFormat.moveKey(-1), false)) {
      while (cursor.next()) {
        names.addAll(EngineFormat.readMove(cursor.value()));
      }
    }
    return names;
  }

  /**
   * Reads the log for moves.
   *
   * @return each space that was moved, with the engine that it is in at the log's end
   */
  static Map<Integer, String> find(Disk disk, OpenEngine defaults) {
    MovedSpaces found = new MovedSpaces(defaults.timestamp());
    CommitAssembly commits = new CommitAssembly(found);
    LogScanner.End ignored = LogScanner.scan(disk, defaults.position(), commits::take);
    return found.engines;
  }

  @Override
  public void commit(long commitTimestamp, ByteReader changes) {
    timestamp = commitTimestamp;
    ChangeFormat.read(changes, this);
  }

  /**
   * Nobody moves a space in so large a commit that an engine holds its beginning and not its end.
   */
  @Override
  public void held(long commitTimestamp) {
    timestamp = commitTimestamp;
  }

  @Override
  public void moveSpace(int space, String from, String to) {
    if (timestamp > known) {
      engines.put(space, to);
    }
  }
}
