package io.orbit.kernel.composite;

import io.orbit.api.storage.Composite;
import org.jspecify.annotations.Nullable;

/**
 * One version of a composite value: a root that never changes. Changes go through an {@link Edit},
 * which answers a new root and shares all untouched nodes with this one.
 */
public final class CompositeTree implements Composite {
  public static final CompositeTree EMPTY = new CompositeTree(null, 0, 0);

  /** Heap bytes of a large element beside its content: array headers, slots in the leaf. */
  private static final int LARGE_OVERHEAD = 48;

  /** Of a small one, with its share of the nodes. */
  private static final int SMALL_OVERHEAD = 8;

  final @Nullable Node root;
  private final int size;
  private final long bytes;

  CompositeTree(@Nullable Node root, long size, long bytes) {
    this.root = root;
    this.size = Math.toIntExact(size);
    this.bytes = bytes;
  }

  public Edit edit() {
    return new Edit(this);
  }

  @Override
  public long size() {
    return size;
  }

  /** An estimate of the heap it takes. */
  public long bytes() {
    return bytes;
  }

  @Override
  public boolean get(byte[] key, int offset, int length, ElementView out) {
    Node node = root;
    while (node instanceof Inner inner) {
      node = inner.children[inner.childFor(key, offset, length)];
    }
    if (!(node instanceof Elements leaf)) {
      return false;
    }
    int index = leaf.indexOf(key, offset, length);
    if (index < 0) {
      return false;
    }
    out.value = leaf.value(index);
    return true;
  }

  @Override
  public long rank(byte[] key) {
    long rank = 0;
    Node node = root;
    while (node instanceof Inner inner) {
      int child = inner.childFor(key, 0, key.length);
      for (int i = 0; i < child; i++) {
        rank += inner.sizes[i];
      }
      node = inner.children[child];
    }
    if (!(node instanceof Elements leaf)) {
      return 0;
    }
    int index = leaf.indexOf(key, 0, key.length);
    return rank + (index < 0 ? ~index : index);
  }

  @Override
  public Cursor cursor(byte @Nullable [] from) {
    return new TreeCursor(this, from == null ? 0 : rank(from));
  }

  @Override
  public Cursor cursorAt(long rank) {
    return new TreeCursor(this, Math.clamp(rank, 0, size));
  }

  static long bytesOf(byte[] key, byte[] value) {
    return bytesOf(key.length, value.length);
  }

  static long bytesOf(int key, int value) {
    return (long) key + value + (key + value <= Packed.SMALL ? SMALL_OVERHEAD : LARGE_OVERHEAD);
  }
}
