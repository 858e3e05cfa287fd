package io.orbit.kernel.transaction;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Serializable snapshot isolation (Cahill 2009; Ports and Grittner 2012). Serializable transactions
 * note what they read, per record and range. When one overwrites what a concurrent one has read,
 * the reader must come before the writer in any serial order; a transaction with such an edge in
 * and one out, whose out-neighbour committed first, is a pivot that may close a circle, and is
 * failed (or its in-neighbour, when the pivot has committed).
 *
 * <p>Writers outside (single-record operations, transactions of other levels) take part as the last
 * of the three, and are never failed. Notes of one transaction beyond {@link #PROMOTE} become a
 * note on the whole space.
 *
 * <p>Thread-safe. While no serializable transaction lives all this costs one volatile read.
 */
final class SerializableConflicts {
  private static final int PROMOTE = 4096;
  private static final byte[] FIRST = new byte[0];

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RecordName, Set<SerializableState>> recordReaders = new HashMap<>();
  private final Map<Integer, List<RangeRead>> rangeReaders = new HashMap<>();
  private final Map<Long, SerializableState> committed = new HashMap<>();
  private final Set<SerializableState> living = new HashSet<>();
  private volatile int active;

  /** Called before the transaction takes its snapshot, so that no writer misses it. */
  void announce() {
    lock.lock();
    try {
      active++;
    } finally {
      lock.unlock();
    }
  }

  SerializableState begin(long snapshot, boolean readOnly) {
    SerializableState state = new SerializableState(snapshot, readOnly);
    lock.lock();
    try {
      living.add(state);
    } finally {
      lock.unlock();
    }
    return state;
  }

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
      recordReaders.computeIfAbsent(name, ignored -> new HashSet<>(2)).add(reader);
      if (reader.records.size() > PROMOTE) {
        promote(reader);
      }
    } finally {
      lock.unlock();
    }
  }

  private void promote(SerializableState reader) {
    Set<Integer> spaces = new HashSet<>();
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
    reader.firstWriterCommit = Math.min(reader.firstWriterCommit, timestamp);
    if (writer != null && writer != reader) {
      reader.writers.add(writer);
      writer.readers.add(reader);
      judge(writer);
    }
    judge(reader);
  }

  /** A writer outside has published a change. */
  void written(StoreRecord record, long timestamp) {
    lock.lock();
    try {
      for (SerializableState reader : readersOf(record)) {
        overwritten(reader, timestamp);
      }
    } finally {
      lock.unlock();
    }
  }

  private Set<SerializableState> readersOf(StoreRecord record) {
    int space = record.table().space();
    Set<SerializableState> readers =
        new HashSet<>(recordReaders.getOrDefault(new RecordName(space, record.key()), Set.of()));
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
  long commit(
      SerializableState state,
      Iterable<StoreRecord> written,
      java.util.function.LongSupplier commit) {
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
      active--;
      if (!hasCommitted) {
        state.rolledBack = true;
        forget(state);
        living.remove(state);
      } else if (state.commit == SerializableState.NEVER) {
        state.commit = watermark;
      }
      long oldest = SerializableState.NEVER;
      for (SerializableState other : living) {
        if (other.isActive()) {
          oldest = Math.min(oldest, other.snapshot);
        }
      }
      long bound = active == 0 ? SerializableState.NEVER - 1 : oldest;
      for (SerializableState other : List.copyOf(living)) {
        if (other.commit <= bound) {
          forget(other);
          living.remove(other);
        }
      }
    } finally {
      lock.unlock();
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
      readers.remove(reader);
      if (readers.isEmpty()) {
        recordReaders.remove(name);
      }
    }
  }
}
