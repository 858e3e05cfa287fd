package io.orbit.testkit.ops;

import io.orbit.api.ops.Logs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Two entries, and the levels that were set. Thread-safe. */
public final class MemoryLogs implements Logs {
  private final Map<String, String> levels = new ConcurrentHashMap<>();

  @Override
  public List<Entry> tail(int count, String minimumLevel, String logger) {
    List<Entry> all =
        List.of(
            new Entry(1_700_000_000_000L, "info", "io.orbit.kernel", "main", "recovered"),
            new Entry(1_700_000_001_000L, "warn", "io.orbit.net", "main", "refused"));
    return all.stream().filter(entry -> entry.logger().startsWith(logger)).limit(count).toList();
  }

  @Override
  public Tail after(long position, int count, String minimumLevel, String logger) {
    return new Tail(2, position >= 2 ? List.of() : tail(count, minimumLevel, logger));
  }

  @Override
  public void setLevel(String logger, String level) {
    levels.put(logger, level);
  }

  /** The levels that were set, by logger. */
  public Map<String, String> levels() {
    return Map.copyOf(levels);
  }
}
