package io.orbit.bench.server;

import io.orbit.bench.server.BenchOptions.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code ./orbit bench}: measures the packaged server beside Redis and PostgreSQL and prints tables
 * to standard output, what it is doing to standard error. Arguments: the start script's path, then
 * the user's. Exit codes: 1 when something does not run, 2 for a mistake in the arguments.
 */
public final class Bench {
  private static final int SCALE = 10;
  private static final List<Integer> DURABLE_CLIENTS = List.of(1, 64);

  private final BenchOptions options;
  private final Path folder;

  private Bench(BenchOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  /** Runs what was asked for; see the class for the exit codes. */
  public static void main(String[] arguments) throws IOException {
    BenchOptions options;
    try {
      options = BenchOptions.parse(arguments);
    } catch (IllegalArgumentException mistake) {
      System.err.println("orbit: " + mistake.getMessage());
      System.exit(2);
      return;
    }
    Path folder = Files.createTempDirectory("orbit-bench");
    int exitCode = 0;
    try {
      // A peer that runs as a user of its own passes through it.
      folder.toFile().setExecutable(true, false);
      new Bench(options, folder).run();
      delete(folder);
    } catch (IOException failure) {
      System.err.println("orbit: " + failure.getMessage());
      System.err.println("orbit: what the servers said is in " + folder);
      exitCode = 1;
    }
    System.exit(exitCode);
  }

  private void run() throws IOException {
    if (options.parts().contains(Part.REDIS)) {
      redis(List.of("SET", "GET"), 1, 16);
    }
    if (options.parts().contains(Part.COMMANDS)) {
      redis(List.of("INCR", "HSET", "LPUSH", "ZADD", "MSET"), 16);
    }
    if (options.parts().contains(Part.DURABLE)) {
      durable();
    }
    if (options.parts().contains(Part.REDIS_DEFAULT)) {
      redisDefault();
    }
    if (options.parts().contains(Part.REDIS_MEMORY)) {
      redisMemory();
    }
    if (options.parts().contains(Part.POSTGRES)) {
      postgres();
    }
    if (options.parts().contains(Part.ANALYTIC)) {
      analytic();
    }
    if (options.parts().contains(Part.TIMESERIES)) {
      timeSeries();
    }
    if (options.parts().contains(Part.START)) {
      print(new StartBench(options.script(), folder, System.err).run(options.starts()));
    }
  }

  private void redis(List<String> commands, int... pipelines) throws IOException {
    Path program = Programs.find("redis-benchmark");
    List<Workload> workloads = new ArrayList<>();
    for (int pipeline : pipelines) {
      for (String command : commands) {
        workloads.add(new RedisBenchmark(program, command, pipeline));
      }
    }
    try (OrbitServer server = OrbitServer.start(options.script(), folder.resolve("for-redis"));
        BenchServer peer = RedisPeer.start(folder)) {
      BenchServer orbit = server.by(Ports.REDIS);
      for (BenchServer each : List.of(orbit, peer)) {
        try (RedisWire wire = RedisWire.connect(each.port(), each.login())) {
          wire.fill(RedisBenchmark.KEYS, RedisBenchmark.VALUE_BYTES);
        }
      }
      compare(orbit, peer, workloads);
    }
  }

  /** Every commit on disk before it is answered, by one client and by many. */
  private void durable() throws IOException {
    Path pgbench = Programs.postgres().resolve("pgbench");
    Path redisBenchmark = Programs.find("redis-benchmark");
    try (OrbitServer server = OrbitServer.start(options.script(), folder.resolve("durable"))) {
      try (BenchServer peer = PostgresPeer.start(folder)) {
        BenchServer orbit = server.by(Ports.POSTGRES);
        DurableInsert.initialize(pgbench, orbit, folder);
        DurableInsert.initialize(pgbench, peer, folder);
        compare(orbit, peer, DurableInsert.all(pgbench, folder, DURABLE_CLIENTS));
      }
      try (BenchServer peer = RedisPeer.start(folder)) {
        BenchServer orbit = server.by(Ports.REDIS);
        for (BenchServer each : List.of(orbit, peer)) {
          try (RedisWire wire = RedisWire.connect(each.port(), each.login())) {
            wire.write("CONFIG", "SET", "appendfsync", "always");
            wire.readReply();
          }
        }
        List<Workload> workloads = new ArrayList<>();
        DURABLE_CLIENTS.forEach(
            clients -> workloads.add(new RedisBenchmark(redisBenchmark, "SET", 1, clients)));
        compare(orbit, peer, workloads);
      }
    }
  }

  private void redisDefault() throws IOException {
    List<Workload> tests = RedisDefaultTest.all(Programs.find("redis-benchmark"), 1, 16);
    try (OrbitServer server = OrbitServer.start(options.script(), folder.resolve("for-default"));
        BenchServer peer = RedisPeer.start(folder)) {
      BenchServer orbit = server.by(Ports.REDIS);
      RedisDefaultTest.prepare(orbit);
      RedisDefaultTest.prepare(peer);
      compare(orbit, peer, tests);
    }
  }

  private void redisMemory() throws IOException {
    try (OrbitServer server = OrbitServer.start(options.script(), folder.resolve("for-memory"));
        BenchServer peer = RedisPeer.start(folder)) {
      print(
          new RedisMemory(System.err)
              .run(
                  server.by(Ports.REDIS),
                  RedisMemory.liveHeap(server.processId()),
                  peer,
                  RedisMemory.usedMemory(peer)));
    }
  }

  private void postgres() throws IOException {
    Path program = Programs.postgres().resolve("pgbench");
    List<Workload> workloads = new ArrayList<>();
    for (String script : List.of("select-only", "simple-update", "tpcb-like")) {
      for (String mode : List.of("simple", "prepared")) {
        workloads.add(new Pgbench(program, script, mode));
      }
    }
    try (OrbitServer server = OrbitServer.start(options.script(), folder.resolve("for-postgres"));
        BenchServer peer = PostgresPeer.start(folder)) {
      BenchServer orbit = server.by(Ports.POSTGRES);
      Pgbench.initialize(program, orbit, SCALE);
      Pgbench.initialize(program, peer, SCALE);
      compare(orbit, peer, workloads);
    }
  }

  private void analytic() throws IOException {
    Path program = Programs.postgres().resolve("pgbench");
    List<Workload> queries = AnalyticQuery.all(program, folder);
    Path data = folder.resolve("for-queries");
    Path features = Files.createDirectories(data.resolve("features"));
    Files.writeString(features.resolve("wanted"), "install orbit-accel-simd\n");
    try (OrbitServer server = OrbitServer.start(options.script(), data);
        BenchServer peer = PostgresPeer.start(folder)) {
      BenchServer orbit = server.by(Ports.POSTGRES);
      AnalyticQuery.initialize(program, orbit, folder);
      AnalyticQuery.initialize(program, peer, folder);
      compare(orbit, peer, queries);
    }
  }

  private void timeSeries() throws IOException {
    List<Workload> workloads =
        List.of(
            new SampleLoad(1), new SampleLoad(16), new SampleQuery(false), new SampleQuery(true));
    try (OrbitServer server = OrbitServer.start(options.script(), folder.resolve("for-series"));
        BenchServer peer = RedisPeer.start(folder)) {
      BenchServer orbit = server.by(Ports.REDIS);
      for (BenchServer each : List.of(orbit, peer)) {
        SampleQuery.fill(each);
        System.err.println(SampleQuery.size(each));
      }
      compare(orbit, peer, workloads);
    }
  }

  private void compare(BenchServer orbit, BenchServer peer, List<Workload> workloads)
      throws IOException {
    Comparison comparison = new Comparison(orbit, peer, workloads, System.err);
    print(Table.of(peer.name(), comparison.run(options.rounds(), options.seconds())));
  }

  private void print(Table table) {
    System.out.println(options.markdown() ? table.markdown() : table.text());
    System.out.println();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(Comparator.reverseOrder()).forEach(Bench::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
