package io.orbit.kernel.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * All records of a table without order. While all are in memory, one stripe after the other; once
 * that is no longer so, what is in the other stripes comes from memory and engine merged. One
 * thread; must be closed.
 */
final class AllRun implements Iterator<StoreRecord>, AutoCloseable {
  private final RecordTable table;
  private final ColdReads cold;

  /** Stripes before this one have been looked at. */
  private int stripe;

  private Iterator<StoreRecord> part = Collections.emptyIterator();
  private @Nullable MergedRun merged;
  private @Nullable StoreRecord next;

  AllRun(RecordTable table, ColdReads cold) {
    this.table = table;
    this.cold = cold;
  }

  @Override
  public boolean hasNext() {
    while (next == null && (part.hasNext() || more())) {
      if (part.hasNext()) {
        next = standing(part.next());
      }
    }
    return next != null;
  }

  /** The next stripe, or the rest; false at the end. */
  private boolean more() {
    if (merged != null || stripe >= table.stripeCount()) {
      return false;
    }
    List<StoreRecord> records = new ArrayList<>();
    StoreRecord[] slots = table.stripeContent(stripe);
    for (int i = 0; i < slots.length; i++) {
      StoreRecord record = Stripe.at(slots, i);
      if (record != null) {
        records.add(record);
      }
    }
    Residency residency = table.residency();
    if (residency != null && residency.isPartial()) {
      ColdReads.requireWaiting();
      MergedRun rest = MergedRun.all(table, residency);
      merged = rest;
      part = rest;
    } else {
      stripe++;
      part = records.iterator();
    }
    return true;
  }

  /** What stands for a record by now; null when it was shown already, or is gone. */
  private @Nullable StoreRecord standing(StoreRecord record) {
    if (merged != null) {
      return Stripe.of(record.hash()) < stripe ? null : record;
    }
    if (!record.isDead() || !table.isPartial()) {
      return record;
    }
    byte[] key = record.key();
    return cold.resolve(table, table.find(key, 0, key.length), key, 0, key.length);
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

  @Override
  public void close() {
    MergedRun rest = merged;
    if (rest != null) {
      rest.close();
    }
  }
}
