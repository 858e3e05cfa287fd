package io.orbit.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Samples added by many connections, each to a series of its own that its time goes on in: a second
 * from one sample to the next, a value that wanders. Beside Redis, which has no series, the members
 * of sorted sets.
 */
final class SampleLoad implements Workload {
  private static final int CONNECTIONS = 20;
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final int pipeline;

  SampleLoad(int pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public String name() {
    return "TS.ADD, ZADD P=" + pipeline;
  }

  /** Whether it has series. */
  static boolean hasSeries(BenchServer server) {
    return server.name().equals(OrbitServer.NAME);
  }

  /** The command that adds a sample. */
  static String[] add(boolean series, String key, long time, double value) {
    String number = String.format(Locale.ROOT, "%.2f", value);
    return series
        ? new String[] {"TS.ADD", key, Long.toString(time), number}
        : new String[] {"ZADD", key, Long.toString(time), time + ":" + number};
  }

  @Override
  public ToolResult run(BenchServer server, int seconds) throws IOException {
    boolean series = hasSeries(server);
    int run = RUNS.incrementAndGet();
    long begun = System.nanoTime();
    long end = begun + TimeUnit.SECONDS.toNanos(seconds);
    long operations = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        String key = "load:" + run + ":" + i;
        counts.add(threads.submit(() -> add(server, series, key, end)));
      }
      for (Future<Long> count : counts) {
        operations += count.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException("adding samples failed", e);
    }
    double took = (System.nanoTime() - begun) / 1e9;
    return new ToolResult(operations, operations / took);
  }

  private long add(BenchServer server, boolean series, String key, long end) {
    Random random = new Random(key.hashCode());
    double value = 20;
    long time = 1_700_000_000_000L;
    long count = 0;
    try (RedisWire wire = RedisWire.connect(server.port(), server.login())) {
      while (System.nanoTime() < end) {
        for (int i = 0; i < pipeline; i++) {
          value += (random.nextInt(21) - 10) / 100.0;
          wire.write(add(series, key, time, value));
          time += 1_000;
        }
        for (int i = 0; i < pipeline; i++) {
          wire.readReply();
        }
        count += pipeline;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count;
  }
}
