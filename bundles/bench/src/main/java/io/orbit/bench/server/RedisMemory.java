package io.orbit.bench.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a million small things take in memory, beside Redis: the live objects of Orbit's heap after
 * a full collection, which the JVM counts, and Redis' {@code used_memory}.
 */
final class RedisMemory {
  private static final int MILLION = 1_000_000;
  private static final int PIPELINE = 1_000;

  /** How much memory a server has in use. */
  @FunctionalInterface
  interface Gauge {
    long bytes() throws IOException;
  }

  /**
   * Something to fill a server with.
   *
   * @param commands how many commands make it
   * @param things how many things it is then
   */
  private record Filling(String name, int commands, int things, Command command) {}

  /** The words of one command. */
  @FunctionalInterface
  private interface Command {
    String[] words(int index);
  }

  private static final List<Filling> FILLINGS =
      List.of(
          new Filling("string, 16 + 16 bytes", MILLION, MILLION, RedisMemory::string),
          new Filling("hash of 5 fields", MILLION, MILLION, RedisMemory::hash),
          new Filling("member of one sorted set", MILLION, MILLION, RedisMemory::member),
          new Filling("member of one set", MILLION, MILLION, i -> words("SADD s m%d", i)),
          new Filling("element of one list", MILLION, MILLION, i -> words("RPUSH l e%d", i)),
          new Filling("field of one hash", MILLION, MILLION, i -> words("HSET h f%d v%d", i, i)),
          new Filling("entry of one stream", MILLION, MILLION, i -> words("XADD x * f v%d", i)),
          new Filling("sorted set of 10", MILLION / 10, MILLION / 10, RedisMemory::smallSortedSet),
          new Filling("list of 10", MILLION / 10, MILLION / 10, i -> ten("RPUSH", i)),
          new Filling("set of 10", MILLION / 10, MILLION / 10, i -> ten("SADD", i)));

  private final PrintStream progress;

  RedisMemory(PrintStream progress) {
    this.progress = progress;
  }

  private static String[] words(String format, Object... arguments) {
    return format.formatted(arguments).split(" ");
  }

  private static String[] string(int i) {
    return words("SET key:%012d value:%010d", i, i);
  }

  private static String[] hash(int i) {
    return words("HSET h:%d name n%d color red qty %d price %d city paris", i, i, i % 100, i % 999);
  }

  private static String[] member(int i) {
    return words("ZADD z %d m%d", i * 7L % MILLION, i);
  }

  private static String[] smallSortedSet(int i) {
    StringBuilder line = new StringBuilder("ZADD z:" + i);
    for (int j = 0; j < 10; j++) {
      line.append(' ').append(j).append(" member").append(j);
    }
    return line.toString().split(" ");
  }

  private static String[] ten(String command, int i) {
    StringBuilder line = new StringBuilder(command + " c:" + i);
    for (int j = 0; j < 10; j++) {
      line.append(" element").append(j);
    }
    return line.toString().split(" ");
  }

  /** Fills both, one filling after the other. */
  Table run(BenchServer orbit, Gauge orbitGauge, BenchServer redis, Gauge redisGauge)
      throws IOException {
    Table table = new Table("1,000,000 of", "Orbit, bytes each", "Redis, bytes each", "ratio");
    for (Filling filling : FILLINGS) {
      double ours = measure(orbit, orbitGauge, filling);
      double theirs = measure(redis, redisGauge, filling);
      table.add(
          filling.name(),
          "%.0f".formatted(ours),
          "%.0f".formatted(theirs),
          String.format(Locale.ROOT, "%.2f ×", ours / theirs));
    }
    return table;
  }

  private double measure(BenchServer server, Gauge gauge, Filling filling) throws IOException {
    try (RedisWire wire = RedisWire.connect(server.port(), server.login())) {
      wire.write("FLUSHALL");
      wire.readReply();
      long before = settled(wire, gauge);
      for (int from = 0; from < filling.commands(); from += PIPELINE) {
        for (int i = from; i < from + PIPELINE; i++) {
          wire.write(filling.command().words(i));
        }
        for (int i = 0; i < PIPELINE; i++) {
          wire.readReply();
        }
      }
      double each = (double) (settled(wire, gauge) - before) / filling.things();
      progress.printf("%-26s %-10s %9.1f bytes%n", filling.name(), server.name(), each);
      return each;
    }
  }

  /** What is there for the disk's sake until it has been written is not counted. */
  private static long settled(RedisWire wire, Gauge gauge) throws IOException {
    wire.write("SAVE");
    wire.readReply();
    return gauge.bytes();
  }

  /** Redis' own figure. */
  static Gauge usedMemory(BenchServer server) {
    return () -> {
      List<String> call =
          List.of(
              Programs.find("redis-cli").toString(),
              "-p",
              Integer.toString(server.port()),
              "INFO",
              "memory");
      for (String line : Programs.run(call, Map.of()).lines().toList()) {
        if (line.startsWith("used_memory:")) {
          return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
        }
      }
      throw new IOException("redis-cli tells no used_memory");
    };
  }

  /** The live objects of a JVM's heap. */
  static Gauge liveHeap(long process) {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> call = List.of(tool.toString(), Long.toString(process), "GC.class_histogram");
    return () -> parseHistogram(Programs.run(call, Map.of()));
  }

  /** From the last line: {@code Total INSTANCES BYTES}. */
  static long parseHistogram(String said) throws IOException {
    for (String line : said.lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (words.length == 3 && words[0].equals("Total")) {
        return Long.parseLong(words[2]);
      }
    }
    throw new IOException("jcmd tells no total:\n" + said);
  }
}
