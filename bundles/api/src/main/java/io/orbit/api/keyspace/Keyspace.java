package io.orbit.api.keyspace;

import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.Wait;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session's way to keys: Redis' own ones and, in the first key space of a database, rows as
 * hashes ({@code [schema.]table:pk}). One thread at a time; keeps its buffers from call to call.
 *
 * <p>Every call is atomic and sees the newest committed state, or happens inside the transaction it
 * was given ({@link #enter}). Calls on an event loop throw {@link MustWait} where they would block.
 *
 * <p>Errors are {@link io.orbit.api.error.OrbitException}s whose messages are Redis' own words
 * without the leading code: WRONG_VALUE_TYPE, VALUE_NOT_INTEGER, VALUE_NOT_FLOAT, VALUE_OVERFLOW,
 * VALUE_TOO_LARGE, NO_SUCH_KEY, ROW_OPERATION_NOT_ALLOWED, and what the store and records say.
 */
public interface Keyspace {
  Strings strings();

  Hashes hashes();

  Lists lists();

  Sets sets();

  SortedSets sortedSets();

  Streams streams();

  /**
   * Values of a type of a module's.
   *
   * @param type one that {@link KeyType#isOfModule}
   */
  Trees trees(KeyType type);

  Keys keys();

  Dumps dumps();

  /**
   * Hashes that no client's command reaches, one set for a database: what protocols keep beside its
   * keys, such as libraries of functions. In the transaction entered, and in all backups. May block
   * the first time.
   */
  Hashes internals();

  /** Whether anything was ever kept in {@link #internals}. */
  boolean hasInternals();

  /** The number of the selected key space, 0 to 15. */
  int selected();

  /** Selects a key space of the session's database. */
  void select(int number);

  /** After the session moved to another database: its first key space. */
  void databaseChanged();

  /** True: the calling thread may block (a virtual thread); false: an event loop, the default. */
  void setMayWait(boolean mayWait);

  /** Calls from now on belong to this transaction; null: each call stands for itself. */
  void enter(@Nullable Transaction transaction);

  /**
   * Runs several calls as one transaction: the keys, and those watched, are locked in their order,
   * rows included, then the body runs and its changes are committed together. Tried again a few
   * times when other transactions make it fail: the body begins anew each time. Inside a
   * transaction entered before, the keys are locked and the body runs in that.
   *
   * @return false when a watched key has changed; then the body has not run
   */
  boolean atomically(List<ByteRange> keys, List<Watch> watched, Runnable body);

  /** Runs calls that only read; they all see the same moment. */
  void consistently(Runnable reads);

  /** Inside {@link #atomically}: runs one call; if it fails, what it changed is undone. */
  void guarded(Runnable call);

  /**
   * A hint that calls on a key follow, for a caller that has read several commands ahead: notes the
   * key. Costs little, changes nothing.
   */
  void expect(ByteRange key);

  /** After the last {@link #expect}: fetches what was noted, all at the same time. */
  void fetchExpected();

  /** Notes what a key holds now, for {@link Watch#isUnchanged}. */
  Watch watch(ByteRange key);

  /** True when the key names a row, existing or not, and so may block when written. */
  boolean isRow(ByteRange key);

  /**
   * What the results of all calls since the last {@code settle} have to wait for before a client
   * may see them; null for nothing.
   */
  @Nullable Wait settle();

  /**
   * Takes a place in the queue of those who wait for one of the keys to hold a value of a type, a
   * list or a sorted set, or wait for a stream to change or to go. Outside {@link #atomically}, on
   * a thread that may block. One who fills a list serves the first in its queue; a stream serves
   * all.
   *
   * @param attempt takes what the caller waits for out of a key, or answers null; may run on the
   *     thread of whoever has just filled the key, before that thread's own caller is answered
   */
  <T> BlockedCall<T> block(
      KeyType type, List<ByteRange> keys, Function<ByteRange, @Nullable T> attempt);

  /**
   * Takes the places of a call that will {@link #block(QueuePlace, Function)} on another thread;
   * does not wait.
   *
   * @param keys what it waits for; copied
   */
  QueuePlace queue(KeyType type, List<ByteRange> keys);

  /** As the other one, from the places on that {@link #queue} has taken here. */
  <T> BlockedCall<T> block(QueuePlace place, Function<ByteRange, @Nullable T> attempt);

  /**
   * What listeners are told of the calls that follow.
   *
   * @param change what the changes are called where the call itself does not say it (all of {@link
   *     Hashes} and {@link Keys} do); null to tell nothing of them
   * @param misses whether reads that find no key are told
   */
  void announce(@Nullable KeyEvent change, boolean misses);

  /** Tells listeners of something more, at once or when the transaction commits. */
  void tell(ByteRange key, KeyEvent event);

  /** The name by which listeners know a key. */
  KeyName nameOf(ByteRange key);

  /** Wall time, in milliseconds since 1970, by which expiry is judged. */
  long now();

  /** A watched key. Closed when it is no longer watched. */
  interface Watch extends AutoCloseable {
    /** Whether the key still holds the version it held, not expired since. */
    boolean isUnchanged();

    @Override
    void close();
  }
}
