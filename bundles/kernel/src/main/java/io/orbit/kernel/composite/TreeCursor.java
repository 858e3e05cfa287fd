package io.orbit.kernel.composite;

import io.orbit.api.storage.Composite;
import org.jspecify.annotations.Nullable;

/**
 * Stands between two elements of a version. It keeps the leaf it is in and goes down from the root
 * by rank when it leaves it, so that it needs no stack.
 */
final class TreeCursor implements Composite.Cursor {
  private final CompositeTree tree;
  private @Nullable Elements leaf;
  private long leafRank;
  private long rank;

  TreeCursor(CompositeTree tree, long rank) {
    this.tree = tree;
    this.rank = rank;
  }

  @Override
  public boolean next(Composite.ElementView out) {
    if (rank >= tree.size()) {
      return false;
    }
    show(rank, out);
    rank++;
    return true;
  }

  @Override
  public boolean previous(Composite.ElementView out) {
    if (rank == 0) {
      return false;
    }
    rank--;
    show(rank, out);
    return true;
  }

  private void show(long wanted, Composite.ElementView out) {
    Elements at = leaf;
    if (at == null || wanted < leafRank || wanted >= leafRank + at.count) {
      at = seek(wanted);
    }
    int index = (int) (wanted - leafRank);
    out.key = at.key(index);
    out.value = at.value(index);
  }

  private Elements seek(long wanted) {
    long before = 0;
    Node node = tree.root;
    while (node instanceof Inner inner) {
      int child = 0;
      while (before + inner.sizes[child] <= wanted) {
        before += inner.sizes[child];
        child++;
      }
      node = inner.children[child];
    }
    if (!(node instanceof Elements found)) {
      throw new IllegalStateException("no element of rank " + wanted);
    }
    leaf = found;
    leafRank = before;
    return found;
  }
}
