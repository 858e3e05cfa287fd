package io.orbit.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the calls of each record in which every answer is right and no call comes
 * before one that had ended when it began. Calls without an answer may come anywhere behind their
 * beginning, or nowhere. The time grows with how many calls of one record are under way at once.
 */
public final class Linearizability {
  /** A place in the list of beginnings and ends, which calls leave and come back to. */
  private static final class Node {
    final RecordCall call;
    final int number;

    /** Where the call ends; null for an end, and for a call without one. */
    @Nullable Node end;

    final boolean isEnd;
    @Nullable Node before;
    @Nullable Node after;

    Node(RecordCall call, int number, boolean isEnd) {
      this.call = call;
      this.number = number;
      this.isEnd = isEnd;
    }
  }

  private record Chosen(Node node, @Nullable String before) {}

  private record Seen(BitSet done, @Nullable String value) {}

  private final Node head =
      new Node(new RecordCall("", RecordCall.Kind.GET, null, null, 0, 0), -1, false);
  private final int answers;

  private Linearizability(List<RecordCall> calls) {
    List<Node> nodes = new ArrayList<>();
    int ends = 0;
    for (RecordCall call : calls) {
      Node begin = new Node(call, nodes.size(), false);
      nodes.add(begin);
      if (!call.isUnknown()) {
        Node end = new Node(call, begin.number, true);
        begin.end = end;
        nodes.add(end);
        ends++;
      }
    }
    answers = ends;
    // A call that begins when another ends may have come before that.
    nodes.sort(
        Comparator.<Node>comparingLong(
                node -> node.isEnd ? node.call.returned() : node.call.invoked())
            .thenComparing(node -> node.isEnd));
    Node last = head;
    for (Node node : nodes) {
      last.after = node;
      node.before = last;
      last = node;
    }
  }

  /**
   * Checks a history.
   *
   * @return the calls of a record for which there is no such order, in the order of their
   *     beginnings; empty when there is one for all
   */
  public static Optional<List<RecordCall>> violation(List<RecordCall> history) {
    Map<String, List<RecordCall>> byKey = new TreeMap<>();
    for (RecordCall call : history) {
      if (call.kind() != RecordCall.Kind.GET || !call.isUnknown()) {
        byKey.computeIfAbsent(call.key(), ignored -> new ArrayList<>()).add(call);
      }
    }
    for (List<RecordCall> calls : byKey.values()) {
      calls.sort(Comparator.comparingLong(RecordCall::invoked));
      if (!new Linearizability(calls).search()) {
        return Optional.of(calls);
      }
    }
    return Optional.empty();
  }

  private boolean search() {
    Deque<Chosen> chosen = new ArrayDeque<>();
    Set<Seen> seen = new HashSet<>();
    BitSet done = new BitSet();
    String value = null;
    int left = answers;
    Node node = head.after;
    while (left > 0) {
      if (node != null && !node.isEnd) {
        String next = node.call.after(value);
        boolean goes = node.call.fits(value);
        if (goes) {
          done.set(node.number);
          goes = seen.add(new Seen((BitSet) done.clone(), next));
          if (!goes) {
            done.clear(node.number);
          }
        }
        if (goes) {
          chosen.push(new Chosen(node, value));
          value = next;
          left -= node.end == null ? 0 : 1;
          takeOut(node);
          node = head.after;
        } else {
          node = node.after;
        }
        continue;
      }
      // An end is reached whose call was not chosen: the choice before was wrong.
      Chosen last = chosen.poll();
      if (last == null) {
        return false;
      }
      value = last.before();
      done.clear(last.node().number);
      left += last.node().end == null ? 0 : 1;
      putBack(last.node());
      node = last.node().after;
    }
    return true;
  }

  private static void takeOut(Node node) {
    unlink(node);
    Node end = node.end;
    if (end != null) {
      unlink(end);
    }
  }

  private static void unlink(Node node) {
    Node before = node.before;
    Node after = node.after;
    if (before != null) {
      before.after = after;
    }
    if (after != null) {
      after.before = before;
    }
  }

  private static void putBack(Node node) {
    Node end = node.end;
    if (end != null) {
      link(end);
    }
    link(node);
  }

  private static void link(Node node) {
    Node before = node.before;
    Node after = node.after;
    if (before != null) {
      before.after = node;
    }
    if (after != null) {
      after.before = node;
    }
  }
}
