package io.orbit.kernel.record;

import io.orbit.api.storage.RecordPrefetch;

/**
 * Goes the way of a look-up for many keys in step: the slots of all, then the records of all, and
 * so on. A step's loads do not depend on one another, so the processor waits for memory once a step
 * instead of once a key and step. (Interleaved look-ups: Kocberber et al. 2015, asynchronous memory
 * access chaining, without its state machines.)
 */
public final class RecordFetcher implements RecordPrefetch {
  private static final int MOST = 32;

  private final HotStore store;
  private final int[] hashes = new int[MOST];
  private RecordTable table = RecordTable.NONE;
  private int count;

  /** Where loaded values go, so that no compiler leaves a load out. */
  private int sink;

  public RecordFetcher(HotStore store) {
    this.store = store;
  }

  @Override
  public void add(int space, byte[] key, int offset, int length) {
    if (count == 0) {
      Space found = store.spaces().find(space);
      table = found == null ? RecordTable.NONE : found.table();
    }
    if (count == MOST || table.space() != space) {
      return;
    }
    int hash = table.hash(key, offset, length);
    hashes[count++] = hash;
    sink += table.fetchSlot(hash);
  }

  @Override
  public void run() {
    int loaded = sink;
    for (int i = 0; i < count; i++) {
      StoreRecord record = table.likely(hashes[i]);
      loaded += record == null ? 0 : record.fetch();
    }
    for (int i = 0; i < count; i++) {
      StoreRecord record = table.likely(hashes[i]);
      loaded += record == null ? 0 : record.fetchKeyAndVersion();
    }
    for (int i = 0; i < count; i++) {
      StoreRecord record = table.likely(hashes[i]);
      loaded += record == null ? 0 : record.fetchContent();
    }
    sink = loaded;
    table = RecordTable.NONE;
    count = 0;
  }
}
