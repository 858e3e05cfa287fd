package io.orbit.storage.memory;

import io.orbit.api.storage.BatchReader;
import io.orbit.api.storage.SortedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable B-tree from keys to values with the position it stands for. Applying a batch makes a
 * new tree that shares every node the batch does not touch.
 *
 * @param entries the number of keys
 * @param bytes the sum of the lengths of keys and values
 */
record Tree(Node root, long position, long entries, long bytes) {
  static final Tree EMPTY = new Tree(Node.Leaf.EMPTY, 0, 0, 0);

  byte @Nullable [] get(byte[] key) {
    Node node = root;
    while (node instanceof Node.Branch branch) {
      node = branch.children()[branch.childOf(key)];
    }
    Node.Leaf leaf = (Node.Leaf) node;
    int index = Arrays.binarySearch(leaf.keys(), key, Arrays::compareUnsigned);
    return index < 0 ? null : leaf.values()[index];
  }

  /** The tree after the batch. */
  Tree apply(SortedBatch batch, long newPosition) {
    Merge merge = new Merge(new BatchReader(batch), entries, bytes);
    List<Node> nodes = merge.node(root, null);
    while (nodes.size() > 1) {
      nodes = Packing.branches(nodes);
    }
    Node newRoot = nodes.isEmpty() ? Node.Leaf.EMPTY : nodes.getFirst();
    while (newRoot instanceof Node.Branch branch && branch.size() == 1) {
      newRoot = branch.children()[0];
    }
    return new Tree(newRoot, newPosition, merge.entries, merge.bytes);
  }

  /** What is wrong with the tree; nothing, if nothing is. */
  List<String> verify() {
    List<String> problems = new ArrayList<>();
    long[] counted = new long[1];
    verify(root, null, null, counted, problems);
    if (counted[0] != entries) {
      problems.add("the tree holds " + counted[0] + " entries, not " + entries);
    }
    return problems;
  }

  private static void verify(
      Node node,
      byte @Nullable [] from,
      byte @Nullable [] to,
      long[] counted,
      List<String> problems) {
    switch (node) {
      case Node.Leaf leaf -> {
        byte[] lower = from;
        boolean first = true;
        for (byte[] key : leaf.keys()) {
          int order = lower == null ? 1 : Arrays.compareUnsigned(key, lower);
          if (order < 0 || (order == 0 && !first)) {
            problems.add("keys are out of order in a leaf");
          }
          lower = key;
          first = false;
        }
        if (to != null && lower != null && Arrays.compareUnsigned(lower, to) >= 0) {
          problems.add("a leaf reaches into the next one");
        }
        counted[0] += leaf.size();
      }
      case Node.Branch branch -> {
        int last = branch.size() - 1;
        for (int i = 0; i <= last; i++) {
          verify(
              branch.children()[i],
              i == 0 ? from : branch.bounds()[i],
              i == last ? to : branch.bounds()[i + 1],
              counted,
              problems);
        }
      }
    }
  }

  /** One run of a batch over the tree. */
  private static final class Merge {
    private final BatchReader changes;
    private long entries;
    private long bytes;

    Merge(BatchReader changes, long entries, long bytes) {
      this.changes = changes;
      this.entries = entries;
      this.bytes = bytes;
    }

    /** What takes the node's place once every change below the bound is made; may be nothing. */
    List<Node> node(Node node, byte @Nullable [] bound) {
      return switch (node) {
        case Node.Leaf leaf -> leaf(leaf, bound);
        case Node.Branch branch -> branch(branch, bound);
      };
    }

    private List<Node> branch(Node.Branch branch, byte @Nullable [] bound) {
      List<Node> children = new ArrayList<>(branch.size() + 1);
      int last = branch.size() - 1;
      for (int i = 0; i <= last; i++) {
        Node child = branch.children()[i];
        byte[] childBound = i == last ? bound : branch.bounds()[i + 1];
        if (changes.hasBelow(childBound)) {
          children.addAll(node(child, childBound));
        } else {
          children.add(child);
        }
      }
      return children.isEmpty() ? children : Packing.branches(Packing.joined(children));
    }

    private List<Node> leaf(Node.Leaf leaf, byte @Nullable [] bound) {
      List<byte[]> keys = new ArrayList<>(leaf.size() + 8);
      List<byte[]> values = new ArrayList<>(leaf.size() + 8);
      int index = 0;
      while (changes.hasBelow(bound)) {
        byte[] key = changes.key();
        int order = -1;
        while (index < leaf.size()
            && (order = Arrays.compareUnsigned(leaf.keys()[index], key)) < 0) {
          keys.add(leaf.keys()[index]);
          values.add(leaf.values()[index++]);
        }
        if (index < leaf.size() && order == 0) {
          count(-1, key, leaf.values()[index++]);
        }
        byte[] value = changes.value();
        if (value != null) {
          keys.add(key);
          values.add(value);
          count(1, key, value);
        }
        changes.advance();
      }
      for (; index < leaf.size(); index++) {
        keys.add(leaf.keys()[index]);
        values.add(leaf.values()[index]);
      }
      return Packing.leaves(keys, values);
    }

    private void count(int sign, byte[] key, byte[] value) {
      entries += sign;
      bytes += (long) sign * (key.length + value.length);
    }
  }
}
