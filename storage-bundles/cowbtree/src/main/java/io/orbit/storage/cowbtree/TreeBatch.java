package io.orbit.storage.cowbtree;

import io.orbit.api.storage.SortedBatch;

/** All that a tree holds now, as a batch for another. */
final class TreeBatch implements SortedBatch {
  private final TreeCursor run;

  TreeBatch(Tree tree) {
    this.run = new TreeCursor(tree, tree.root(), new byte[0], null, false);
  }

  @Override
  public boolean next() {
    return run.next();
  }

  @Override
  public byte[] key() {
    return run.key();
  }

  @Override
  public byte[] value() {
    return run.value();
  }
}
