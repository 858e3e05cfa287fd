package io.orbit.api.keyspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What concerns a key whatever it holds. See {@link Keyspace} for atomicity, errors, threads. */
public interface Keys {
  /** {@link #expiresAt}: no such key. */
  long NO_KEY = -2;

  /** {@link #expiresAt}: the key does not expire. */
  long NO_EXPIRY = -1;

  boolean exists(ByteRange key);

  /** How many of the keys exist, one named twice counted twice, as of one moment. */
  long countExisting(List<ByteRange> keys);

  /** What the key holds; null when there is no such key. */
  @Nullable KeyType type(ByteRange key);

  /** How Redis would say the value is encoded; null when there is no such key. */
  @Nullable String encoding(ByteRange key, EncodingLimits limits);

  /** Removes a key; false when there was none. */
  boolean delete(ByteRange key);

  /** Removes keys, all at once; answers how many there were. */
  long delete(List<ByteRange> keys);

  /**
   * Sets when a key expires; a time that has passed removes it.
   *
   * @param expiresAt milliseconds since 1970
   * @return whether it was set (the key exists and the condition holds)
   */
  boolean expireAt(ByteRange key, long expiresAt, ExpiryCondition condition);

  /** Milliseconds since 1970, {@link #NO_KEY} or {@link #NO_EXPIRY}. */
  long expiresAt(ByteRange key);

  /** Takes the expiry away; false when there was none. */
  boolean persist(ByteRange key);

  /**
   * Renames a key, replacing the other one.
   *
   * @return false when {@code onlyIfAbsent} and the other one exists
   * @throws io.orbit.api.error.OrbitException NO_SUCH_KEY
   */
  boolean rename(ByteRange from, ByteRange to, boolean onlyIfAbsent);

  /** Copies a key into a key space; false when there is none, or the target exists. */
  boolean copy(ByteRange from, ByteRange to, int targetKeySpace, boolean replace);

  /** Moves a key to a key space; false when there is none, or the target exists. */
  boolean move(ByteRange key, int targetKeySpace);

  /**
   * Two key spaces change their numbers, with all that Redis' own keys hold there.
   *
   * @throws io.orbit.api.error.OrbitException INDEX_OUT_OF_RANGE, ROW_OPERATION_NOT_ALLOWED when a
   *     key would come to where its name is that of a row
   */
  void swap(int first, int second);

  /** A key at random; null when there is none. */
  byte @Nullable [] random();

  /**
   * Shows at least so many of Redis' own keys of a key space from a random place on, or all there
   * are; never rows.
   */
  void sample(int keySpace, int count, SampleVisitor visitor);

  /**
   * Removes a key of Redis' own to make room, which is told as {@link KeyEvent#EVICTED}.
   *
   * @return false when there was none
   */
  boolean evict(int keySpace, ByteRange key);

  /**
   * Walks all keys in pieces, rows that the session may read included.
   *
   * @param cursor 0 to begin
   * @param count about how many to look at
   * @return the cursor to go on with, 0 at the end
   */
  long scan(long cursor, int count, KeyVisitor visitor);

  /** All keys as of one moment, rows that the session may read included. */
  void forEach(KeyVisitor visitor);

  /** Number of Redis' own keys in a key space. */
  long count(int keySpace);

  /** Number of Redis' own keys with an expiry in a key space, counted one by one. */
  long countExpiring(int keySpace);

  /** Removes all of Redis' own keys of this key space. */
  void clear();

  /** Removes all of Redis' own keys of all key spaces of the database. */
  void clearAll();

  /** When {@link #expireAt} sets; a key without expiry counts as expiring never. */
  enum ExpiryCondition {
    ANY,
    /** There is no expiry. */
    ABSENT,
    /** There is an expiry. */
    PRESENT,
    /** The new expiry is later. */
    LATER,
    /** The new expiry is earlier. */
    EARLIER,
    /** There is an expiry, and the new one is earlier. */
    PRESENT_EARLIER
  }

  /** Called once a key; the array belongs to the store and never changes. */
  interface SampleVisitor {
    /**
     * @param expiresAt milliseconds since 1970, or {@link Keys#NO_EXPIRY}
     */
    void visit(byte[] key, long expiresAt);
  }

  /** Called once a key; the array belongs to the store and never changes. */
  interface KeyVisitor {
    void visit(byte[] key, KeyType type);
  }
}
