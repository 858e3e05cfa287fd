package io.orbit.kernel.composite;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two versions of a composite, in key order. Subtrees that both share are
 * skipped, so that it costs what has changed, not what there is.
 */
public final class Difference {
  /** Takes the changes that make the new version out of the old one. */
  public interface Visitor {
    /** The value is null when the element is gone. */
    void changed(byte[] key, byte @Nullable [] value);
  }

  private Difference() {}

  public static void between(CompositeTree before, CompositeTree after, Visitor visitor) {
    Walk left = new Walk(before.root);
    Walk right = new Walk(after.root);
    while (left.node != null || right.node != null) {
      if (left.node == right.node && left.index == 0 && right.index == 0) {
        left.skip();
        right.skip();
      } else if (!left.isInLeaf() && left.height() >= right.height()) {
        left.descend();
      } else if (!right.isInLeaf()) {
        right.descend();
      } else {
        compareElements(left, right, visitor);
      }
    }
  }

  private static void compareElements(Walk left, Walk right, Visitor visitor) {
    int order = Walk.compare(left, right);
    if (order < 0) {
      visitor.changed(left.key(), null);
      left.step();
    } else if (order > 0) {
      visitor.changed(right.key(), right.value());
      right.step();
    } else {
      if (!Walk.sameValue(left, right)) {
        visitor.changed(right.key(), right.value());
      }
      left.step();
      right.step();
    }
  }

  /** A position in a tree: a whole subtree ahead, or an element of a leaf. */
  private static final class Walk {
    private final Deque<Inner> parents = new ArrayDeque<>();
    private final Deque<Integer> places = new ArrayDeque<>();
    private @Nullable Node node;
    private int index;

    Walk(@Nullable Node root) {
      node = root;
    }

    /** True at an element, or at the end. */
    boolean isInLeaf() {
      return !(node instanceof Inner);
    }

    int height() {
      int height = 0;
      Node below = node;
      while (below instanceof Inner inner) {
        below = inner.children[0];
        height++;
      }
      return height;
    }

    void descend() {
      if (node instanceof Inner inner) {
        parents.push(inner);
        places.push(0);
        node = inner.children[0];
      }
    }

    /** Leaves the subtree that lies ahead. */
    void skip() {
      index = 0;
      node = null;
      while (!parents.isEmpty()) {
        Inner parent = parents.element();
        int next = places.pop() + 1;
        if (next < parent.count) {
          places.push(next);
          node = parent.children[next];
          return;
        }
        parents.pop();
      }
    }

    void step() {
      if (node instanceof Elements leaf && ++index == leaf.count) {
        skip();
      }
    }

    private Elements leaf() {
      if (node instanceof Elements leaf) {
        return leaf;
      }
      throw new IllegalStateException("not at an element");
    }

    byte[] key() {
      return leaf().key(index);
    }

    byte[] value() {
      return leaf().value(index);
    }

    /** Orders by key; the end comes after everything. */
    static int compare(Walk left, Walk right) {
      if (left.node == null || right.node == null) {
        return left.node == null ? 1 : -1;
      }
      return Elements.compareKeys(left.leaf(), left.index, right.leaf(), right.index);
    }

    static boolean sameValue(Walk left, Walk right) {
      return Elements.sameValue(left.leaf(), left.index, right.leaf(), right.index);
    }
  }
}
