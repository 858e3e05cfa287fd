package io.orbit.api.ops;

import java.util.function.DoubleSupplier;

/**
 * The registry of figures, read by {@code /metrics} and the console. Names are Prometheus names
 * ({@code orbit_redis_commands_total}); labels are given as alternating names and values. Asking
 * twice for the same name and labels gives the same instrument. Thread-safe; instruments are cheap
 * enough for hot paths (no lock, no allocation).
 */
public interface Metrics {
  Counter counter(String name, String help, String... labels);

  /** Latencies in nanoseconds. */
  Histogram histogram(String name, String help, String... labels);

  /** A figure asked for when it is read. Close it to take it away. */
  AutoCloseable gauge(String name, String help, DoubleSupplier value, String... labels);

  /** Everything in OpenMetrics text form. */
  String scrape();

  /** All samples now, for the console. */
  java.util.List<Sample> samples();

  /** Only goes up. */
  interface Counter {
    void add(long amount);

    default void increment() {
      add(1);
    }

    long value();
  }

  /** Counts values in buckets of about 1 % width or better. */
  interface Histogram {
    default void record(long nanoseconds) {
      record(nanoseconds, 1);
    }

    /** The same value so many times. */
    void record(long nanoseconds, long times);

    long count();

    /**
     * @param quantile 0 to 1; answers nanoseconds, 0 when nothing was recorded
     */
    long quantile(double quantile);
  }

  /** One figure. */
  record Sample(String name, java.util.Map<String, String> labels, double value) {}
}
