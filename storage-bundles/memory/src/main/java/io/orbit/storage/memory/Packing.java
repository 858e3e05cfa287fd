package io.orbit.storage.memory;

import java.util.ArrayList;
import java.util.List;

/** Puts runs of entries or nodes into nodes of nearly the same size. */
final class Packing {
  private Packing() {}

  /** Leaves that hold the entries; none for none. */
  static List<Node> leaves(List<byte[]> keys, List<byte[]> values) {
    int pieces = pieces(keys.size());
    List<Node> leaves = new ArrayList<>(pieces);
    for (int piece = 0; piece < pieces; piece++) {
      int from = start(piece, pieces, keys.size());
      int to = start(piece + 1, pieces, keys.size());
      leaves.add(
          new Node.Leaf(
              keys.subList(from, to).toArray(byte[][]::new),
              values.subList(from, to).toArray(byte[][]::new)));
    }
    return leaves;
  }

  /** Branches that hold the children. */
  static List<Node> branches(List<Node> children) {
    int pieces = pieces(children.size());
    List<Node> branches = new ArrayList<>(pieces);
    for (int piece = 0; piece < pieces; piece++) {
      List<Node> part =
          children.subList(
              start(piece, pieces, children.size()), start(piece + 1, pieces, children.size()));
      branches.add(
          new Node.Branch(
              part.stream().map(Node::lowest).toArray(byte[][]::new), part.toArray(Node[]::new)));
    }
    return branches;
  }

  /** The nodes, each that is too small put together with the one before it. */
  static List<Node> joined(List<Node> nodes) {
    List<Node> joined = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      Node before = joined.isEmpty() ? null : joined.getLast();
      if (before != null && (before.size() < Node.MINIMUM || node.size() < Node.MINIMUM)) {
        joined.removeLast();
        joined.addAll(join(before, node));
      } else {
        joined.add(node);
      }
    }
    return joined;
  }

  private static List<Node> join(Node left, Node right) {
    if (left instanceof Node.Leaf before && right instanceof Node.Leaf after) {
      return leaves(both(before.keys(), after.keys()), both(before.values(), after.values()));
    }
    if (left instanceof Node.Branch before && right instanceof Node.Branch after) {
      return branches(both(before.children(), after.children()));
    }
    throw new IllegalStateException("neighbours of different depth");
  }

  private static <T> List<T> both(T[] left, T[] right) {
    List<T> both = new ArrayList<>(left.length + right.length);
    both.addAll(List.of(left));
    both.addAll(List.of(right));
    return both;
  }

  private static int pieces(int size) {
    return (size + Node.CAPACITY - 1) / Node.CAPACITY;
  }

  private static int start(int piece, int pieces, int size) {
    return (int) ((long) piece * size / pieces);
  }
}
