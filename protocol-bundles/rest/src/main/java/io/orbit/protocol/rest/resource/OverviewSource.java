package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.api.ops.Metrics.Sample;
import io.orbit.api.storage.StoreStatistics;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.resource.Overview.Latency;
import io.orbit.protocol.rest.resource.Overview.Memory;
import io.orbit.protocol.rest.resource.Overview.ProtocolFigures;
import io.orbit.protocol.rest.resource.Overview.StoreFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts the overview together. Thread-safe. */
public final class OverviewSource {
  private static final String QUANTILE = "quantile";
  private static final String RESIDENT = "process_resident_memory_bytes";
  private static final String LISTENING = "listening";
  private static final List<String> REQUESTS = List.of("requests_total", "commands_total");

  private final RestServices services;
  private final HealthChecks checks;

  public OverviewSource(RestServices services, HealthChecks checks) {
    this.services = services;
    this.checks = checks;
  }

  Overview now() {
    List<Sample> samples = services.metrics().samples();
    return new Overview(
        services.server().version(),
        services.server().startedAt(),
        System.currentTimeMillis(),
        checks.whole(),
        checks.all(),
        checks.waitingFor(),
        memory(samples),
        store(),
        services.sessions().list().size(),
        protocols(samples),
        latencies(samples));
  }

  private Memory memory(List<Sample> samples) {
    Runtime runtime = Runtime.getRuntime();
    long resident =
        samples.stream()
            .filter(sample -> sample.name().equals(RESIDENT))
            .mapToLong(sample -> (long) sample.value())
            .findAny()
            .orElse(0);
    return new Memory(
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory(),
        resident,
        services.store().statistics().memoryBytes(),
        services.server().memoryLimit());
  }

  private StoreFigures store() {
    StoreStatistics store = services.store().statistics();
    return new StoreFigures(
        store.records(),
        store.activeTransactions(),
        store.commits(),
        store.rollbacks(),
        store.deadlocks(),
        store.serializationFailures(),
        store.logBytes());
  }

  private List<ProtocolFigures> protocols(List<Sample> samples) {
    Map<String, List<ListenerInfo>> byName =
        services.operations().listeners().listeners().stream()
            .collect(
                Collectors.groupingBy(ListenerInfo::protocol, TreeMap::new, Collectors.toList()));
    List<ProtocolFigures> all = new ArrayList<>();
    byName.forEach((name, ports) -> all.add(figures(name, ports, samples)));
    return all;
  }

  private static ProtocolFigures figures(
      String name, List<ListenerInfo> ports, List<Sample> samples) {
    String state =
        ports.stream()
            .map(ListenerInfo::state)
            .filter(one -> !one.equals(LISTENING))
            .findFirst()
            .orElse(LISTENING);
    String prefix = "orbit_" + name + "_";
    return new ProtocolFigures(
        name,
        state,
        ports.stream().mapToInt(ListenerInfo::connections).sum(),
        ports.stream().mapToLong(ListenerInfo::accepted).sum(),
        ports.stream().mapToLong(ListenerInfo::refused).sum(),
        REQUESTS.stream().mapToLong(suffix -> sum(samples, prefix + suffix)).sum()
            + queries(samples, name),
        sum(samples, prefix + "bytes_in_total"),
        sum(samples, prefix + "bytes_out_total"));
  }

  /** Statements that came by a protocol which has no requests of its own kind. */
  private static long queries(List<Sample> samples, String protocol) {
    return (long)
        samples.stream()
            .filter(sample -> sample.name().equals("orbit_db_queries_total"))
            .filter(sample -> protocol.equals(sample.labels().get("protocol")))
            .mapToDouble(Sample::value)
            .sum();
  }

  private static long sum(List<Sample> samples, String name) {
    return (long)
        samples.stream()
            .filter(sample -> sample.name().equals(name) && Double.isFinite(sample.value()))
            .mapToDouble(Sample::value)
            .sum();
  }

  private static List<Latency> latencies(List<Sample> samples) {
    // Not by a record of our own: the JDK keeps the class of one that was hashed, softly.
    Map<Map.Entry<String, Map<String, String>>, Map<String, Double>> quantiles =
        new LinkedHashMap<>();
    for (Sample sample : samples) {
      if (sample.labels().containsKey(QUANTILE) && Double.isFinite(sample.value())) {
        Map<String, String> labels = new TreeMap<>(sample.labels());
        String quantile = labels.remove(QUANTILE);
        quantiles
            .computeIfAbsent(Map.entry(sample.name(), labels), key -> new TreeMap<>())
            .put(quantile, sample.value());
      }
    }
    return quantiles.entrySet().stream()
        .map(
            entry ->
                new Latency(
                    entry.getKey().getKey(),
                    entry.getKey().getValue(),
                    (long) beside(samples, entry.getKey(), "_count"),
                    beside(samples, entry.getKey(), "_sum"),
                    entry.getValue()))
        .toList();
  }

  private static double beside(
      List<Sample> samples, Map.Entry<String, Map<String, String>> histogram, String suffix) {
    return samples.stream()
        .filter(sample -> sample.name().equals(histogram.getKey() + suffix))
        .filter(sample -> sample.labels().equals(histogram.getValue()))
        .mapToDouble(Sample::value)
        .sum();
  }
}
