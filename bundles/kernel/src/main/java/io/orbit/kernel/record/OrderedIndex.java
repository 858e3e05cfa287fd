package io.orbit.kernel.record;

import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The records of an ordered space by key. Iteration sees what is there all the while. */
final class OrderedIndex {
  private final ConcurrentSkipListMap<byte[], StoreRecord> records =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  void add(StoreRecord record) {
    records.put(record.key(), record);
  }

  void remove(StoreRecord record) {
    records.remove(record.key(), record);
  }

  Iterator<StoreRecord> range(byte[] from, byte @Nullable [] to, boolean descending) {
    if (to != null && Arrays.compareUnsigned(from, to) >= 0) {
      return java.util.Collections.emptyIterator();
    }
    ConcurrentNavigableMap<byte[], StoreRecord> part =
        to == null ? records.tailMap(from, true) : records.subMap(from, true, to, false);
    return (descending ? part.descendingMap() : part).values().iterator();
  }
}
