package io.orbit.kernel.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a table that is not wholly in memory, in the order of their keys: those in memory
 * merged with those in the engine, each once. What is in memory counts; nothing is let in, so a
 * long run does not drive out what is wanted.
 *
 * <p>Both sides are read until it is sure that no checkpoint came between, since only then nothing
 * can have moved from one side to the other unseen; otherwise both begin again behind the last key.
 * One thread; must be closed.
 */
final class MergedRun implements Iterator<StoreRecord>, AutoCloseable {
  /** Gives the records in memory from a place on. */
  interface Hot {
    Iterator<StoreRecord> from(byte[] from, byte @Nullable [] to);
  }

  /** None: only what the engine holds is wanted. */
  static final Hot NOTHING = (from, to) -> Collections.emptyIterator();

  private final RecordTable table;
  private final Residency residency;
  private final Hot hot;
  private final boolean descending;
  private byte[] from;
  private byte @Nullable [] to;

  private @Nullable ColdGeneration generation;
  private @Nullable ColdCursor cold;
  private boolean isOnCold;
  private Iterator<StoreRecord> inMemory = Collections.emptyIterator();
  private @Nullable StoreRecord nextInMemory;
  private @Nullable StoreRecord next;
  private boolean ended;

  private MergedRun(
      RecordTable table,
      Residency residency,
      Hot hot,
      byte[] from,
      byte @Nullable [] to,
      boolean descending) {
    this.table = table;
    this.residency = residency;
    this.hot = hot;
    this.from = from;
    this.to = to;
    this.descending = descending;
  }

  /** A range of an ordered table. */
  static MergedRun range(
      RecordTable table,
      Residency residency,
      byte[] from,
      byte @Nullable [] to,
      boolean descending) {
    Hot hot = (begin, end) -> table.range(begin, end, descending);
    return new MergedRun(table, residency, hot, from, to, descending);
  }

  /** All records of any table. */
  static MergedRun all(RecordTable table, Residency residency) {
    return new MergedRun(
        table, residency, (begin, end) -> sorted(table, begin), new byte[0], null, false);
  }

  /** What the engine holds from a key on, as memory has it where it is there. */
  static MergedRun cold(RecordTable table, Residency residency, byte[] from) {
    return new MergedRun(table, residency, NOTHING, from, null, false);
  }

  private static Iterator<StoreRecord> sorted(RecordTable table, byte[] from) {
    List<StoreRecord> records = new ArrayList<>();
    for (Iterator<StoreRecord> all = table.all(); all.hasNext(); ) {
      StoreRecord record = all.next();
      if (Arrays.compareUnsigned(record.key(), from) >= 0) {
        records.add(record);
      }
    }
    records.sort((left, right) -> Arrays.compareUnsigned(left.key(), right.key()));
    return records.iterator();
  }

  @Override
  public boolean hasNext() {
    while (next == null && advance()) {
      // Until one was found or none is left.
    }
    return next != null;
  }

  @Override
  public StoreRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    StoreRecord record = next;
    next = null;
    if (record == null) {
      throw new NoSuchElementException();
    }
    return record;
  }

  /** Takes a step, after which there may be a next one; false at the end. */
  private boolean advance() {
    if (ended) {
      return false;
    }
    ColdGeneration held = generation;
    if (held == null || !held.isCurrent()) {
      held = reopen();
    }
    ColdCursor outside = cold;
    if (!isOnCold && outside != null) {
      isOnCold = outside.next();
      cold = isOnCold ? outside : end(outside);
    }
    outside = cold;
    if (nextInMemory == null && inMemory.hasNext()) {
      nextInMemory = inMemory.next();
    }
    StoreRecord inside = nextInMemory;
    if (!held.isCurrent()) {
      return true;
    }
    if (inside == null && outside == null) {
      ended = true;
      close();
      return false;
    }
    int order = inside == null ? 1 : outside == null ? -1 : compare(inside.key(), outside.key());
    byte[] key =
        order > 0 && outside != null ? outside.key() : inside == null ? from : inside.key();
    StoreRecord standing = standing(inside, outside, key, order);
    if (!held.isCurrent()) {
      return true;
    }
    next = standing;
    pass(key, order);
    return true;
  }

  private static @Nullable ColdCursor end(ColdCursor cursor) {
    cursor.close();
    return null;
  }

  private int compare(byte[] left, byte[] right) {
    int order = Arrays.compareUnsigned(left, right);
    return descending ? -order : order;
  }

  /** What stands for a key now: in memory, or as the engine has it. */
  private @Nullable StoreRecord standing(
      @Nullable StoreRecord inside, @Nullable ColdCursor outside, byte[] key, int order) {
    if (inside != null && order <= 0 && !inside.isDead() && inside.head() != null) {
      return inside;
    }
    StoreRecord found = table.find(key, 0, key.length);
    if (found != null && found.head() != null) {
      return found;
    }
    if (outside != null && order >= 0) {
      return table.outside(key, outside.version());
    }
    return inside;
  }

  /** Goes on behind a key. */
  private void pass(byte[] key, int order) {
    if (order <= 0) {
      nextInMemory = null;
    }
    if (order >= 0) {
      isOnCold = false;
    }
    if (descending) {
      to = key;
    } else {
      from = Arrays.copyOf(key, key.length + 1);
    }
  }

  private ColdGeneration reopen() {
    close();
    ColdGeneration opened = residency.acquire();
    generation = opened;
    byte[] end = to;
    boolean empty = end != null && Arrays.compareUnsigned(from, end) >= 0;
    cold = empty ? null : opened.cursor(table.space(), from, end, descending);
    inMemory = empty ? Collections.emptyIterator() : hot.from(from, end);
    return opened;
  }

  @Override
  public void close() {
    ColdCursor open = cold;
    ColdGeneration held = generation;
    cold = null;
    generation = null;
    isOnCold = false;
    nextInMemory = null;
    inMemory = Collections.emptyIterator();
    if (open != null) {
      open.close();
    }
    if (held != null) {
      held.close();
    }
  }
}
