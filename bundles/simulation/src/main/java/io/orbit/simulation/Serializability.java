package io.orbit.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what committed has a serial order: the direct serialization graph (Adya 1999) of the
 * serializable transactions, and of everybody else as writers only, must have no circle.
 */
final class Serializability {
  /**
   * A range of names that was read.
   *
   * @param to not included
   */
  record Range(String from, String to) {
    boolean has(String name) {
      return name.compareTo(from) >= 0 && name.compareTo(to) < 0;
    }
  }

  /**
   * A serializable transaction that has committed.
   *
   * @param moment of its commit; 0 when it changed nothing
   * @param snapshot the moment it saw
   */
  private record Reader(int moment, int snapshot, Set<String> names, List<Range> ranges) {}

  private final Timeline timeline;
  private final List<Reader> readers = new ArrayList<>();
  private int refused;
  private int refusedInVain;

  Serializability(Timeline timeline) {
    this.timeline = timeline;
  }

  /**
   * Dependencies were the reason to refuse a transaction. Had it closed a circle among those that
   * have committed? (It might have closed one with others that are still at work.)
   */
  void refused(int snapshot, Set<String> names, List<Range> ranges, Set<String> written) {
    refused++;
    int node = Integer.MAX_VALUE;
    Reader reader = new Reader(node, snapshot, names, ranges);
    Map<Integer, Set<Integer>> after = graph();
    for (String name : read(reader)) {
      addReads(after, node, reader, timeline.changesOf(name));
    }
    for (String name : written) {
      int last = timeline.lastChange(name);
      if (last != 0) {
        edge(after, last, node);
      }
      for (int i = 0; i < readers.size(); i++) {
        Reader other = readers.get(i);
        if (other.names().contains(name) || other.ranges().stream().anyMatch(in -> in.has(name))) {
          edge(after, other.moment() == 0 ? -1 - i : other.moment(), node);
        }
      }
    }
    refusedInVain += circle(after) == null ? 1 : 0;
  }

  /** How many have committed. */
  int commits() {
    return readers.size();
  }

  int refusals() {
    return refused;
  }

  int refusalsInVain() {
    return refusedInVain;
  }

  void committed(int moment, int snapshot, Set<String> names, List<Range> ranges) {
    readers.add(new Reader(moment, snapshot, new LinkedHashSet<>(names), List.copyOf(ranges)));
  }

  /** Forgets what a power cut took. */
  void cut(int moment) {
    readers.removeIf(reader -> reader.moment() > moment || reader.snapshot() > moment);
  }

  /** Looks for a circle. Nodes are moments; what changed nothing has a number below zero. */
  void check() {
    List<Integer> circle = circle(graph());
    if (circle != null) {
      throw new Violation("no serial order: commits " + circle + describe(circle));
    }
  }

  private Map<Integer, Set<Integer>> graph() {
    Map<Integer, Set<Integer>> after = new HashMap<>();
    for (String name : timeline.names("", null).keySet()) {
      List<Integer> changes = timeline.changesOf(name);
      for (int i = 1; i < changes.size(); i++) {
        edge(after, changes.get(i - 1), changes.get(i));
      }
    }
    for (int i = 0; i < readers.size(); i++) {
      Reader reader = readers.get(i);
      int node = reader.moment() == 0 ? -1 - i : reader.moment();
      for (String name : read(reader)) {
        addReads(after, node, reader, timeline.changesOf(name));
      }
    }
    return after;
  }

  private Set<String> read(Reader reader) {
    Set<String> names = new LinkedHashSet<>(reader.names());
    for (Range range : reader.ranges()) {
      names.addAll(timeline.names(range.from(), range.to()).keySet());
    }
    return names;
  }

  private static void addReads(
      Map<Integer, Set<Integer>> after, int node, Reader reader, List<Integer> changes) {
    int seen = 0;
    for (int change : changes) {
      if (change <= reader.snapshot()) {
        seen = change;
      } else {
        edge(after, node, change);
        break;
      }
    }
    if (seen != 0) {
      edge(after, seen, node);
    }
  }

  private static void edge(Map<Integer, Set<Integer>> after, int from, int to) {
    if (from != to) {
      after.computeIfAbsent(from, ignored -> new LinkedHashSet<>()).add(to);
    }
  }

  private static @Nullable List<Integer> circle(Map<Integer, Set<Integer>> after) {
    Map<Integer, Boolean> open = new HashMap<>();
    for (int start : after.keySet()) {
      List<Integer> path = new ArrayList<>();
      if (!open.containsKey(start) && closes(start, after, open, path)) {
        return path.subList(path.indexOf(path.getLast()), path.size());
      }
    }
    return null;
  }

  /** Depth first; {@code open} holds true for what is on the path, false for what is done with. */
  private static boolean closes(
      int node, Map<Integer, Set<Integer>> after, Map<Integer, Boolean> open, List<Integer> path) {
    open.put(node, true);
    path.add(node);
    for (int next : after.getOrDefault(node, Set.of())) {
      Boolean known = open.get(next);
      if (known != null && known) {
        path.add(next);
        return true;
      }
      if (known == null && closes(next, after, open, path)) {
        return true;
      }
    }
    path.removeLast();
    open.put(node, false);
    return false;
  }

  private String describe(List<Integer> circle) {
    StringBuilder text = new StringBuilder();
    for (int moment : circle) {
      if (moment > 0) {
        text.append("; ").append(moment).append(" changed ").append(timeline.changedAt(moment));
      }
    }
    for (Reader reader : readers) {
      if (circle.contains(reader.moment())) {
        text.append("; ")
            .append(reader.moment())
            .append(" saw ")
            .append(reader.snapshot())
            .append(" and read ")
            .append(reader.names())
            .append(reader.ranges());
      }
    }
    return text.toString();
  }
}
