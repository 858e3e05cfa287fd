package io.orbit.kernel.composite;

/**
 * A node of a composite's tree. An edit changes in place the nodes it made itself and copies all
 * others: a node that any root of another edit may reach never changes.
 */
abstract sealed class Node permits Elements, Inner {
  static final int CAPACITY = 32;
  static final int MINIMUM = CAPACITY / 4;

  /** Children or elements. */
  int count;

  /** Number of elements at and below. */
  abstract long size();

  /** The smallest key at or below; the node is not empty. */
  abstract byte[] firstKey();

  /** Whether that is the smallest key. */
  abstract boolean beginsWith(byte[] key);
}
