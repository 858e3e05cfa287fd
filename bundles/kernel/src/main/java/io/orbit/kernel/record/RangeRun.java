package io.orbit.kernel.record;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a range of an ordered table. While all records are in memory, the index is all
 * there is to it; once that is no longer so, it goes on behind the last key with what the engine
 * holds besides. One thread; must be closed.
 */
final class RangeRun implements Iterator<StoreRecord>, AutoCloseable {
  private final RecordTable table;
  private final boolean descending;
  private final Iterator<StoreRecord> inMemory;
  private final byte[] from;
  private byte @Nullable [] last;
  private byte @Nullable [] to;
  private @Nullable MergedRun merged;
  private @Nullable StoreRecord next;

  RangeRun(RecordTable table, byte[] from, byte @Nullable [] to, boolean descending) {
    this.table = table;
    this.from = from;
    this.to = to;
    this.descending = descending;
    this.inMemory = table.range(from, to, descending);
  }

  @Override
  public boolean hasNext() {
    MergedRun rest = merged;
    if (rest == null && next == null) {
      StoreRecord found = inMemory.hasNext() ? inMemory.next() : null;
      Residency residency = table.residency();
      if (residency != null && residency.isPartial()) {
        ColdReads.requireWaiting();
        rest = MergedRun.range(table, residency, rest(), to, descending);
        merged = rest;
      } else if (found != null) {
        pass(found.key());
        next = found;
      }
    }
    return next != null || rest != null && rest.hasNext();
  }

  /** Where to go on if the rest has to be merged: nothing is allocated until then. */
  private void pass(byte[] key) {
    if (descending) {
      to = key;
    } else {
      last = key;
    }
  }

  private byte[] rest() {
    byte[] passed = last;
    return passed == null ? from : Arrays.copyOf(passed, passed.length + 1);
  }

  @Override
  public StoreRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    StoreRecord record = next;
    MergedRun rest = merged;
    next = null;
    if (record != null) {
      return record;
    }
    if (rest == null) {
      throw new NoSuchElementException();
    }
    return rest.next();
  }

  @Override
  public void close() {
    MergedRun rest = merged;
    if (rest != null) {
      rest.close();
    }
  }
}
