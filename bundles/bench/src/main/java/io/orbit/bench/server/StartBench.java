package io.orbit.bench.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From {@code ./orbit run} to a client's first answer, again and again: on an empty folder each
 * time, and on one folder that has data. Redis and PostgreSQL are asked at the same time, each by a
 * thread that connects anew until it is answered. How much memory an idle server has is read from
 * the last start of each kind.
 */
final class StartBench {
  private static final int KEYS = 100_000;
  private static final int IDLE_SECONDS = 30;

  private final Path script;
  private final Path folder;
  private final PrintStream progress;

  StartBench(Path script, Path folder, PrintStream progress) {
    this.script = script;
    this.folder = folder;
    this.progress = progress;
  }

  /** Seconds to the first answer, and what stays in memory without requests. */
  private record Starts(List<Double> redis, List<Double> postgres, List<Double> megabytes) {
    Starts() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  Table run(int starts) throws IOException {
    Path full = folder.resolve("full");
    prepare(full);
    Starts onEmpty = new Starts();
    Starts onFull = new Starts();
    for (int i = 1; i <= starts; i++) {
      start(folder.resolve("empty-" + i), i == starts, onEmpty);
      start(full, i == starts, onFull);
    }
    Table table =
        new Table(
            "./orbit run, built",
            "first answer on Redis, s",
            "on PostgreSQL, s",
            "idle after " + IDLE_SECONDS + " s, MB");
    add(table, "empty data folder, " + starts + " starts", onEmpty);
    add(table, "%,d keys and rows each, %d starts".formatted(KEYS, starts), onFull);
    return table;
  }

  /** Fills the folder. This start counts nowhere: the client's own code is loaded by it. */
  private void prepare(Path data) throws IOException {
    try (OrbitServer server = OrbitServer.start(script, data)) {
      try (RedisWire wire = RedisWire.connect(server.port(Ports.REDIS), OrbitServer.LOGIN)) {
        wire.fill(KEYS, RedisBenchmark.VALUE_BYTES);
      }
      Path pgbench = Programs.postgres().resolve("pgbench");
      Pgbench.initialize(pgbench, server.by(Ports.POSTGRES), 1);
    }
  }

  private void start(Path data, boolean last, Starts starts) throws IOException {
    int offset = Ports.freeOffset();
    long begun = System.nanoTime();
    try (OrbitServer server = OrbitServer.launch(script, data, offset)) {
      Probe postgres = new Probe(begun, server::awaitPostgres);
      Thread other = Thread.ofPlatform().start(postgres);
      Probe redis = new Probe(begun, server::awaitRedis);
      redis.run();
      join(other);
      starts.redis().add(redis.seconds());
      starts.postgres().add(postgres.seconds());
      progress.printf(
          "%-10s Redis %.2f s, PostgreSQL %.2f s%n",
          data.getFileName(), redis.seconds(), postgres.seconds());
      if (last) {
        idle();
        starts.megabytes().add(server.residentBytes() / 1e6);
      }
    }
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static void idle() throws IOException {
    try {
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static void add(Table table, String what, Starts starts) {
    table.add(
        what,
        Table.text("%.1f", Spread.of(starts.redis())),
        Table.text("%.1f", Spread.of(starts.postgres())),
        "%.0f".formatted(starts.megabytes().getFirst()));
  }
}
