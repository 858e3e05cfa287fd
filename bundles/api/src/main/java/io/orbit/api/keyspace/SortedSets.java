package io.orbit.api.keyspace;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sorted sets: members in the order of their scores, those of one score in the order of their
 * bytes. Positions are ranks in that order; each operation on one of them is O(log n). See {@link
 * Keyspace} for atomicity, errors and threads.
 */
public interface SortedSets {
  /** The whole sorted set as of one moment; null when there is no such key. */
  @Nullable View view(ByteRange key);

  /**
   * Changes a sorted set, all at once; one that ends up empty goes with its key. The change must
   * not use the keyspace otherwise. It may be told {@link MustWait} before it begins, never after.
   */
  <T extends @Nullable Object> T change(ByteRange key, Function<? super Editor, T> change);

  /** Makes the key hold what the filler puts in, whatever it held, without expiry. */
  void replace(ByteRange key, Consumer<? super Editor> filler);

  /** Walks the members in pieces, as {@link Hashes#scan}. */
  long scan(ByteRange key, long cursor, int count, MemberVisitor visitor);

  /** Called once a member; the range is reused. */
  interface MemberVisitor {
    void visit(ByteRange member, double score);
  }

  /** A sorted set as of one moment. One thread. */
  interface View {
    long size();

    /** The member's score, NaN when there is no such member. */
    double score(ByteRange member);

    /** The member's position, -1 when there is no such member. */
    long rank(ByteRange member);

    /** Number of members with a smaller score, or one that is not larger. */
    long countBelow(double score, boolean orEqual);

    /**
     * Number of members before a name in the order of bytes, or up to it; for sets that are in that
     * order, because all scores are equal. O(log² n).
     */
    long countBefore(ByteRange member, boolean orEqual);

    /** Shows members from one position up to, not including, another. */
    void forEach(long from, long to, MemberVisitor visitor);

    /** As {@link #forEach}, the last one first. */
    void forEachReversed(long from, long to, MemberVisitor visitor);
  }

  /** A sorted set being changed: it shows the changes made so far. */
  interface Editor extends View {
    /** Adds a member or changes its score, which is a number; true when it is new. */
    boolean put(ByteRange member, double score);

    /** Removes a member; false when there is none. */
    boolean remove(ByteRange member);

    /** Removes members from one position up to, not including, another. */
    void removeRange(long from, long to);
  }
}
