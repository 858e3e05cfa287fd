package io.orbit.testkit.ops;

import io.orbit.api.ops.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/** Keeps every figure, so that a test can ask for it. Thread-safe. */
public final class RecordingMetrics implements Metrics {
  private record Key(String name, List<String> labels) {
    Map<String, String> pairs() {
      Map<String, String> pairs = new java.util.LinkedHashMap<>();
      for (int i = 0; i + 1 < labels.size(); i += 2) {
        pairs.put(labels.get(i), labels.get(i + 1));
      }
      return pairs;
    }
  }

  private final Map<Key, RecordedCounter> counters = new ConcurrentHashMap<>();
  private final Map<Key, RecordedHistogram> histograms = new ConcurrentHashMap<>();
  private final Map<Key, DoubleSupplier> gauges = new ConcurrentHashMap<>();

  private static final class RecordedCounter implements Counter {
    private final LongAdder sum = new LongAdder();

    @Override
    public void add(long amount) {
      sum.add(amount);
    }

    @Override
    public long value() {
      return sum.sum();
    }
  }

  private static final class RecordedHistogram implements Histogram {
    private final List<Long> values = new ArrayList<>();

    @Override
    public synchronized void record(long nanoseconds, long times) {
      values.addAll(Collections.nCopies((int) times, nanoseconds));
    }

    @Override
    public synchronized long count() {
      return values.size();
    }

    @Override
    public synchronized long quantile(double quantile) {
      if (values.isEmpty()) {
        return 0;
      }
      List<Long> sorted = values.stream().sorted().toList();
      return sorted.get((int) Math.min(sorted.size() - 1L, (long) (quantile * sorted.size())));
    }
  }

  private static Key key(String name, String... labels) {
    return new Key(name, List.of(labels));
  }

  @Override
  public Counter counter(String name, String help, String... labels) {
    return counters.computeIfAbsent(key(name, labels), key -> new RecordedCounter());
  }

  @Override
  public Histogram histogram(String name, String help, String... labels) {
    return histograms.computeIfAbsent(key(name, labels), key -> new RecordedHistogram());
  }

  @Override
  public AutoCloseable gauge(String name, String help, DoubleSupplier value, String... labels) {
    Key key = key(name, labels);
    gauges.put(key, value);
    return () -> gauges.remove(key, value);
  }

  @Override
  public String scrape() {
    return samples().stream()
        .map(sample -> sample.name() + sample.labels() + " " + sample.value())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    counters.forEach((key, counter) -> samples.add(sample(key, counter.value())));
    histograms.forEach((key, histogram) -> samples.add(sample(key, histogram.count())));
    gauges.forEach((key, gauge) -> samples.add(sample(key, gauge.getAsDouble())));
    return samples;
  }

  private static Sample sample(Key key, double value) {
    return new Sample(key.name(), key.pairs(), value);
  }

  /** The figure's value now, 0 when there is none. */
  public double value(String name, String... labels) {
    Map<String, String> wanted = key(name, labels).pairs();
    return samples().stream()
        .filter(sample -> sample.name().equals(name) && sample.labels().equals(wanted))
        .mapToDouble(Sample::value)
        .sum();
  }

  @Override
  public String toString() {
    return Arrays.toString(samples().toArray());
  }
}
