package io.orbit.bench.server;

import java.util.Collection;

/** Several readings of one figure: the middle one, the smallest and the largest. */
record Spread(double median, double least, double most) {

  /**
   * @throws IllegalArgumentException when there are no readings
   */
  static Spread of(Collection<Double> readings) {
    double[] sorted = readings.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no readings");
    }
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
