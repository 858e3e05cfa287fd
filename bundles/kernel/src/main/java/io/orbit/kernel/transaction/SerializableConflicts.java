package io.orbit.kernel.transaction;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.record.SnapshotRegistry;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serializable snapshot isolation (Cahill 2009; Ports and Grittner 2012). Serializable transactions
 * note what they read, per record and range. When one overwrites what a concurrent one has read,
 * the reader must come before the writer in any serial order; a transaction with such an edge in
 * and one out, whose out-neighbour committed first, is a pivot that may close a circle, and is
 * failed (or its in-neighbour, when the pivot has committed).
 *
 * <p>Writers outside (single-record operations, transactions of other levels) take part as the last
 * of the three, and are never failed. While a serializable transaction lives they publish and note
 * it in one step, so that no pivot commits in between. Notes of one transaction beyond {@link
 * #PROMOTE} become a note on the whole space.
 *
 * <p>What is kept is bounded, however long one transaction lives: beyond {@link #MOST_STATES} of
 * those that have committed, or {@link #MOST_NOTES} notes, the oldest are merged into one that
 * stands for all of them, whose notes become notes on whole spaces when even they are too many.
 * That may fail a transaction in vain, and never lets a circle close.
 *
 * <p>Sets keep the order in which they were filled, so that a simulation fails the same transaction
 * each time.
 *
 * <p>Thread-safe. While no serializable transaction lives all this costs one volatile read. Its
 * lock is taken before the log's.
 */
final class SerializableConflicts {
  private static final int PROMOTE = 4096;
  private static final int MOST_STATES = 1024;
  private static final int MOST_NOTES = 1 << 18;
  private static final byte[] FIRST = new byte[0];

  private final CommitLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RecordName, Set<SerializableState>> recordReaders = new HashMap<>();
  private final Map<Integer, List<RangeRead>> rangeReaders = new HashMap<>();
  private final Map<Long, SerializableState> committed = new HashMap<>();

  /** Those that have ended and are kept, the oldest first. */
  private final Set<SerializableState> ended = new LinkedHashSet<>();

  private final Set<SerializableState> running = new LinkedHashSet<>();

  /** What committed up to there was forgotten when it was looked at last. */
  private long forgotten;

  /** Stands for the oldest of those that have committed; null while all are kept. */
  private @Nullable SerializableState merged;

  /** Of {@link #recordReaders}, one for each reader. */
  private int notes;

  /** Changed with the log's lock held. */
  private volatile int active;

  SerializableConflicts(CommitLog log) {
    this.log = log;
  }

  /**
   * Begins a transaction and takes its snapshot: after every writer that did not know of it, and
   * before anything that it may need to know is forgotten.
   */
  SerializableState begin(SnapshotRegistry snapshots, boolean readOnly) {
    lock.lock();
    try {
      count(1);
      int slot = snapshots.acquire();
      SerializableState state = new SerializableState(slot, snapshots.timestamp(slot), readOnly);
      running.add(state);
      return state;
    } finally {
      lock.unlock();
    }
  }

  private void count(int more) {
    log.lock();
    try {
      active += more;
    } finally {
      log.unlock();
    }
  }

  /**
   * Whether writers outside have to publish by {@link #overwrite}. What is answered with the log's
   * lock held stays true until that is given back.
   */
  boolean isWatching() {
    return active > 0;
  }

  /** A transaction is about to read a record, existing or not. */
  void reads(SerializableState reader, int space, byte[] key) {
    RecordName name = new RecordName(space, key);
    if (!reader.records.add(name)) {
      return;
    }
    lock.lock();
    try {
      if (recordReaders.computeIfAbsent(name, ignored -> new LinkedHashSet<>(2)).add(reader)) {
        notes++;
      }
      if (reader.records.size() > PROMOTE) {
        promote(reader);
      }
    } finally {
      lock.unlock();
    }
  }

  private void promote(SerializableState reader) {
    Set<Integer> spaces = new LinkedHashSet<>();
    for (RecordName name : reader.records) {
      spaces.add(name.space());
      forgetReader(name, reader);
    }
    reader.records.clear();
    for (int space : spaces) {
      addRange(reader, space, FIRST, null);
    }
  }

  /** A transaction is about to read a range. */
  RangeRead readsRange(SerializableState reader, int space, byte[] from, byte @Nullable [] to) {
    lock.lock();
    try {
      return addRange(reader, space, from, to);
    } finally {
      lock.unlock();
    }
  }

  private RangeRead addRange(
      SerializableState reader, int space, byte[] from, byte @Nullable [] to) {
    if (reader.ranges.size() > PROMOTE) {
      for (RangeRead range : reader.ranges) {
        rangeReaders.getOrDefault(range.space, new ArrayList<>()).remove(range);
      }
      List<Integer> spaces = reader.ranges.stream().map(range -> range.space).distinct().toList();
      reader.ranges.clear();
      spaces.forEach(promoted -> addRange(reader, promoted, FIRST, null));
    }
    RangeRead range = new RangeRead(reader, space, from, to);
    reader.ranges.add(range);
    rangeReaders.computeIfAbsent(space, ignored -> new ArrayList<>()).add(range);
    return range;
  }

  void stopsAt(RangeRead range, byte[] last, boolean descending) {
    lock.lock();
    try {
      range.stopAt(last, descending);
    } finally {
      lock.unlock();
    }
  }

  /** After reading: commits that the reader's snapshot does not see come after it. */
  void found(SerializableState reader, StoreRecord record) {
    Version version = record.head();
    while (version != null) {
      long timestamp = version.timestamp();
      if (timestamp > 0 && timestamp <= reader.snapshot) {
        return;
      }
      if (timestamp > 0) {
        lock.lock();
        try {
          overwritten(reader, timestamp);
        } finally {
          lock.unlock();
        }
      }
      version = version.previous();
    }
  }

  private void overwritten(SerializableState reader, long timestamp) {
    SerializableState writer = committed.get(timestamp);
    SerializableState oldest = merged;
    if (writer == null && oldest != null && timestamp <= oldest.commit) {
      writer = oldest;
    }
    reader.firstWriterCommit = Math.min(reader.firstWriterCommit, timestamp);
    if (writer != null && writer != reader) {
      reader.writers.add(writer);
      writer.readers.add(reader);
      judge(writer);
    }
    judge(reader);
  }

  /**
   * Commits changes of a writer outside: no serializable transaction commits between their being
   * seen and their being noted.
   *
   * @param publish called with the log's lock held; answers the timestamp, or 0 when nothing was
   *     published
   */
  long overwrite(Iterable<StoreRecord> records, LongSupplier publish) {
    lock.lock();
    try {
      long timestamp = publishLocked(publish);
      if (timestamp != 0) {
        for (StoreRecord record : records) {
          for (SerializableState reader : readersOf(record)) {
            overwritten(reader, timestamp);
          }
        }
      }
      return timestamp;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #overwrite} for every record of a space, those that are not there included. */
  long overwriteAll(int space, LongSupplier publish) {
    lock.lock();
    try {
      long timestamp = publishLocked(publish);
      Set<SerializableState> readers = new LinkedHashSet<>();
      recordReaders.forEach(
          (name, reading) -> {
            if (name.space() == space) {
              readers.addAll(reading);
            }
          });
      rangeReaders.getOrDefault(space, List.of()).forEach(range -> readers.add(range.reader));
      readers.forEach(reader -> overwritten(reader, timestamp));
      return timestamp;
    } finally {
      lock.unlock();
    }
  }

  /** A transaction has noted a read in a space that was cleared after its snapshot. */
  void cleared(SerializableState reader, long timestamp) {
    lock.lock();
    try {
      overwritten(reader, timestamp);
    } finally {
      lock.unlock();
    }
  }

  private long publishLocked(LongSupplier publish) {
    log.lock();
    try {
      return publish.getAsLong();
    } finally {
      log.unlock();
    }
  }

  private Set<SerializableState> readersOf(StoreRecord record) {
    int space = record.table().space();
    Set<SerializableState> readers =
        new LinkedHashSet<>(
            recordReaders.getOrDefault(new RecordName(space, record.key()), Set.of()));
    for (RangeRead range : rangeReaders.getOrDefault(space, List.of())) {
      if (range.contains(record.key())) {
        readers.add(range.reader);
      }
    }
    return readers;
  }

  /**
   * Commits a serializable transaction: nobody else's reads are noted meanwhile.
   *
   * @param commit installs, appends and publishes; answers the timestamp
   * @throws OrbitException SERIALIZATION_FAILURE before anything was done
   */
  long commit(SerializableState state, Iterable<StoreRecord> written, LongSupplier commit) {
    lock.lock();
    try {
      requireNotDoomed(state);
      for (StoreRecord record : written) {
        for (SerializableState reader : readersOf(record)) {
          if (reader != state) {
            reader.writers.add(state);
            state.readers.add(reader);
          }
        }
      }
      judge(state);
      requireNotDoomed(state);
      long timestamp = commit.getAsLong();
      state.commit = timestamp;
      committed.put(timestamp, state);
      for (SerializableState reader : List.copyOf(state.readers)) {
        reader.firstWriterCommit = Math.min(reader.firstWriterCommit, timestamp);
        judge(reader);
      }
      return timestamp;
    } finally {
      lock.unlock();
    }
  }

  /** Fails a pivot, or those who make it one. */
  private static void judge(SerializableState pivot) {
    if (pivot.rolledBack || pivot.doomed) {
      return;
    }
    for (SerializableState reader : pivot.readers) {
      if (pivot.isDangerousFor(reader)) {
        if (pivot.isActive()) {
          pivot.doomed = true;
          return;
        }
        if (reader.isActive()) {
          reader.doomed = true;
        }
      }
    }
  }

  static void requireNotDoomed(SerializableState state) {
    if (state.doomed) {
      throw new OrbitException(
              ErrorCode.SERIALIZATION_FAILURE,
              "could not serialize access due to read/write dependencies among transactions")
          .withHint("The transaction might succeed if retried.");
    }
  }

  /** The transaction has ended; forgets whatever no living one was concurrent with. */
  void end(SerializableState state, boolean hasCommitted, long watermark) {
    lock.lock();
    try {
      count(-1);
      running.remove(state);
      if (!hasCommitted) {
        state.rolledBack = true;
        forget(state);
      } else {
        state.commit = state.commit == SerializableState.NEVER ? watermark : state.commit;
        ended.add(state);
      }
      long oldest = SerializableState.NEVER - 1;
      for (SerializableState other : running) {
        oldest = Math.min(oldest, other.snapshot);
      }
      if (oldest != forgotten || state.commit <= oldest) {
        forgotten = oldest;
        forgetUpTo(oldest);
      }
      mergeOldest();
    } finally {
      lock.unlock();
    }
  }

  private void forgetUpTo(long bound) {
    for (SerializableState other : List.copyOf(ended)) {
      if (other.commit <= bound) {
        forget(other);
        ended.remove(other);
      }
    }
    SerializableState known = merged;
    if (known != null && known.commit <= bound) {
      forget(known);
      merged = null;
    }
  }

  /** How many that have ended are kept, the merged one counted as one. */
  int kept() {
    lock.lock();
    try {
      return ended.size() + (merged == null ? 0 : 1);
    } finally {
      lock.unlock();
    }
  }

  private void mergeOldest() {
    while (ended.size() > MOST_STATES || notes > MOST_NOTES && !ended.isEmpty()) {
      merge(ended.iterator().next());
    }
    SerializableState into = merged;
    if (into != null && into.records.size() > MOST_NOTES / 2) {
      promote(into);
    }
  }

  private void merge(SerializableState state) {
    SerializableState into = merged;
    if (into == null) {
      into = new SerializableState(state.slot, state.snapshot, false);
      into.commit = state.commit;
      merged = into;
    }
    into.commit = Math.max(into.commit, state.commit);
    into.firstWriterCommit = Math.min(into.firstWriterCommit, state.firstWriterCommit);
    for (SerializableState reader : state.readers) {
      if (reader != into) {
        into.readers.add(reader);
        reader.writers.add(into);
      }
    }
    for (SerializableState writer : state.writers) {
      if (writer != into) {
        into.writers.add(writer);
        writer.readers.add(into);
      }
    }
    List<RecordName> records = List.copyOf(state.records);
    List<RangeRead> ranges = List.copyOf(state.ranges);
    forget(state);
    ended.remove(state);
    for (RecordName name : records) {
      if (into.records.add(name)
          && recordReaders.computeIfAbsent(name, ignored -> new LinkedHashSet<>(2)).add(into)) {
        notes++;
      }
    }
    for (RangeRead range : ranges) {
      RangeRead ignored = addRange(into, range.space, range.from, range.to);
    }
  }

  private void forget(SerializableState state) {
    state.records.forEach(name -> forgetReader(name, state));
    state.ranges.forEach(
        range -> rangeReaders.getOrDefault(range.space, new ArrayList<>()).remove(range));
    rangeReaders.values().removeIf(List::isEmpty);
    state.readers.forEach(reader -> reader.writers.remove(state));
    state.writers.forEach(writer -> writer.readers.remove(state));
    committed.remove(state.commit, state);
  }

  private void forgetReader(RecordName name, SerializableState reader) {
    Set<SerializableState> readers = recordReaders.get(name);
    if (readers != null) {
      if (readers.remove(reader)) {
        notes--;
      }
      if (readers.isEmpty()) {
        recordReaders.remove(name);
      }
    }
  }
}
