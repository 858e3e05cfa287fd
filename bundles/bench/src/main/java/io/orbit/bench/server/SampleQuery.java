package io.orbit.bench.server;

import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Reads a series of a million samples, by one connection: a thousand of them, or all as averages of
 * an hour; Redis, which does not aggregate, answers all members instead.
 */
final class SampleQuery implements Workload {
  static final int SAMPLES = 1_000_000;
  private static final String KEY = "million";
  private static final long FIRST = 1_700_000_000_000L;
  private static final long STEP = 1_000;
  private static final int BATCH = 1_000;

  private final boolean aggregates;

  SampleQuery(boolean aggregates) {
    this.aggregates = aggregates;
  }

  /** Makes the series. */
  static void fill(BenchServer server) throws IOException {
    boolean series = SampleLoad.hasSeries(server);
    Random random = new Random(1);
    double value = 20;
    try (RedisWire wire = RedisWire.connect(server.port(), server.login())) {
      for (int from = 0; from < SAMPLES; from += BATCH) {
        for (int i = from; i < from + BATCH; i++) {
          value += (random.nextInt(21) - 10) / 100.0;
          wire.write(SampleLoad.add(series, KEY, FIRST + i * STEP, value));
        }
        for (int i = 0; i < BATCH; i++) {
          wire.readReply();
        }
      }
    }
  }

  /** Bytes a sample, as the server counts its memory. */
  static String size(BenchServer server) throws IOException {
    try (RedisWire wire = RedisWire.connect(server.port(), server.login())) {
      wire.write("MEMORY", "USAGE", KEY, "SAMPLES", "0");
      long memory = wire.readNumber();
      String size = String.format(Locale.ROOT, "%.1f", (double) memory / SAMPLES);
      return server.name() + ": " + size + " bytes a sample by MEMORY USAGE";
    }
  }

  @Override
  public String name() {
    return aggregates ? "a million as averages of hours" : "a range of a thousand";
  }

  @Override
  public ToolResult run(BenchServer server, int seconds) throws IOException {
    boolean series = SampleLoad.hasSeries(server);
    Random random = new Random(2);
    long begun = System.nanoTime();
    long end = begun + TimeUnit.SECONDS.toNanos(seconds);
    long count = 0;
    try (RedisWire wire = RedisWire.connect(server.port(), server.login())) {
      while (System.nanoTime() < end) {
        wire.write(aggregates ? all(series) : range(series, random.nextInt(SAMPLES - 1_000)));
        wire.readReply();
        count++;
      }
    }
    return new ToolResult(count, count / ((System.nanoTime() - begun) / 1e9));
  }

  private static String[] all(boolean series) {
    return series
        ? new String[] {"TS.RANGE", KEY, "-", "+", "AGGREGATION", "avg", "3600000"}
        : new String[] {"ZRANGEBYSCORE", KEY, "-inf", "+inf"};
  }

  private static String[] range(boolean series, int index) {
    String from = Long.toString(FIRST + index * STEP);
    String to = Long.toString(FIRST + (index + 999) * STEP);
    return new String[] {series ? "TS.RANGE" : "ZRANGEBYSCORE", KEY, from, to};
  }
}
