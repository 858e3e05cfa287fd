package io.orbit.kernel.record;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Runs over a table's records, stripe by stripe. */
final class TableIterator implements Iterator<StoreRecord> {
  private final RecordTable table;
  private int stripe;
  private int slot;
  private StoreRecord[] slots;
  private @Nullable StoreRecord next;

  TableIterator(RecordTable table) {
    this.table = table;
    this.slots = table.stripeContent(0);
    advance();
  }

  private void advance() {
    next = null;
    while (next == null) {
      if (slot == slots.length) {
        stripe++;
        slot = 0;
        if (stripe == table.stripeCount()) {
          slots = new StoreRecord[0];
          return;
        }
        slots = table.stripeContent(stripe);
      } else {
        next = Stripe.at(slots, slot++);
      }
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public StoreRecord next() {
    StoreRecord record = next;
    if (record == null) {
      throw new NoSuchElementException();
    }
    advance();
    return record;
  }
}
