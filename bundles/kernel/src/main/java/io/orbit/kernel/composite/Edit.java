package io.orbit.kernel.composite;

import io.orbit.api.storage.Composite.ElementView;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a composite. Nodes that this edit made are changed in place, others are copied once.
 * {@link #finish} answers the new version, after which the edit must not be used again. One thread.
 */
public final class Edit {
  /** Whose nodes may be changed in place: no more than that, as long as they live. */
  private final Object owner = new Object();

  private final ElementView view = new ElementView();
  private @Nullable Node root;
  private long size;
  private long bytes;
  private @Nullable CompositeTree result;

  Edit(CompositeTree base) {
    root = base.root;
    size = base.size();
    bytes = base.bytes();
  }

  /** Adds or replaces an element; the arrays are kept. */
  public void put(byte[] key, byte[] value) {
    if (result != null) {
      throw new IllegalStateException("the edit is finished");
    }
    Node top = root;
    if (top == null) {
      root =
          Packed.isSmall(key, value) ? Packed.of(key, value) : new Leaf(owner).with(0, key, value);
      grew(key, value);
      return;
    }
    Node changed = putInto(top, key, value);
    if (isTooLarge(changed)) {
      Inner above = new Inner(owner);
      int at = splitPoint(changed, key);
      Node right = tail(changed, at);
      above.insert(0, head(changed, at));
      above.insert(1, right);
      changed = above;
    }
    root = changed;
  }

  private Node putInto(Node node, byte[] key, byte[] value) {
    return switch (node) {
      case Elements leaf -> putIntoLeaf(leaf.editable(owner), key, value);
      case Inner inner -> putIntoInner(inner.editable(owner), key, value);
    };
  }

  private Elements putIntoLeaf(Elements leaf, byte[] key, byte[] value) {
    int index = leaf.indexOf(key, 0, key.length);
    if (index >= 0) {
      bytes -= CompositeTree.bytesOf(key.length, leaf.valueLength(index));
      bytes += CompositeTree.bytesOf(key, value);
      return leaf.withValue(index, value);
    }
    grew(key, value);
    return leaf.with(~index, key, value);
  }

  private Inner putIntoInner(Inner inner, byte[] key, byte[] value) {
    int at = inner.childFor(key, 0, key.length);
    Node child = putInto(inner.children[at], key, value);
    if (isTooLarge(child)) {
      int point = splitPoint(child, key);
      Node right = tail(child, point);
      inner.set(at, head(child, point));
      inner.insert(at + 1, right);
    } else {
      inner.set(at, child);
    }
    return inner;
  }

  private static boolean isTooLarge(Node node) {
    return node.count == Node.CAPACITY;
  }

  /** In the middle, but near the end for a key that was appended: such nodes stay full. */
  private static int splitPoint(Node node, byte[] key) {
    boolean appended =
        switch (node) {
          case Elements leaf -> isLast(leaf, key);
          case Inner inner -> isLastOf(inner, key);
        };
    return appended ? node.count - 2 : node.count / 2;
  }

  private static boolean isLastOf(Inner inner, byte[] key) {
    return switch (inner.children[inner.count - 1]) {
      case Elements leaf -> isLast(leaf, key);
      case Inner below -> isLastOf(below, key);
    };
  }

  private static boolean isLast(Elements leaf, byte[] key) {
    return leaf.compareKey(leaf.count - 1, key, 0, key.length) == 0;
  }

  /** What a node has from an index on; call {@link #head} afterwards. */
  private static Node tail(Node node, int at) {
    return switch (node) {
      case Elements leaf -> leaf.tail(at);
      case Inner inner -> inner.splitAt(at);
    };
  }

  private static Node head(Node node, int at) {
    return switch (node) {
      case Elements leaf -> leaf.head(at);
      case Inner inner -> inner;
    };
  }

  private void grew(byte[] key, byte[] value) {
    size++;
    bytes += CompositeTree.bytesOf(key, value);
  }

  /** Removes an element; false when there is none. */
  public boolean remove(byte[] key) {
    Node top = root;
    if (top == null || !peek().get(key, 0, key.length, view)) {
      return false;
    }
    bytes -= CompositeTree.bytesOf(key, view.value);
    size--;
    root = raise(removeFrom(top, key));
    return true;
  }

  private static @Nullable Node raise(Node node) {
    Node top = node;
    while (top instanceof Inner inner && inner.count == 1) {
      top = inner.children[0];
    }
    return top.count == 0 ? null : top;
  }

  private Node removeFrom(Node node, byte[] key) {
    return switch (node) {
      case Elements leaf -> {
        Elements changed = leaf.editable(owner);
        yield changed.without(changed.indexOf(key, 0, key.length));
      }
      case Inner inner -> removeFromInner(inner.editable(owner), key);
    };
  }

  private Inner removeFromInner(Inner inner, byte[] key) {
    int at = inner.childFor(key, 0, key.length);
    Node child = removeFrom(inner.children[at], key);
    if (child.count == 0) {
      inner.remove(at);
    } else {
      inner.set(at, child);
      if (child.count < Node.MINIMUM && inner.count > 1) {
        mergeAt(inner, at == inner.count - 1 ? at - 1 : at);
      }
    }
    return inner;
  }

  /** Joins two neighbours when they fit into one node with room to spare. */
  private void mergeAt(Inner parent, int at) {
    Node left = parent.children[at];
    Node right = parent.children[at + 1];
    if (left.count + right.count > Node.CAPACITY - Node.MINIMUM) {
      return;
    }
    Node joined =
        switch (left) {
          case Elements leaf -> leaf.editable(owner).with((Elements) right);
          case Inner inner -> {
            Inner changed = inner.editable(owner);
            changed.append((Inner) right);
            yield changed;
          }
        };
    parent.set(at, joined);
    parent.remove(at + 1);
  }

  /** The elements as they are now; not to be kept beyond the next change. */
  public CompositeTree peek() {
    CompositeTree finished = result;
    return finished == null ? new CompositeTree(root, size, bytes) : finished;
  }

  public CompositeTree finish() {
    CompositeTree finished = peek();
    result = finished;
    return finished;
  }
}
