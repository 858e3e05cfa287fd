package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One of the tests that {@code redis-benchmark} runs by default, with the default's 50 connections
 * and values of 3 bytes. LRANGE is called by its words, as the tool's own test fills the list
 * first, which is to be done once.
 */
final class RedisDefaultTest implements Workload {
  private static final int CONNECTIONS = 50;
  private static final int LIST = 600;
  private static final double FIRST_RATE = 10_000;
  private static final List<String> BY_NAME =
      List.of(
          "PING_INLINE",
          "PING_MBULK",
          "SET",
          "GET",
          "INCR",
          "LPUSH",
          "RPUSH",
          "LPOP",
          "RPOP",
          "SADD",
          "HSET",
          "SPOP",
          "ZADD",
          "ZPOPMIN",
          "MSET");

  private final Path program;
  private final String name;
  private final List<String> words;
  private final int pipeline;
  private final Map<String, Double> rates = new HashMap<>();

  private RedisDefaultTest(Path program, String name, List<String> words, int pipeline) {
    this.program = program;
    this.name = name;
    this.words = words;
    this.pipeline = pipeline;
  }

  /** All of them, with each number of requests sent at once. */
  static List<Workload> all(Path program, int... pipelines) {
    List<Workload> tests = new ArrayList<>();
    for (int pipeline : pipelines) {
      for (String test : BY_NAME) {
        List<String> words = List.of("-t", test.toLowerCase(Locale.ROOT));
        tests.add(new RedisDefaultTest(program, test, words, pipeline));
      }
      // The tool's LRANGE_500 asks for 450.
      for (int[] range : new int[][] {{100, 100}, {300, 300}, {500, 450}, {600, LIST}}) {
        List<String> words = List.of("LRANGE", "bench-list", "0", String.valueOf(range[1] - 1));
        tests.add(new RedisDefaultTest(program, "LRANGE_" + range[0], words, pipeline));
      }
    }
    return tests;
  }

  /** Fills the list that LRANGE reads. */
  static void prepare(BenchServer server) throws IOException {
    try (RedisWire wire = RedisWire.connect(server.port(), server.login())) {
      for (int i = 0; i < LIST; i++) {
        wire.write("RPUSH", "bench-list", "xxx");
        wire.readReply();
      }
    }
  }

  @Override
  public String name() {
    return name + " P=" + pipeline;
  }

  @Override
  public ToolResult run(BenchServer server, int seconds) throws IOException {
    long requests =
        Math.max(1, Math.round(rates.getOrDefault(server.name(), FIRST_RATE) * seconds));
    List<String> call = new ArrayList<>();
    call.addAll(List.of(program.toString(), "-h", BenchServer.HOST));
    call.addAll(List.of("-p", Integer.toString(server.port()), "-c", String.valueOf(CONNECTIONS)));
    call.addAll(List.of("-n", Long.toString(requests), "-P", Integer.toString(pipeline), "--csv"));
    if (!server.login().password().isEmpty()) {
      call.addAll(List.of("-a", server.login().password()));
    }
    call.addAll(words);
    ToolResult result = RedisBenchmark.parse(Programs.run(call, Map.of()), requests);
    rates.put(server.name(), result.perSecond());
    return result;
  }
}
