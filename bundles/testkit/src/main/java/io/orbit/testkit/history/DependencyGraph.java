package io.orbit.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which transaction must have come before which, and why. */
final class DependencyGraph {
  /** Why one comes before another. */
  enum Kind {
    /** The other wrote the next version. */
    WRITE,
    /** The other read its version. */
    READ,
    /** The other wrote the version after the one it read. */
    OVERWRITTEN_READ
  }

  private record Edge(int from, int to, Kind kind) {}

  private static final Set<Kind> FORWARD = EnumSet.of(Kind.WRITE, Kind.READ);

  private final List<List<Edge>> after = new ArrayList<>();

  DependencyGraph(int size) {
    for (int i = 0; i < size; i++) {
      after.add(new ArrayList<>());
    }
  }

  void add(int from, int to, Kind kind) {
    if (from != to) {
      after.get(from).add(new Edge(from, to, kind));
    }
  }

  /** Forgets what is in no circle: again and again whatever nothing comes before or after. */
  void trim() {
    List<List<Edge>> before = new ArrayList<>();
    after.forEach(ignored -> before.add(new ArrayList<>()));
    after.forEach(edges -> edges.forEach(edge -> before.get(edge.to()).add(edge)));
    for (List<List<Edge>> side : List.of(before, after)) {
      List<List<Edge>> other = side == before ? after : before;
      int[] left = side.stream().mapToInt(List::size).toArray();
      Deque<Integer> free = new ArrayDeque<>();
      for (int i = 0; i < left.length; i++) {
        if (left[i] == 0) {
          free.add(i);
        }
      }
      while (!free.isEmpty()) {
        int node = free.removeFirst();
        for (Edge edge : other.get(node)) {
          int next = side == before ? edge.to() : edge.from();
          if (--left[next] == 0) {
            free.add(next);
          }
        }
        left[node] = -1;
      }
      for (int i = 0; i < left.length; i++) {
        if (left[i] < 0) {
          before.get(i).clear();
          after.get(i).clear();
        }
      }
      before.forEach(edges -> edges.removeIf(edge -> left[edge.from()] < 0));
      after.forEach(edges -> edges.removeIf(edge -> left[edge.to()] < 0));
    }
  }

  /**
   * A circle of edges of some kinds.
   *
   * @param with a kind that one of them must have, or null
   */
  @Nullable List<Integer> circle(Set<Kind> kinds, @Nullable Kind with) {
    for (List<Edge> edges : after) {
      for (Edge edge : edges) {
        if (kinds.contains(edge.kind()) && (with == null || edge.kind() == with)) {
          List<Integer> way = way(edge.to(), edge.from(), kinds);
          if (way != null) {
            return way;
          }
        }
      }
    }
    return null;
  }

  @Nullable List<Integer> circleWithOneOverwrittenRead() {
    for (List<Edge> edges : after) {
      for (Edge edge : edges) {
        List<Integer> way =
            edge.kind() == Kind.OVERWRITTEN_READ ? way(edge.to(), edge.from(), FORWARD) : null;
        if (way != null) {
          return way;
        }
      }
    }
    return null;
  }

  /** One that is not there without a second such read. */
  @Nullable List<Integer> circleWithSeveralOverwrittenReads() {
    for (List<Edge> edges : after) {
      for (Edge edge : edges) {
        if (edge.kind() == Kind.OVERWRITTEN_READ && way(edge.to(), edge.from(), FORWARD) == null) {
          List<Integer> way = way(edge.to(), edge.from(), EnumSet.allOf(Kind.class));
          if (way != null) {
            return way;
          }
        }
      }
    }
    return null;
  }

  /** The shortest way from one to another over edges of some kinds; null when there is none. */
  private @Nullable List<Integer> way(int from, int to, Set<Kind> kinds) {
    int[] reachedFrom = new int[after.size()];
    Arrays.fill(reachedFrom, -1);
    reachedFrom[from] = from;
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty() && reachedFrom[to] < 0) {
      int node = open.removeFirst();
      for (Edge edge : after.get(node)) {
        if (kinds.contains(edge.kind()) && reachedFrom[edge.to()] < 0) {
          reachedFrom[edge.to()] = node;
          open.add(edge.to());
        }
      }
    }
    if (reachedFrom[to] < 0) {
      return null;
    }
    List<Integer> way = new ArrayList<>(List.of(to));
    for (int node = to; node != from; node = reachedFrom[node]) {
      way.add(reachedFrom[node]);
    }
    Collections.reverse(way);
    return way;
  }
}
