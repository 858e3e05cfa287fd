package io.orbit.protocol.redis.timeseries;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Time-weighted averages of buckets. A bucket's average goes over that part of it that lies in the
 * range and between samples, be they beyond the range; so also buckets without samples have one, as
 * EMPTY shows it.
 */
final class WeightedBuckets {
  private final Series series;
  private final RangeQuery query;
  private final AggregationArguments aggregation;
  private final Consumer<SampleSink> samples;
  private final Accumulator bucket = new Accumulator(Aggregation.TWA);
  private final Samples result = new Samples();
  private @Nullable Sample last;
  private long start;

  WeightedBuckets(
      Series series,
      RangeQuery query,
      AggregationArguments aggregation,
      Consumer<SampleSink> samples) {
    this.series = series;
    this.query = query;
    this.aggregation = aggregation;
    this.samples = samples;
  }

  void write(Samples out, boolean backward) {
    samples.accept(this::accept);
    Sample newest = last;
    if (newest != null) {
      close(series.from(newest.time() + 1));
      if (aggregation.empty()) {
        fill(start + aggregation.bucket(), startOf(query.to()));
      }
    } else if (aggregation.empty()) {
      fill(startOf(query.from()), startOf(query.to()));
    }
    if (backward) {
      result.reverse();
    }
    for (int i = 0; i < result.size() && i < query.count(); i++) {
      out.add(result.time(i), result.value(i));
    }
  }

  private long startOf(long time) {
    return Rule.start(time, aggregation.bucket(), query.alignment());
  }

  private long endOf(long bucketStart) {
    long end = bucketStart + aggregation.bucket();
    return Math.min(query.to(), end < bucketStart ? Long.MAX_VALUE : end);
  }

  private boolean accept(long time, double value) {
    Sample previous = last;
    long its = startOf(time);
    if (previous == null) {
      if (aggregation.empty()) {
        fill(startOf(query.from()), its - aggregation.bucket());
      }
      begin(its, Math.max(Math.max(0, its), query.from()), series.before(time));
    } else if (its != start) {
      Sample now = new Sample(time, value);
      long old = start;
      close(now);
      if (aggregation.empty()) {
        fill(old + aggregation.bucket(), its - aggregation.bucket());
      }
      begin(its, Math.max(0, its), previous);
    }
    bucket.add(time, value);
    last = new Sample(time, value);
    return true;
  }

  private void begin(long bucketStart, long from, @Nullable Sample previous) {
    start = bucketStart;
    bucket.begin(from, endOf(bucketStart), previous);
  }

  private void close(@Nullable Sample next) {
    add(start, bucket.finish(next));
  }

  private void add(long bucketStart, double value) {
    result.add(aggregation.bucketTime().of(Math.max(0, bucketStart), aggregation.bucket()), value);
  }

  /** Buckets without samples from one to another, where there are samples on both sides. */
  private void fill(long first, long lastBucket) {
    if (first > lastBucket) {
      return;
    }
    Sample before = series.before(Math.max(Math.max(0, first), query.from()));
    Sample after = series.from(Math.max(Math.max(0, first), query.from()));
    if (before == null || after == null) {
      return;
    }
    Buckets.requireFew((lastBucket - first) / aggregation.bucket() + 1, query);
    for (long at = first; at <= lastBucket && at >= first; at += aggregation.bucket()) {
      long from = Math.max(Math.max(0, at), query.from());
      double left = Accumulator.between(before, after.time(), after.value(), from);
      double right = Accumulator.between(before, after.time(), after.value(), endOf(at));
      add(at, (left + right) / 2);
    }
  }
}
