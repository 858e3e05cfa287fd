package io.orbit.storage.cowbtree;

import io.orbit.api.storage.EngineCursor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A walk from leaf to leaf; the way back up is a stack, for the nodes know no parents. */
final class TreeCursor implements EngineCursor {
  private static final byte[] NONE = {};

  /** A branch on the way down and the child that was taken. */
  private record Step(Node branch, int child) {}

  private final Tree tree;
  private final Root state;
  private final byte[] from;
  private final byte @Nullable [] to;
  private final boolean descending;
  private final Deque<Step> path = new ArrayDeque<>();
  private @Nullable Node leaf;
  private int index;
  private boolean ended;
  private byte[] key = NONE;
  private byte[] value = NONE;

  TreeCursor(Tree tree, Root state, byte[] from, byte @Nullable [] to, boolean descending) {
    this.tree = tree;
    this.state = state;
    this.from = from;
    this.to = to;
    this.descending = descending;
    this.ended = state.tree().isNone();
  }

  @Override
  public boolean next() {
    if (ended) {
      return false;
    }
    Node current = leaf;
    if (current == null) {
      current = seek();
    }
    index += descending ? -1 : 1;
    while (index < 0 || index >= current.size()) {
      Node following = nextLeaf();
      if (following == null) {
        ended = true;
        return false;
      }
      current = following;
    }
    leaf = current;
    byte[] found = current.key(index);
    ended = isOutside(found);
    if (!ended) {
      key = found;
      Pointer outside = current.outside(index);
      value = outside.isNone() ? current.value(index) : tree.value(outside);
    }
    return !ended;
  }

  /** The leaf where the run begins, with the index before its first item. */
  private Node seek() {
    Node node = tree.node(state.tree());
    path.clear();
    byte[] end = to;
    while (!node.isLeaf()) {
      int child =
          descending ? (end == null ? node.size() - 1 : node.childOf(end)) : node.childOf(from);
      path.push(new Step(node, child));
      node = tree.node(node.child(child));
    }
    index =
        descending ? (end == null ? node.size() : node.lowerBound(end)) : node.lowerBound(from) - 1;
    return node;
  }

  private @Nullable Node nextLeaf() {
    while (!path.isEmpty()) {
      Step step = path.pop();
      int child = step.child() + (descending ? -1 : 1);
      if (child >= 0 && child < step.branch().size()) {
        path.push(new Step(step.branch(), child));
        Node node = tree.node(step.branch().child(child));
        while (!node.isLeaf()) {
          int edge = descending ? node.size() - 1 : 0;
          path.push(new Step(node, edge));
          node = tree.node(node.child(edge));
        }
        index = descending ? node.size() - 1 : 0;
        return node;
      }
    }
    return null;
  }

  private boolean isOutside(byte[] found) {
    return descending
        ? Arrays.compareUnsigned(found, from) < 0
        : to != null && Arrays.compareUnsigned(found, to) >= 0;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public void close() {
    ended = true;
  }
}
