package io.orbit.container;

import io.orbit.api.ops.Logs.Entry;
import io.orbit.api.ops.Logs.Tail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** The newest entries of the log, in memory. Thread-safe; adding costs a lock and no allocation. */
final class LogBuffer {
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

  private final int capacity;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long added;

  LogBuffer(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(Entry entry) {
    if (entries.size() == capacity) {
      entries.removeFirst();
    }
    entries.addLast(entry);
    added++;
  }

  /**
   * The newest entries that fit, oldest first.
   *
   * @param minimumLevel the least severe level, without regard to case
   * @param logger prefix of the logger's name, empty for all
   */
  synchronized List<Entry> tail(int count, String minimumLevel, String logger) {
    return newest(entries.size(), count, minimumLevel, logger);
  }

  /** Those of the newest entries that were added behind a position. */
  synchronized Tail after(long position, int count, String minimumLevel, String logger) {
    int fresh = Math.clamp(added - position, 0, entries.size());
    return new Tail(added, newest(fresh, count, minimumLevel, logger));
  }

  private List<Entry> newest(int among, int count, String minimumLevel, String logger) {
    int least = severity(minimumLevel);
    List<Entry> newestFirst = new ArrayList<>();
    int seen = 0;
    for (var candidates = entries.descendingIterator();
        candidates.hasNext() && newestFirst.size() < count && seen < among; ) {
      Entry entry = candidates.next();
      seen++;
      if (severity(entry.level()) >= least && entry.logger().startsWith(logger)) {
        newestFirst.add(entry);
      }
    }
    return List.copyOf(newestFirst.reversed());
  }

  /** An unknown word is as little severe as can be: better too much than nothing. */
  private static int severity(String level) {
    return LEVELS.indexOf(level.toUpperCase(Locale.ROOT));
  }
}
