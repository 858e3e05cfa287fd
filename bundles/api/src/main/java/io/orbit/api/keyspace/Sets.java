package io.orbit.api.keyspace;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sets, kept in the order of their members' bytes. Each operation on one member is O(log n). See
 * {@link Keyspace} for atomicity, errors and threads.
 */
public interface Sets {
  /** The whole set as of one moment; null when there is no such key. */
  @Nullable View view(ByteRange key);

  /**
   * Changes a set, all at once; one that ends up empty goes with its key. The change must not use
   * the keyspace otherwise. It may be told {@link MustWait} before it begins, never after.
   */
  <T extends @Nullable Object> T change(ByteRange key, Function<? super Editor, T> change);

  /** Makes the key hold what the filler puts in, whatever it held, without expiry. */
  void replace(ByteRange key, Consumer<? super Editor> filler);

  /** Walks the members in pieces, as {@link Hashes#scan}. */
  long scan(ByteRange key, long cursor, int count, MemberVisitor visitor);

  /** Called once a member; the range is reused. */
  interface MemberVisitor {
    void visit(ByteRange member);
  }

  /** A set as of one moment. One thread. */
  interface View {
    long size();

    boolean contains(ByteRange member);

    /** Shows the member of that position, 0 to size - 1. */
    void at(long position, ByteRange member);

    void forEach(MemberVisitor visitor);
  }

  /** A set being changed: it shows the changes made so far. */
  interface Editor extends View {
    /** False when it was there already. */
    boolean add(ByteRange member);

    /** False when there was none. */
    boolean remove(ByteRange member);
  }
}
