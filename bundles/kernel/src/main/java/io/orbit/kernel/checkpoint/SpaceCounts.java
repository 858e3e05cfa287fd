package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many records an engine holds of each space, so that a start need not count them. One thread.
 */
final class SpaceCounts {
  static final SpaceCounts NONE = new SpaceCounts(new HashMap<>(), Map.of());

  private final Map<Integer, Long> counts;
  private final Map<Integer, Long> written;

  /**
   * @param written what the engine says
   */
  private SpaceCounts(Map<Integer, Long> counts, Map<Integer, Long> written) {
    this.counts = counts;
    this.written = written;
  }

  /** What an engine says. */
  static SpaceCounts read(EngineSnapshot snapshot) {
    Map<Integer, Long> found = new HashMap<>();
    byte[] from = EngineFormat.countKey(0);
    byte[] to = EngineFormat.countKey(-1);
    try (EngineCursor cursor = snapshot.cursor(from, to, false)) {
      while (cursor.next()) {
        int space = EngineFormat.countedSpace(EngineFormat.readName(cursor.key()).rest());
        found.put(space, new ByteReader(cursor.value()).u64());
      }
    }
    return new SpaceCounts(found, Map.copyOf(found));
  }

  /** A copy, to be changed by a checkpoint. */
  SpaceCounts next() {
    return new SpaceCounts(new HashMap<>(counts), written);
  }

  /** The same once the engine holds it. */
  SpaceCounts applied() {
    return new SpaceCounts(counts, Map.copyOf(counts));
  }

  /** What is known of a space; nothing for one that an older version wrote. */
  OptionalLong find(int space) {
    Long known = counts.get(space);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known);
  }

  /** The spaces of which something is said. */
  Set<Integer> spaces() {
    return Set.copyOf(counts.keySet());
  }

  void set(int space, long count) {
    counts.put(space, count);
  }

  void add(int space, long change) {
    counts.merge(space, change, Long::sum);
  }

  /** A space was cleared, or dropped: nothing is to be said of it any more. */
  void clear(int space, boolean dropped) {
    if (dropped) {
      counts.remove(space);
    } else {
      counts.put(space, 0L);
    }
  }

  /** The entries to write, by key. */
  List<CheckpointBatch.Change> changes() {
    List<CheckpointBatch.Change> entries = new ArrayList<>();
    TreeSet<Integer> spaces = new TreeSet<>(Integer::compareUnsigned);
    spaces.addAll(counts.keySet());
    spaces.addAll(written.keySet());
    for (int space : spaces) {
      Long count = counts.get(space);
      if (!Objects.equals(count, written.get(space))) {
        byte[] value = count == null ? null : new ByteWriter(8).u64(count).copy();
        entries.add(new CheckpointBatch.Change(EngineFormat.countKey(space), value));
      }
    }
    return entries;
  }
}
