package io.orbit.protocol.redis.timeseries;

/**
 * Aggregates samples as they come, in either direction of time, a bucket after the other. One
 * thread.
 */
final class Buckets implements SampleSink {
  /** More buckets without samples than this in one answer are refused. */
  static final int MOST_EMPTY = 1_000_000;

  private final AggregationArguments aggregation;
  private final RangeQuery query;
  private final boolean backward;
  private final Samples result;
  private final Accumulator bucket;
  private long start;
  private long end;
  private boolean begun;

  Buckets(AggregationArguments aggregation, RangeQuery query, boolean backward, Samples result) {
    this.aggregation = aggregation;
    this.query = query;
    this.backward = backward;
    this.result = result;
    this.bucket = new Accumulator(aggregation.aggregation());
  }

  @Override
  public boolean accept(long time, double value) {
    if (!begun) {
      begin(time);
    } else if (time >= end || time < start) {
      long old = start;
      close();
      begin(time);
      if (aggregation.empty()) {
        fillBetween(old, start);
      }
      if (isFull()) {
        begun = false;
        return false;
      }
    }
    bucket.add(time, value);
    return true;
  }

  private void begin(long time) {
    begun = true;
    start = Rule.start(time, aggregation.bucket(), query.alignment());
    end =
        start > Long.MAX_VALUE - aggregation.bucket()
            ? Long.MAX_VALUE
            : start + aggregation.bucket();
    bucket.begin(start, end, null);
  }

  private void close() {
    add(start, bucket.finish(null));
  }

  private boolean isFull() {
    return result.size() >= query.count();
  }

  private void add(long bucketStart, double value) {
    result.add(aggregation.bucketTime().of(Math.max(0, bucketStart), aggregation.bucket()), value);
  }

  private void fillBetween(long old, long now) {
    long step = backward ? -aggregation.bucket() : aggregation.bucket();
    requireFew(Math.abs(now - old) / aggregation.bucket(), query);
    for (long at = old + step; backward ? at > now : at < now; at += step) {
      if (isFull()) {
        return;
      }
      add(at, bucket.ofNothing());
    }
  }

  static void requireFew(long buckets, RangeQuery query) {
    if (Math.min(buckets, query.count()) > MOST_EMPTY) {
      throw Words.error("more than " + MOST_EMPTY + " buckets are empty; give COUNT");
    }
  }

  /** After the last sample. */
  void finish() {
    if (begun && !isFull()) {
      close();
    }
  }
}
