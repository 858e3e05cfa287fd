package io.orbit.storage.memory;

import io.orbit.api.storage.EngineCursor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A walk from leaf to leaf; the way back up is a stack, for the nodes know no parents. */
final class MemoryCursor implements EngineCursor {
  /** A branch on the way down and the child that was taken. */
  private record Step(Node.Branch branch, int child) {}

  private final MemorySnapshot snapshot;
  private final boolean descending;
  private final byte[] from;
  private final byte @Nullable [] to;
  private final Deque<Step> path = new ArrayDeque<>();
  private Node.Leaf leaf;
  private int index;
  private boolean ended;

  MemoryCursor(
      MemorySnapshot snapshot, Node root, byte[] from, byte @Nullable [] to, boolean descending) {
    this.snapshot = snapshot;
    this.descending = descending;
    this.from = from;
    this.to = to;
    if (descending) {
      leaf = to == null ? down(root) : down(root, to);
      index = to == null ? leaf.size() : insertionPoint(leaf, to);
    } else {
      leaf = down(root, from);
      index = insertionPoint(leaf, from) - 1;
    }
  }

  @Override
  public boolean next() {
    snapshot.requireOpen();
    if (ended) {
      return false;
    }
    index += descending ? -1 : 1;
    while (index < 0 || index >= leaf.size()) {
      if (!nextLeaf()) {
        ended = true;
        return false;
      }
    }
    ended = !inRange(leaf.keys()[index]);
    return !ended;
  }

  @Override
  public byte[] key() {
    return leaf.keys()[index];
  }

  @Override
  public byte[] value() {
    return leaf.values()[index];
  }

  @Override
  public void close() {
    ended = true;
  }

  private boolean inRange(byte[] key) {
    return descending
        ? Arrays.compareUnsigned(key, from) >= 0
        : to == null || Arrays.compareUnsigned(key, to) < 0;
  }

  private boolean nextLeaf() {
    while (!path.isEmpty()) {
      Step step = path.pop();
      int child = step.child() + (descending ? -1 : 1);
      if (child >= 0 && child < step.branch().size()) {
        path.push(new Step(step.branch(), child));
        leaf = down(step.branch().children()[child]);
        index = descending ? leaf.size() - 1 : 0;
        return true;
      }
    }
    return false;
  }

  /** The leaf at the near edge of the node, in the cursor's direction. */
  private Node.Leaf down(Node start) {
    Node node = start;
    while (node instanceof Node.Branch branch) {
      int child = descending ? branch.size() - 1 : 0;
      path.push(new Step(branch, child));
      node = branch.children()[child];
    }
    return (Node.Leaf) node;
  }

  /** The leaf that may hold the key. */
  private Node.Leaf down(Node start, byte[] key) {
    Node node = start;
    while (node instanceof Node.Branch branch) {
      int child = branch.childOf(key);
      path.push(new Step(branch, child));
      node = branch.children()[child];
    }
    return (Node.Leaf) node;
  }

  private static int insertionPoint(Node.Leaf leaf, byte[] key) {
    int found = Arrays.binarySearch(leaf.keys(), key, Arrays::compareUnsigned);
    return found < 0 ? -found - 1 : found;
  }
}
