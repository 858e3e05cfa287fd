package io.orbit.api.storage;

import org.jspecify.annotations.Nullable;

/**
 * The elements of a composite value: an ordered map from element key to element value with rank
 * (number of smaller keys), as of one version. A copy-on-write B-tree: reading never blocks and
 * never sees a later change. Keys compare as unsigned bytes. All operations are O(log n).
 */
public interface Composite {
  long size();

  /** Fills {@code out} with the element's value; false when there is no such element. */
  boolean get(byte[] key, int offset, int length, ElementView out);

  /** Number of elements with a smaller key. */
  long rank(byte[] key);

  /** A cursor that stands before the first element with key ≥ {@code from} (null: the first). */
  Cursor cursor(byte @Nullable [] from);

  /** A cursor that stands before the element of that rank. */
  Cursor cursorAt(long rank);

  /** A run in either direction. */
  interface Cursor {
    /** Moves to the next element and shows it; false at the end. */
    boolean next(ElementView out);

    /** Moves to the previous element and shows it; false at the beginning. */
    boolean previous(ElementView out);
  }

  /** A key and a value as ranges of arrays that nobody changes; reused by the caller. */
  final class ElementView {
    private static final byte[] NONE = new byte[0];

    public byte[] key = NONE;
    public byte[] value = NONE;
  }
}
