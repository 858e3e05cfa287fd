package io.orbit.bench.server;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What {@code ./orbit bench} was asked for.
 *
 * @param parts what to measure
 * @param rounds how often each workload runs on each server, the warm-up apart
 * @param seconds how long a workload runs each time
 * @param starts how often the server is started on an empty folder, and as often on a full one
 * @param script the start script that {@code start} times
 * @param markdown whether tables come as Markdown
 */
record BenchOptions(
    Set<Part> parts, int rounds, int seconds, int starts, Path script, boolean markdown) {

  /** What can be measured alone. */
  enum Part {
    REDIS,
    COMMANDS,
    REDIS_DEFAULT,
    REDIS_MEMORY,
    POSTGRES,
    DURABLE,
    ANALYTIC,
    TIMESERIES,
    START
  }

  /**
   * Reads the command line, the start script's path first.
   *
   * @throws IllegalArgumentException with what to tell the user
   */
  static BenchOptions parse(String... arguments) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    int rounds = 5;
    int seconds = 10;
    int starts = 10;
    boolean markdown = false;
    for (int i = 1; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "redis" -> parts.add(Part.REDIS);
        case "commands" -> parts.add(Part.COMMANDS);
        case "durable" -> parts.add(Part.DURABLE);
        case "redis-default" -> parts.add(Part.REDIS_DEFAULT);
        case "redis-memory" -> parts.add(Part.REDIS_MEMORY);
        case "postgres" -> parts.add(Part.POSTGRES);
        case "analytic" -> parts.add(Part.ANALYTIC);
        case "timeseries" -> parts.add(Part.TIMESERIES);
        case "start" -> parts.add(Part.START);
        case "all" -> parts.addAll(EnumSet.allOf(Part.class));
        case "--rounds" -> rounds = number(arguments, i++);
        case "--seconds" -> seconds = number(arguments, i++);
        case "--starts" -> starts = number(arguments, i++);
        case "--markdown" -> markdown = true;
        default -> throw new IllegalArgumentException("bench does not know " + arguments[i]);
      }
    }
    if (parts.isEmpty()) {
      parts.addAll(EnumSet.allOf(Part.class));
    }
    return new BenchOptions(
        Set.copyOf(parts), rounds, seconds, starts, Path.of(arguments[0]), markdown);
  }

  private static int number(String[] arguments, int option) {
    String value = option + 1 < arguments.length ? arguments[option + 1] : "";
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("the option " + arguments[option] + " needs a number");
    }
    return Integer.parseInt(value);
  }
}
