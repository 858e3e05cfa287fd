package io.orbit.storage.cowbtree;

import io.orbit.api.storage.BatchReader;
import io.orbit.api.storage.SortedBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a batch over a tree, from left to right, touching only what it changes. */
final class TreeUpdate {
  private final Pages pages;
  private final BatchReader changes;
  private long added;

  TreeUpdate(Pages pages, SortedBatch batch) {
    this.pages = pages;
    this.changes = new BatchReader(batch);
  }

  /** By how many keys there are more. */
  long added() {
    return added;
  }

  /** The tree afterwards. */
  Pointer run(Pointer tree) {
    if (!changes.hasBelow(null)) {
      return tree;
    }
    Node root = tree.isNone() ? Node.empty() : pages.node(tree);
    List<Item.Child> nodes = root.isLeaf() ? leaves(root) : branch(root, null);
    pages.giveUp(tree);
    while (nodes.size() > 1) {
      nodes = above(nodes);
    }
    return nodes.isEmpty() ? Pointer.NONE : nodes.getFirst().node();
  }

  private List<Item.Child> leaves(Node leaf) {
    Level level = new Level(pages, true, true);
    level.begin(new byte[0]);
    merge(leaf, null, level);
    return level.finish();
  }

  private List<Item.Child> above(List<Item.Child> nodes) {
    Level level = new Level(pages, false, true);
    level.begin(new byte[0]);
    nodes.forEach(level::add);
    return level.finish();
  }

  /** Hands over what the node holds once every change below the bound is made. */
  private void rebuild(Node node, byte @Nullable [] bound, Level target) {
    if (node.isLeaf()) {
      merge(node, bound, target);
    } else {
      branch(node, bound).forEach(target::add);
    }
  }

  private List<Item.Child> branch(Node branch, byte @Nullable [] bound) {
    @Nullable Level below = null;
    int last = branch.size() - 1;
    for (int i = 0; i <= last; i++) {
      Item.Child child = (Item.Child) branch.item(i);
      byte[] childBound = i == last ? bound : branch.key(i + 1);
      if (changes.hasBelow(childBound)) {
        Node node = pages.node(child.node());
        below = below == null ? begun(branch, i, node.isLeaf(), bound) : below;
        below.begin(child.key());
        rebuild(node, childBound, below);
        pages.giveUp(child.node());
      } else if (below != null) {
        below.keep(child);
      }
    }
    if (below == null) {
      throw new IllegalStateException("a branch was opened that nothing changes");
    }
    return below.finish();
  }

  /** The level below a branch, with the children before the first that changes. */
  private Level begun(Node branch, int first, boolean leaves, byte @Nullable [] bound) {
    Level below = new Level(pages, leaves, bound == null);
    for (int i = 0; i < first; i++) {
      below.keep((Item.Child) branch.item(i));
    }
    return below;
  }

  private void merge(Node leaf, byte @Nullable [] bound, Level target) {
    int index = 0;
    while (changes.hasBelow(bound)) {
      byte[] key = changes.key();
      int at = leaf.lowerBound(key);
      for (; index < at; index++) {
        target.add(leaf.item(index));
      }
      if (leaf.isAt(index, key)) {
        pages.giveUp(leaf.outside(index));
        index++;
        added--;
      }
      byte[] value = changes.value();
      if (value != null) {
        target.add(
            value.length > CowbtreeFormat.INLINE_VALUE
                ? new Item.Outside(key, pages.write(value))
                : new Item.Inline(key, value));
        added++;
      }
      changes.advance();
    }
    for (; index < leaf.size(); index++) {
      target.add(leaf.item(index));
    }
  }
}
