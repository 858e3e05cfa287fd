package io.orbit.api.keyspace;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values of a module's type: an ordered map from bytes to bytes each, what is in it being the
 * module's business. The log carries the elements that a change puts and removes. See {@link
 * Keyspace} for atomicity, errors and threads.
 *
 * <p>In time series two kinds of elements mean something to the keyspace: {@link #TAG}s, by which
 * values are found, and {@link #LINK}s between values, which follow when a key is renamed. Where a
 * key is written or removed otherwise, links that lead to it stay as they are: whoever follows one
 * looks whether the other end has its own.
 */
public interface Trees {
  /**
   * First byte of an element's key that is a tag, which is the rest of the key. Put and removed
   * inside {@link Keyspace#atomically} only.
   */
  byte TAG = 0;

  /**
   * First byte of an element's key that is a link: a byte that says which kind, and the other key,
   * in the same key space. A copy of the value, and a dump, have none of them.
   */
  byte LINK = 1;

  /** The whole value as of one moment; null when there is no such key. */
  @Nullable View view(ByteRange key);

  /** Changes a value, as {@link Sets#change}. */
  <T extends @Nullable Object> T change(ByteRange key, Function<? super Editor, T> change);

  /** Makes the key hold what the filler puts in, as {@link Sets#replace}. */
  void replace(ByteRange key, Consumer<? super Editor> filler);

  /** Shows the keys of the values that have a tag, in the order of their bytes. */
  void forEachTagged(byte[] tag, Consumer<byte[]> visitor);

  /** About how many values have a tag, never fewer than there are. */
  long countTagged(byte[] tag);

  /** Called once an element, with arrays that nobody changes; false ends the walk. */
  interface ElementVisitor {
    boolean visit(byte[] key, byte[] value);
  }

  /** A value as of one moment. One thread. */
  interface View {
    long size();

    /** The element's bytes, which nobody changes; null for none. */
    byte @Nullable [] get(byte[] key);

    /** Walks up from the first key that is not smaller; null: from the first one. */
    void forEach(byte @Nullable [] from, ElementVisitor visitor);

    /** Walks down from the last key that is smaller; null: from the last one. */
    void forEachDown(byte @Nullable [] before, ElementVisitor visitor);
  }

  /** A value being changed: it shows the changes made so far. */
  interface Editor extends View {
    /** Adds or replaces an element; the arrays are the store's from now on. */
    void put(byte[] key, byte[] value);

    void remove(byte[] key);
  }
}
