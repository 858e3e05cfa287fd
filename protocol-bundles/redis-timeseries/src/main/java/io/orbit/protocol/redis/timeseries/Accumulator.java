package io.orbit.protocol.redis.timeseries;

import org.jspecify.annotations.Nullable;

/**
 * Makes one value of those of a bucket, given in the order in which they are read. The
 * time-weighted average takes a value to go evenly from one sample to the next, also across the
 * bucket's ends where there is a sample beyond. One thread; reused from bucket to bucket.
 */
final class Accumulator {
  private final Aggregation aggregation;
  private long count;
  private double sum;
  private double squares;
  private double minimum;
  private double maximum;
  private double first;
  private double last;
  private boolean mean;

  private long start;
  private long end;
  private @Nullable Sample before;
  private long weighedFrom;
  private long weighedTo;
  private double area;
  private long lastTime;

  Accumulator(Aggregation aggregation) {
    this.aggregation = aggregation;
    begin(0, 0, null);
  }

  /**
   * Begins a bucket.
   *
   * @param previous the sample before those of the bucket, for the time-weighted average
   */
  void begin(long bucketStart, long bucketEnd, @Nullable Sample previous) {
    count = 0;
    sum = 0;
    squares = 0;
    minimum = Double.MAX_VALUE;
    maximum = -Double.MAX_VALUE;
    mean = false;
    area = 0;
    start = bucketStart;
    end = bucketEnd;
    before = previous;
  }

  void add(long time, double value) {
    switch (aggregation) {
      case AVG -> average(value);
      case SUM -> sum += value;
      case MIN, MAX, RANGE -> {
        minimum = value < minimum ? value : minimum;
        maximum = value > maximum ? value : maximum;
      }
      case COUNT -> {}
      case FIRST -> first = count == 0 ? value : first;
      case LAST -> last = value;
      case STD_P, STD_S, VAR_P, VAR_S -> {
        sum += value;
        squares += value * value;
      }
      case TWA -> weigh(time, value);
    }
    count++;
  }

  /** The sum, or once that would be too large, the mean so far. */
  private void average(double value) {
    if (!mean && Double.isInfinite(sum + value)) {
      sum /= Math.max(1, count);
      mean = true;
    }
    sum = mean ? sum / (count + 1.0) * count + value / (count + 1.0) : sum + value;
  }

  private void weigh(long time, double value) {
    Sample previous = before;
    if (count > 0) {
      area += (last + value) * (time - lastTime) / 2;
    } else if (previous == null) {
      weighedFrom = time;
    } else {
      weighedFrom = start;
      area += (between(previous, time, value, start) + value) * (time - start) / 2;
    }
    weighedTo = time;
    lastTime = time;
    last = value;
  }

  /** The value at a time on the line through two samples. */
  static double between(Sample previous, long time, double value, long at) {
    double slope = (value - previous.value()) / (time - previous.time());
    return previous.value() + (at - previous.time()) * slope;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * The bucket's value; there is at least one sample.
   *
   * @param next the sample behind those of the bucket, for the time-weighted average
   */
  double finish(@Nullable Sample next) {
    return switch (aggregation) {
      case AVG -> mean ? sum : sum / count;
      case SUM -> sum;
      case MIN -> minimum;
      case MAX -> maximum;
      case RANGE -> maximum - minimum;
      case COUNT -> count;
      case FIRST -> first;
      case LAST -> last;
      case VAR_P -> variance();
      case VAR_S -> sampleVariance();
      case STD_P -> Math.sqrt(variance());
      case STD_S -> Math.sqrt(sampleVariance());
      case TWA -> weighted(next);
    };
  }

  private double variance() {
    double average = sum / count;
    double variance = (squares - 2 * sum * average + average * average * count) / count;
    return Math.max(0, variance);
  }

  private double sampleVariance() {
    return count == 1 ? 0 : variance() * count / (count - 1);
  }

  private double weighted(@Nullable Sample next) {
    double whole = area;
    long until = weighedTo;
    if (next != null) {
      Sample newest = new Sample(lastTime, last);
      double edge = between(newest, next.time(), next.value(), end);
      whole += (last + edge) * (end - lastTime) / 2;
      until = end;
    }
    return until == weighedFrom ? last : whole / Math.abs(until - weighedFrom);
  }

  /** The value of a bucket without samples, as EMPTY shows it. */
  double ofNothing() {
    return switch (aggregation) {
      case SUM, COUNT -> 0;
      case LAST -> last;
      case AVG, MIN, MAX, RANGE, FIRST, STD_P, STD_S, VAR_P, VAR_S, TWA -> Double.NaN;
    };
  }
}
