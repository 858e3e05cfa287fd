package io.orbit.container;

import io.orbit.api.ops.Logs.Entry;
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

  LogBuffer(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(Entry entry) {
    if (entries.size() == capacity) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /**
   * The newest entries that fit, oldest first.
   *
   * @param minimumLevel the least severe level, without regard to case
   * @param logger prefix of the logger's name, empty for all
   */
  synchronized List<Entry> tail(int count, String minimumLevel, String logger) {
    int least = severity(minimumLevel);
    List<Entry> newestFirst = new ArrayList<>();
    for (var candidates = entries.descendingIterator();
        candidates.hasNext() && newestFirst.size() < count; ) {
      Entry entry = candidates.next();
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
