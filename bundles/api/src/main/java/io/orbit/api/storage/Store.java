package io.orbit.api.storage;

import io.orbit.api.feed.ChangeFeeds;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The transactional store: versions in memory, a commit log, engines behind. Everything in the
 * house that is durable goes through here. Thread-safe.
 */
public interface Store {
  /** The catalog's space; it always exists. */
  int CATALOG_SPACE = 0;

  Transaction begin(TransactionOptions options);

  /** A snapshot of everything committed before this call. */
  Snapshot snapshot();

  /** The newest committed version of each record at the moment it is read. */
  ReadView latest();

  /** A new reusable single-record operation; each event loop and thread keeps its own. */
  RecordOperation operation();

  /** A new hint which records are wanted next; each event loop and thread keeps its own. */
  default RecordPrefetch prefetch() {
    return RecordPrefetch.NONE;
  }

  /**
   * A new holder of locks on names.
   *
   * @param holder what the others in a deadlock are told, such as {@code process 7}
   */
  NamedLocks namedLocks(String holder);

  /**
   * Walks an unordered space in pieces, with the promise of Redis' SCAN: a record that is there
   * from the first call to the last is shown at least once. Where not all records are in memory,
   * those that are come first and then all that the engine holds, so a record may be shown twice.
   *
   * @param cursor 0 to begin
   * @param count about how many records to look at
   * @return the cursor to go on with, 0 at the end
   */
  long walk(int space, long cursor, int count, KeyVisitor visitor);

  /** A cursor at a random place of a {@link #walk}; 0 is a possible answer. */
  long randomCursor(int space);

  /** Called for each record of a walk; the view is reused. */
  interface KeyVisitor {
    void visit(byte[] key, RecordView value);
  }

  /**
   * The commit timestamp of a record's newest version, its removal included; 0 when none is known.
   * A removal stays known while a snapshot from before it is open.
   */
  long lastChange(int space, byte[] key);

  /** Number of living records in a space, an estimate by what has not expired yet. */
  long count(int space);

  /** Number of versions that a space keeps for snapshots, beside the newest of each record. */
  default long oldVersions(int space) {
    return 0;
  }

  /** Removes every record of an unordered space, atomically; answers the commit timestamp. */
  long clear(int space, Durability durability);

  /**
   * What to wait for until a commit is as durable as its writer asked.
   *
   * @return null when it is so already
   */
  @Nullable Wait durable(long commitTimestamp);

  /** The newest commit timestamp that every new snapshot sees. */
  long visibleTimestamp();

  /** Writes everything committed so far into the engines; returns when it is there. */
  void checkpoint();

  /** What is committed, as it is in the log, from any place that the log still has. */
  ChangeFeeds feeds();

  /** Shows what expires to an observer, one at most; null for none. */
  default void observeExpiry(@Nullable ExpiryObserver observer) {}

  StoreStatistics statistics();

  /**
   * Says of which spaces every record stays in memory; what of them is not there is read, behind.
   * Those named before and not now may leave it again.
   */
  default void pin(Set<Integer> spaces) {}

  /**
   * Looks whether there is room to pin more spaces.
   *
   * @throws io.orbit.api.error.OrbitException OUT_OF_MEMORY when all that is pinned would then take
   *     more than half of the memory budget
   */
  default void requirePinnable(Set<Integer> spaces) {}

  /** The spaces that are being copied into other engines now ({@link Transaction#moveSpace}). */
  default List<StorageMove> moves() {
    return List.of();
  }

  /** The engines that are open, each with how far it is; may ask the disk. */
  default List<StoredEngine> engines() {
    return List.of();
  }

  /** Who waits for a record's lock now, and for whom, those that have waited longest first. */
  default List<WaitingLock> waitingLocks() {
    return List.of();
  }

  /** The format that is written. */
  StoreFormat format();

  /**
   * Confirms an upgrade: from now on the newest format is written, and software that does not know
   * it refuses the folder. Does nothing where that is so already.
   */
  void confirmFormat();

  /**
   * What keeps the store from part of its work now (the log cannot be written, an engine is
   * missing), each with what to do about it; empty when nothing does.
   */
  default List<String> problems() {
    return List.of();
  }
}
