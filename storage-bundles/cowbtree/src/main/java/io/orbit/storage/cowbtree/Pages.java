package io.orbit.storage.cowbtree;

/** The pages of a tree that is being changed. */
interface Pages {
  /** A node that was written before this batch. */
  Node node(Pointer pointer);

  /** Writes bytes where nothing counts. */
  Pointer write(byte[] bytes);

  /** What lies there is not used by this batch's tree. */
  void giveUp(Pointer pointer);
}
