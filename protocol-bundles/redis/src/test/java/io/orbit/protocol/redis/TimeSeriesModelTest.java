package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.protocol.redis.timeseries.TimeSeriesModule;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random commands on series of tiny chunks beside a map of time to value. */
class TimeSeriesModelTest {
  private static final int COMMANDS = 4_000;
  private static final int BUCKET = 50;
  private static final List<String> POLICIES = List.of("LAST", "FIRST", "MIN", "MAX", "SUM");
  private static final List<String> AGGREGATIONS =
      List.of("sum", "count", "min", "max", "first", "last", "range");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final NavigableMap<Long, Double> model = new TreeMap<>();

  @Test
  void aSeriesIsAMapOfTimeToValue() throws IOException {
    System.out.println("TimeSeriesModelTest seed " + seed);
    for (String encoding : List.of("COMPRESSED", "UNCOMPRESSED")) {
      model.clear();
      try (TestStack stack = new TestStack(true)) {
        RedisProtocol server = stack.protocol();
        server.addModule(new TimeSeriesModule());
        try (TestNet net = TestNet.start(server);
            RespClient client = new RespClient(net.address())) {
          run(client, encoding);
        }
      }
    }
  }

  private void run(RespClient client, String encoding) {
    client.call("TS.CREATE", "s", "ENCODING", encoding, "CHUNK_SIZE", "128", "LABELS", "k", "v");
    List<String> filled = AGGREGATIONS.stream().map(each -> "to-" + each).toList();
    for (String aggregation : AGGREGATIONS) {
      client.call("TS.CREATE", "to-" + aggregation, "CHUNK_SIZE", "48");
      client.call(
          "TS.CREATERULE", "s", "to-" + aggregation, "AGGREGATION", aggregation, "" + BUCKET);
    }
    for (int i = 0; i < COMMANDS; i++) {
      step(client);
      if (i % 100 == 0) {
        check(client);
        for (int each = 0; each < filled.size(); each++) {
          checkFilled(client, filled.get(each), AGGREGATIONS.get(each));
        }
      }
    }
    check(client);
    copies(client);
  }

  private void step(RespClient client) {
    long last = model.isEmpty() ? 0 : model.lastKey();
    switch (random.nextInt(20)) {
      case 0 -> {
        long from = random.nextLong(last + 1);
        long to = from + random.nextInt(300);
        Collection<Double> gone = model.subMap(from, true, to, true).values();
        assertThat(client.call("TS.DEL", "s", "" + from, "" + to)).isEqualTo(":" + gone.size());
        gone.clear();
      }
      case 1 -> {
        // What a transaction discards has not been.
        client.call("MULTI");
        client.call("TS.ADD", "s", "" + (last + 1), "1");
        client.call("DISCARD");
      }
      case 2, 3, 4, 5 -> add(client, random.nextLong(last + 1));
      default -> add(client, last + 1 + random.nextInt(20));
    }
  }

  private void add(RespClient client, long time) {
    double value = random.nextBoolean() ? random.nextInt(100) : random.nextInt() / 64.0;
    String policy = POLICIES.get(random.nextInt(POLICIES.size()));
    String reply = client.call("TS.ADD", "s", "" + time, "" + plain(value), "ON_DUPLICATE", policy);
    assertThat(reply).isEqualTo(":" + time);
    model.merge(
        time,
        value,
        (old, now) ->
            switch (policy) {
              case "LAST" -> now;
              case "FIRST" -> old;
              case "MIN" -> Math.min(old, now);
              case "MAX" -> Math.max(old, now);
              default -> old + now;
            });
  }

  private static String plain(double value) {
    return new java.math.BigDecimal(value).toPlainString();
  }

  private static String shown(Iterable<? extends Map.Entry<Long, Double>> samples) {
    StringBuilder shown = new StringBuilder();
    for (Map.Entry<Long, Double> each : samples) {
      shown.append(each.getKey()).append('=').append(each.getValue().doubleValue()).append(' ');
    }
    return shown.toString();
  }

  /** A reply of samples in the form of {@link #shown}. */
  private static String shown(String reply) {
    StringBuilder shown = new StringBuilder();
    java.util.regex.Matcher samples =
        java.util.regex.Pattern.compile("\\*2\\[:([0-9]+) , \\+([^ ]+) ]").matcher(reply);
    while (samples.find()) {
      shown.append(samples.group(1)).append('=');
      shown.append(Double.parseDouble(samples.group(2))).append(' ');
    }
    return shown.toString();
  }

  private void check(RespClient client) {
    assertThat(shown(client.call("TS.RANGE", "s", "-", "+"))).isEqualTo(shown(model.entrySet()));
    long last = model.isEmpty() ? 0 : model.lastKey();
    long from = random.nextLong(last + 1);
    long to = from + random.nextInt(500);
    NavigableMap<Long, Double> part = model.subMap(from, true, to, true);
    assertThat(shown(client.call("TS.RANGE", "s", "" + from, "" + to)))
        .isEqualTo(shown(part.entrySet()));
    assertThat(shown(client.call("TS.REVRANGE", "s", "" + from, "" + to)))
        .isEqualTo(shown(part.descendingMap().entrySet()));
    assertThat(client.call("TS.INFO", "s")).startsWith("*28[+totalSamples , :" + model.size());
    String expected = model.isEmpty() ? "" : shown(List.of(model.lastEntry()));
    assertThat(shown(client.call("TS.GET", "s"))).isEqualTo(expected);
    for (String aggregation : AGGREGATIONS) {
      String reply =
          client.call("TS.RANGE", "s", "" + from, "" + to, "AGGREGATION", aggregation, "" + BUCKET);
      assertThat(shown(reply)).isEqualTo(shown(buckets(part, aggregation).entrySet()));
    }
  }

  private static NavigableMap<Long, Double> buckets(
      NavigableMap<Long, Double> samples, String aggregation) {
    NavigableMap<Long, List<Double>> buckets = new TreeMap<>();
    samples.forEach(
        (time, value) ->
            buckets.computeIfAbsent(time - time % BUCKET, each -> new ArrayList<>()).add(value));
    NavigableMap<Long, Double> all = new TreeMap<>();
    buckets.forEach((time, values) -> all.put(time, of(values, aggregation)));
    return all;
  }

  private static double of(List<Double> values, String aggregation) {
    DoubleSummaryStatistics facts = values.stream().mapToDouble(each -> each).summaryStatistics();
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return switch (aggregation) {
      case "sum" -> sum;
      case "count" -> values.size();
      case "min" -> facts.getMin();
      case "max" -> facts.getMax();
      case "first" -> values.getFirst();
      case "last" -> values.getLast();
      default -> facts.getMax() - facts.getMin();
    };
  }

  /** All buckets but the one that is open. */
  private void checkFilled(RespClient client, String key, String aggregation) {
    NavigableMap<Long, Double> all = buckets(model, aggregation);
    NavigableMap<Long, Double> closed = all.isEmpty() ? all : all.headMap(all.lastKey(), false);
    assertThat(shown(client.call("TS.RANGE", key, "-", "+"))).isEqualTo(shown(closed.entrySet()));
    assertThat(shown(client.call("TS.RANGE", key, "-", "+", "LATEST")))
        .isEqualTo(shown(all.entrySet()));
  }

  private void copies(RespClient client) {
    assertThat(client.call("COPY", "s", "copied")).isEqualTo(":1");
    client.call("FLUSHDB");
    assertThat(client.call("TS.QUERYINDEX", "k=v")).isEqualTo("*0[]");
  }
}
