package io.orbit.kernel.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records by when they may have to be removed, in steps of an eighth of a second. A record that
 * lives has an entry at or before its expiry; an entry that comes too early is put off again, so
 * that a key whose expiry is prolonged at each write costs no further entry. Thread-safe.
 */
public final class ExpiryQueue {
  private static final int STEP_BITS = 7;

  /** Fewer entries of evicted records than this are left where they are. */
  private static final int FEW = 1 << 12;

  private final ConcurrentSkipListMap<Long, List<StoreRecord>> steps =
      new ConcurrentSkipListMap<>();

  private final LongAdder entries = new LongAdder();
  private final AtomicLong evicted = new AtomicLong();

  /** A record, or one of its elements, now expires then. */
  void expires(StoreRecord record, long expiresAt, @Nullable Version replaced) {
    boolean queued = !record.markExpiry();
    long before = replaced == null ? 0 : replaced.dueAt();
    boolean early = before != 0 && before <= expiresAt;
    if (!queued || !early) {
      add(record, expiresAt);
    }
  }

  private void add(StoreRecord record, long expiresAt) {
    Long step = (expiresAt >>> STEP_BITS) + 1;
    entries.increment();
    steps.compute(
        step,
        (at, waiting) -> {
          List<StoreRecord> list = waiting == null ? new ArrayList<>(2) : waiting;
          list.add(record);
          return list;
        });
  }

  /** Hands over the records that have expired by then, or hold elements that have. */
  public void due(long wallTime, Consumer<StoreRecord> expired) {
    Long last = wallTime >>> STEP_BITS;
    Map.Entry<Long, List<StoreRecord>> first = steps.firstEntry();
    while (first != null && first.getKey() <= last) {
      List<StoreRecord> list = steps.remove(first.getKey());
      if (list != null) {
        entries.add(-list.size());
        list.forEach(record -> check(record, wallTime, expired));
      }
      first = steps.firstEntry();
    }
  }

  /** Somebody holds the record: look at it again soon. */
  public void retry(StoreRecord record, long wallTime) {
    if (record.markExpiry()) {
      add(record, wallTime);
    }
  }

  /** A record has left memory: its entry is worth nothing but what it happens to tell. */
  void left(StoreRecord record) {
    if (record.isInExpiry()) {
      evicted.incrementAndGet();
    }
  }

  /** Drops the entries of evicted records once they are the most. */
  void compact() {
    long gone = evicted.get();
    if (gone < FEW || gone * 2 < entries.sum()) {
      return;
    }
    evicted.addAndGet(-gone);
    for (Long step : steps.keySet()) {
      steps.computeIfPresent(
          step,
          (at, waiting) -> {
            int before = waiting.size();
            boolean ignored = waiting.removeIf(StoreRecord::isDead);
            entries.add(waiting.size() - before);
            return waiting.isEmpty() ? null : waiting;
          });
    }
  }

  private void check(StoreRecord record, long wallTime, Consumer<StoreRecord> expired) {
    record.clearExpiry();
    Version newest = record.committed();
    long due = newest == null || newest.isTombstone() ? 0 : newest.dueAt();
    if (due == 0) {
      return;
    }
    if (due <= wallTime) {
      expired.accept(record);
    } else if (!record.isDead() && record.markExpiry()) {
      add(record, due);
    }
  }
}
