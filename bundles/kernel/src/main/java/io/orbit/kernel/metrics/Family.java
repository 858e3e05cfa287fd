package io.orbit.kernel.metrics;

import io.orbit.api.ops.Metrics.Counter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * Instruments of one name, by their labels (name, value, name, value …).
 *
 * @param name without a counter's {@code _total}, with a histogram's {@code _seconds}
 */
record Family(String name, String help, Kind kind, Map<List<String>, Instrument> instruments) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

  enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /** Where a figure comes from. */
  sealed interface Instrument {}

  /** A counter that is counted here. */
  record Counted(LongAdder adder) implements Instrument, Counter {
    @Override
    public void add(long amount) {
      if (amount < 0) {
        throw new IllegalArgumentException("a counter only goes up, not by " + amount);
      }
      adder.add(amount);
    }

    @Override
    public long value() {
      return adder.sum();
    }
  }

  /** A counter or gauge that is asked for. */
  record Asked(DoubleSupplier value) implements Instrument {}

  record Latencies(LatencyHistogram histogram) implements Instrument {}

  static Family of(String name, String help, Kind kind) {
    String plain =
        switch (kind) {
          case COUNTER -> name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
          case GAUGE -> name;
          case HISTOGRAM -> name.endsWith("_seconds") ? name : name + "_seconds";
        };
    if (!NAME.matcher(plain).matches()) {
      throw new IllegalArgumentException("no metric name: " + name);
    }
    return new Family(plain, help, kind, new ConcurrentHashMap<>());
  }

  /** The labels of an instrument as they are kept. */
  static List<String> labels(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a label has a name and a value");
    }
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String label = namesAndValues[i];
      if (!LABEL.matcher(label).matches() || label.equals("le") || label.equals("quantile")) {
        throw new IllegalArgumentException("no label name: " + label);
      }
    }
    return List.of(namesAndValues);
  }
}
