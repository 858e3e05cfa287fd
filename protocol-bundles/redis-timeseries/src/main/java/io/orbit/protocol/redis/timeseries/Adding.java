package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds a sample to a series, with all that follows from it. */
final class Adding {
  private final SeriesStore store;

  Adding(SeriesStore store) {
    this.store = store;
  }

  /** Finds the value to add by the last sample. */
  interface Value {
    double of(@Nullable Sample last, long time);
  }

  /**
   * Adds one.
   *
   * @param creation how to make the series where there is none; null: that is an error
   * @param override the policy instead of the series' own, null for that
   * @return the time of the sample, or of the last one when this one was ignored
   */
  long add(
      ByteRange key,
      long time,
      Value value,
      @Nullable CreateArguments creation,
      @Nullable DuplicatePolicy override) {
    boolean tags = creation != null && !creation.labels().isEmpty();
    return store.change(
        key,
        tags,
        (series, rules, fills) -> {
          if (!series.exists()) {
            if (creation == null) {
              throw Words.error("the key is not a TSDB key");
            }
            series.write(creation.header(), creation.labels());
          }
          return add(series, time, value, override, rules, fills);
        });
  }

  private static long add(
      SeriesEditor series,
      long time,
      Value given,
      @Nullable DuplicatePolicy override,
      List<Rule> rules,
      List<Fill> fills) {
    Header header = series.header();
    Sample last = series.last();
    double value = given.of(last, time);
    if (last != null && header.retention() > 0 && last.time() - time > header.retention()) {
      throw Words.error("Timestamp is older than retention");
    }
    DuplicatePolicy own = header.policy() == null ? DuplicatePolicy.BLOCK : header.policy();
    DuplicatePolicy policy = override == null ? own : override;
    if (last != null && policy == DuplicatePolicy.LAST && ignores(series, last, time, value)) {
      return last.time();
    }
    if (last == null || time > last.time()) {
      series.append(time, value);
      Compaction.appended(series, rules, time, fills);
    } else {
      series.upsert(time, value, policy);
      Compaction.changed(series, rules, time, last.time(), fills);
    }
    return time;
  }

  private static boolean ignores(SeriesEditor series, Sample last, long time, double value) {
    Header header = series.header();
    return time >= last.time()
        && time - last.time() <= header.ignoredTime()
        && Math.abs(value - last.value()) <= header.ignoredDifference()
        && series.source() == null;
  }
}
