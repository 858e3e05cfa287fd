package io.orbit.protocol.redis.timeseries;

import org.jspecify.annotations.Nullable;

/** Answers range queries on a series. */
final class RangeReader {
  private final Series series;
  private final RangeQuery query;
  private final boolean backward;
  private final @Nullable Sample open;

  /**
   * @param open the open bucket, if it is to be shown
   */
  RangeReader(Series series, RangeQuery query, boolean backward, @Nullable Sample open) {
    this.series = series;
    this.query = query;
    this.backward = backward;
    this.open = open;
  }

  Samples read() {
    Samples result = new Samples();
    AggregationArguments aggregation = query.aggregation();
    if (aggregation == null) {
      read(
          (time, value) -> {
            result.add(time, value);
            return result.size() < query.count();
          });
    } else if (aggregation.aggregation() == Aggregation.TWA) {
      new WeightedBuckets(series, query, aggregation, this::readForward).write(result, backward);
    } else {
      Buckets buckets = new Buckets(aggregation, query, backward, result);
      read(buckets);
      buckets.finish();
    }
    return result;
  }

  private void readForward(SampleSink sink) {
    readSamples(sink, false);
  }

  private void read(SampleSink sink) {
    readSamples(sink, backward);
  }

  private void readSamples(SampleSink sink, boolean down) {
    SampleSink wanted =
        query.wantsAll()
            ? sink
            : (time, value) -> !query.wants(time, value) || sink.accept(time, value);
    long from = Math.max(query.from(), series.oldest());
    Sample last = open;
    boolean shown = last != null && last.time() >= from && last.time() <= query.to();
    if (last != null && shown && down && !wanted.accept(last.time(), last.value())) {
      return;
    }
    boolean[] more = {true};
    SampleSink noting = (time, value) -> more[0] = wanted.accept(time, value);
    boolean ignored =
        down ? series.backward(from, query.to(), noting) : series.forward(from, query.to(), noting);
    if (last != null && shown && !down && more[0]) {
      boolean alsoIgnored = wanted.accept(last.time(), last.value());
    }
  }
}
