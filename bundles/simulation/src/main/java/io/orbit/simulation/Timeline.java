package io.orbit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the store must hold: all commits in order, and so the state after each of them. Records have
 * names ({@code p/k1} is a key of the plain space, {@code redis/l0} a Redis key, {@code account/7}
 * a row) and hold text. Moments are numbers of commits; 0 is the beginning.
 */
final class Timeline {
  /**
   * What a record holds.
   *
   * @param expiresAt milliseconds since 1970, or 0
   */
  record Value(String text, long expiresAt) {
    static Value of(String text) {
      return new Value(text, 0);
    }

    boolean existsAt(long wallTime) {
      return expiresAt == 0 || wallTime < expiresAt;
    }
  }

  /** A record's value from a moment on; null when it is gone. */
  private record Entry(int moment, @Nullable Value value) {}

  private final TreeMap<String, List<Entry>> records = new TreeMap<>();
  private final List<Long> timestamps = new ArrayList<>(List.of(0L));
  private final List<List<String>> changed = new ArrayList<>(List.of(List.of()));
  private final List<Map<String, @Nullable Value>> unknown = new ArrayList<>();
  private @Nullable Map<String, @Nullable Value> attempted;
  private int floor;

  /** The present moment. */
  int now() {
    return timestamps.size() - 1;
  }

  /** Somebody is about to commit these changes: a crash may leave them there or not. */
  void attempt(Map<String, @Nullable Value> changes) {
    attempted = changes;
  }

  /** The attempt is over: nothing of it may be there unless {@link #commit} follows. */
  void attemptFailed() {
    attempted = null;
  }

  /**
   * The disk has failed while the attempt was written: as long as nothing else is committed, a
   * crash may leave it there or not.
   */
  void attemptUnknown() {
    if (attempted != null) {
      unknown.add(attempted);
      attempted = null;
    }
  }

  /**
   * What a crash may have left beside what was committed, the newest first; one of them at most.
   */
  List<Map<String, @Nullable Value>> possible() {
    List<Map<String, @Nullable Value>> possible = new ArrayList<>();
    if (attempted != null) {
      possible.add(attempted);
    }
    possible.addAll(unknown.reversed());
    return possible;
  }

  /** Changes without the removal of what is not there, and without keys that stay as they are. */
  Map<String, @Nullable Value> effective(Map<String, @Nullable Value> changes, long wallTime) {
    Map<String, @Nullable Value> effective = new LinkedHashMap<>();
    changes.forEach(
        (name, value) -> {
          String present = text(name, now(), wallTime);
          boolean same =
              value == null
                  ? present == null
                  : name.startsWith(World.REDIS) && value.text().equals(present);
          if (!same) {
            effective.put(name, value);
          }
        });
    return effective;
  }

  /** What was attempted has been committed; answers the moment. */
  int commit(long timestamp, Map<String, @Nullable Value> changes) {
    if (timestamp <= timestamps.getLast()) {
      throw new Violation("commit timestamps do not ascend: " + timestamp);
    }
    attempted = null;
    unknown.clear();
    timestamps.add(timestamp);
    changed.add(List.copyOf(changes.keySet()));
    int moment = now();
    changes.forEach(
        (name, value) ->
            records
                .computeIfAbsent(name, ignored -> new ArrayList<>())
                .add(new Entry(moment, value)));
    return moment;
  }

  /** Everything up to that moment must survive whatever comes. */
  void promise(int moment) {
    floor = Math.max(floor, moment);
  }

  int promised() {
    return floor;
  }

  /** The last moment that a timestamp covers. */
  int momentOf(long timestamp) {
    int moment = now();
    while (timestamps.get(moment) > timestamp) {
      moment--;
    }
    return moment;
  }

  long timestampOf(int moment) {
    return timestamps.get(moment);
  }

  List<String> changedAt(int moment) {
    return changed.get(moment);
  }

  /** A power cut took what came after that moment. */
  void cut(int moment) {
    while (now() > moment) {
      int last = now();
      for (String name : changed.get(last)) {
        List<Entry> entries = records.get(name);
        if (entries != null && !entries.isEmpty() && entries.getLast().moment() == last) {
          entries.removeLast();
        }
      }
      changed.removeLast();
      timestamps.removeLast();
    }
    floor = Math.min(floor, moment);
  }

  /** What a record held at a moment, expired or not. */
  @Nullable Value get(String name, int moment) {
    Entry entry = entry(records.getOrDefault(name, List.of()), moment);
    return entry == null ? null : entry.value();
  }

  private static @Nullable Entry entry(List<Entry> entries, int moment) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).moment() <= moment) {
        return entries.get(i);
      }
    }
    return null;
  }

  /** What a record held at a moment, as seen at a time; null when it was not there. */
  @Nullable String text(String name, int moment, long wallTime) {
    Value value = get(name, moment);
    return value != null && value.existsAt(wallTime) ? value.text() : null;
  }

  /** When a record was changed last; 0 for never. */
  int lastChange(String name) {
    List<Entry> entries = records.getOrDefault(name, List.of());
    return entries.isEmpty() ? 0 : entries.getLast().moment();
  }

  /** The moments at which a record was changed. */
  List<Integer> changesOf(String name) {
    return records.getOrDefault(name, List.of()).stream().map(Entry::moment).toList();
  }

  /**
   * Names from one up to, not including, another, whatever became of them.
   *
   * @param to null for the end
   */
  NavigableMap<String, ?> names(String from, @Nullable String to) {
    return to == null ? records.tailMap(from, true) : records.subMap(from, true, to, false);
  }

  /** All that begins so, as it was at a moment and is seen at a time. */
  TreeMap<String, String> content(String prefix, int moment, long wallTime) {
    return content(prefix, prefix + Character.MAX_VALUE, moment, wallTime);
  }

  TreeMap<String, String> content(String from, String to, int moment, long wallTime) {
    TreeMap<String, String> content = new TreeMap<>();
    for (String name : names(from, to).keySet()) {
      String text = text(name, moment, wallTime);
      if (text != null) {
        content.put(name, text);
      }
    }
    return content;
  }
}
