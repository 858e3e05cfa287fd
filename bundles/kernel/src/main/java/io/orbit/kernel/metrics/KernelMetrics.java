package io.orbit.kernel.metrics;

import io.orbit.api.ops.Metrics;
import io.orbit.kernel.metrics.Family.Asked;
import io.orbit.kernel.metrics.Family.Counted;
import io.orbit.kernel.metrics.Family.Instrument;
import io.orbit.kernel.metrics.Family.Kind;
import io.orbit.kernel.metrics.Family.Latencies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The registry. Counters are striped ({@link LongAdder}), histograms lock-free.
 *
 * <p>A counter may be named with or without {@code _total}, a histogram with or without {@code
 * _seconds}: the text form has both. Of two gauges of one name and labels the later one counts.
 * Counters and histograms stay when the bundle that made them goes, so that rates have no holes;
 * gauges, whose suppliers belong to that bundle, must be closed.
 */
@Component(service = {Metrics.class, KernelMetrics.class})
public final class KernelMetrics implements Metrics {
  private static final double NANOS = 1e9;
  private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

  private final ConcurrentSkipListMap<String, Family> families = new ConcurrentSkipListMap<>();

  /** A registry that knows the JVM's figures. */
  @Activate
  public KernelMetrics() {
    JvmMetrics.register(this);
  }

  @Override
  public Counter counter(String name, String help, String... labels) {
    return instrument(
        name, help, Kind.COUNTER, Counted.class, () -> new Counted(new LongAdder()), labels);
  }

  @Override
  public Histogram histogram(String name, String help, String... labels) {
    return instrument(
            name,
            help,
            Kind.HISTOGRAM,
            Latencies.class,
            () -> new Latencies(new LatencyHistogram()),
            labels)
        .histogram();
  }

  /** A figure that is asked for, until closed. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
    return ask(Kind.GAUGE, name, help, value, labels);
  }

  /** A counter that somebody else keeps. Close it to take it away. */
  Registration counterOf(String name, String help, DoubleSupplier value, String... labels) {
    return ask(Kind.COUNTER, name, help, value, labels);
  }

  private Registration ask(
      Kind kind, String name, String help, DoubleSupplier value, String... labels) {
    Family family = family(name, help, kind);
    List<String> key = Family.labels(labels);
    Asked asked = new Asked(value);
    family.instruments().put(key, asked);
    return () -> family.instruments().remove(key, asked);
  }

  private <T extends Instrument> T instrument(
      String name, String help, Kind kind, Class<T> type, Supplier<T> make, String... labels) {
    Instrument instrument =
        family(name, help, kind)
            .instruments()
            .computeIfAbsent(Family.labels(labels), ignored -> make.get());
    if (!type.isInstance(instrument)) {
      throw new IllegalArgumentException(name + " is kept by somebody else");
    }
    return type.cast(instrument);
  }

  private Family family(String name, String help, Kind kind) {
    Family wanted = Family.of(name, help, kind);
    Family family = families.computeIfAbsent(wanted.name(), ignored -> wanted);
    if (family.kind() != kind) {
      throw new IllegalArgumentException(name + " is a " + family.kind() + " already, no " + kind);
    }
    return family;
  }

  @Override
  public String scrape() {
    return new OpenMetricsText().write(families.values());
  }

  @Override
  public List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (Family family : families.values()) {
      family
          .instruments()
          .forEach((labels, instrument) -> add(samples, family, map(labels), instrument));
    }
    return samples;
  }

  private static void add(
      List<Sample> samples, Family family, Map<String, String> labels, Instrument instrument) {
    String name = family.kind() == Kind.COUNTER ? family.name() + "_total" : family.name();
    switch (instrument) {
      case Counted counted -> samples.add(new Sample(name, labels, counted.value()));
      case Asked asked -> samples.add(new Sample(name, labels, valueOf(asked)));
      case Latencies latencies -> {
        LatencyHistogram histogram = latencies.histogram();
        samples.add(new Sample(name + "_count", labels, histogram.count()));
        samples.add(new Sample(name + "_sum", labels, histogram.sum() / NANOS));
        for (double quantile : QUANTILES) {
          Map<String, String> withQuantile = new LinkedHashMap<>(labels);
          withQuantile.put("quantile", String.valueOf(quantile));
          samples.add(new Sample(name, withQuantile, histogram.quantile(quantile) / NANOS));
        }
      }
    }
  }

  /** A figure whose source fails is not a number, and costs nobody the others. */
  static double valueOf(Asked asked) {
    try {
      return asked.value().getAsDouble();
    } catch (RuntimeException gone) {
      return Double.NaN;
    }
  }

  private static Map<String, String> map(List<String> labels) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i += 2) {
      map.put(labels.get(i), labels.get(i + 1));
    }
    return map;
  }
}
