package io.orbit.api.keyspace;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists. Positions count from 0; each operation at a position is O(log n), wherever it is. See
 * {@link Keyspace} for atomicity, errors and threads.
 */
public interface Lists {
  /** The whole list as of one moment; null when there is no such key. */
  @Nullable View view(ByteRange key);

  /**
   * Changes a list, all at once; one that ends up empty goes with its key. The change must not use
   * the keyspace otherwise. It may be told {@link MustWait} before it begins, never after.
   */
  <T extends @Nullable Object> T change(ByteRange key, Function<? super Editor, T> change);

  /** Makes the key hold what the filler puts in, whatever it held, without expiry. */
  void replace(ByteRange key, Consumer<? super Editor> filler);

  /** Called once an element; the range is reused. */
  interface ElementVisitor {
    /** False to see no more. */
    boolean visit(long position, ByteRange element);
  }

  /** A list as of one moment. One thread. */
  interface View {
    long size();

    /** Shows the element of that position, 0 to size - 1. */
    void at(long position, ByteRange element);

    /** Shows elements from one position up to, not including, another. */
    void forEach(long from, long to, ElementVisitor visitor);

    /** As {@link #forEach}, the last one first. */
    void forEachReversed(long from, long to, ElementVisitor visitor);
  }

  /** A list being changed: it shows the changes made so far. */
  interface Editor extends View {
    /** Puts an element before all others. */
    void addFirst(ByteRange element);

    /** Puts an element behind all others. */
    void addLast(ByteRange element);

    /** Puts an element before the one of that position, 1 to size - 1. */
    void insert(long position, ByteRange element);

    /** Replaces the element of that position. */
    void set(long position, ByteRange element);

    /** Removes elements from one position up to, not including, another. */
    void removeRange(long from, long to);
  }
}
