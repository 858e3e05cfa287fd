package io.orbit.storage.memory;

/**
 * A node of the tree; immutable once the batch that made it is applied. All leaves have the same
 * depth.
 */
sealed interface Node {
  /** The most entries of a leaf and children of a branch. */
  int CAPACITY = 64;

  /** Below this, a node is merged with its neighbour. */
  int MINIMUM = CAPACITY / 4;

  /** The number of entries or children. */
  int size();

  /** A lower bound of every key in the node, and greater than every key in the node before. */
  byte[] lowest();

  /**
   * Entries in ascending order.
   *
   * @param keys as many as values
   */
  record Leaf(byte[][] keys, byte[][] values) implements Node {
    static final Leaf EMPTY = new Leaf(new byte[0][], new byte[0][]);

    @Override
    public int size() {
      return keys.length;
    }

    @Override
    public byte[] lowest() {
      return keys[0];
    }
  }

  /**
   * Children in ascending order.
   *
   * @param bounds each child's lowest key when it was put here; the first one's is not compared
   */
  record Branch(byte[][] bounds, Node[] children) implements Node {
    @Override
    public int size() {
      return children.length;
    }

    @Override
    public byte[] lowest() {
      return bounds[0];
    }

    /** The index of the only child that may hold the key. */
    int childOf(byte[] key) {
      int low = 1;
      int high = bounds.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        if (java.util.Arrays.compareUnsigned(bounds[middle], key) <= 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return high;
    }
  }
}
