package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/** Removes samples, with all that follows from it. */
final class Removing {
  private Removing() {}

  /** From one time to another, both included; answers how many. */
  static long remove(SeriesStore store, ByteRange key, long from, long to) {
    return store.change(
        key,
        false,
        (series, rules, fills) -> {
          Sample last = series.last();
          if (!series.exists() || last == null) {
            return 0L;
          }
          checkRetention(series, rules, from, last.time());
          long removed = series.delete(from, to);
          Compaction.removed(series, rules, from, to, last.time(), fills);
          return removed;
        });
  }

  /** What retention has taken cannot be aggregated anew. */
  private static void checkRetention(Series series, List<Rule> rules, long from, long newest) {
    long retention = series.header().retention();
    long oldest = newest - retention;
    boolean lost =
        retention > 0
            && oldest > 0
            && !rules.isEmpty()
            && (from < oldest || rules.stream().anyMatch(rule -> rule.bucketOf(from) < oldest));
    if (lost) {
      throw Words.error(
          "When a series has compactions, deleting samples or compaction buckets beyond the series"
              + " retention period is not possible");
    }
  }
}
