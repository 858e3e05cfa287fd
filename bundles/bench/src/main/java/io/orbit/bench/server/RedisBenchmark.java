package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One command by {@code redis-benchmark}: 50 connections unless others are asked for, values of 100
 * bytes, random keys out of a million. The tool counts requests, not seconds: how many it needs,
 * the run before tells.
 */
final class RedisBenchmark implements Workload {
  static final int KEYS = 1_000_000;
  static final int VALUE_BYTES = 100;
  private static final int CONNECTIONS = 50;
  private static final double FIRST_RATE = 20_000;
  private static final double LONELY_RATE = 500;

  private final Path program;
  private final String command;
  private final int pipeline;
  private final int connections;
  private final Map<String, Double> rates = new HashMap<>();

  RedisBenchmark(Path program, String command, int pipeline) {
    this(program, command, pipeline, CONNECTIONS);
  }

  RedisBenchmark(Path program, String command, int pipeline, int connections) {
    this.program = program;
    this.command = command;
    this.pipeline = pipeline;
    this.connections = connections;
  }

  @Override
  public String name() {
    return connections == CONNECTIONS
        ? command + " P=" + pipeline
        : command + ", clients: " + connections;
  }

  @Override
  public ToolResult run(BenchServer server, int seconds) throws IOException {
    double expected = rates.getOrDefault(server.name(), firstRate());
    long requests = Math.max(1, Math.round(expected * seconds));
    List<String> call = new ArrayList<>();
    call.addAll(List.of(program.toString(), "-h", BenchServer.HOST));
    call.addAll(List.of("-p", Integer.toString(server.port()), "-t", command.toLowerCase()));
    call.addAll(List.of("-n", Long.toString(requests), "-c", Integer.toString(connections)));
    call.addAll(List.of("-P", Integer.toString(pipeline), "-r", Integer.toString(KEYS)));
    call.addAll(List.of("-d", Integer.toString(VALUE_BYTES), "--csv"));
    if (!server.login().password().isEmpty()) {
      call.addAll(List.of("-a", server.login().password()));
    }
    ToolResult result = parse(Programs.run(call, Map.of()), requests);
    rates.put(server.name(), result.perSecond());
    return result;
  }

  /** A client alone waits for each of its replies. */
  private double firstRate() {
    return connections == 1 ? LONELY_RATE : FIRST_RATE * pipeline;
  }

  /** From the tool's lines of comma-separated values, whose second field is the rate. */
  static ToolResult parse(String said, long requests) throws IOException {
    for (String line : said.lines().toList()) {
      String[] fields = line.replace("\"", "").split(",");
      if (fields.length > 1 && fields[1].matches("[0-9]+(\\.[0-9]+)?")) {
        return new ToolResult(requests, Double.parseDouble(fields[1]));
      }
    }
    throw new IOException("redis-benchmark says no rate:\n" + said);
  }
}
