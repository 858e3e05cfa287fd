package io.orbit.protocol.redis;

import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.Metrics.Counter;
import io.orbit.api.ops.Metrics.Histogram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The protocol's figures in the registry, {@code orbit_redis_…}. Unlike those of INFO they go on
 * through CONFIG RESETSTAT. Thread-safe.
 */
final class RedisFigures {
  private static final int MOST_CODES = 128;

  private final Metrics metrics;
  private final Map<RedisCommand, OfCommand> commands = new ConcurrentHashMap<>();
  private final Map<String, Counter> errors = new ConcurrentHashMap<>();
  private final Counter hits;
  private final Counter misses;

  /** One command's figures. */
  private record OfCommand(Counter calls, Histogram latency) {}

  RedisFigures(Metrics metrics) {
    this.metrics = metrics;
    hits = metrics.counter("orbit_redis_keyspace_hits_total", "Keys looked up and found.");
    misses = metrics.counter("orbit_redis_keyspace_misses_total", "Keys looked up in vain.");
  }

  /** A command ran so many times one after the other, in that time together. */
  void ran(RedisCommand command, long count, long nanoseconds) {
    OfCommand figures = commands.get(command);
    if (figures == null) {
      figures = commands.computeIfAbsent(command, this::figures);
    }
    figures.calls.add(count);
    figures.latency.record(nanoseconds / count, count);
  }

  private OfCommand figures(RedisCommand command) {
    String name = command.fullName();
    return new OfCommand(
        metrics.counter("orbit_redis_commands_total", "Commands run.", "command", name),
        metrics.histogram(
            "orbit_redis_command_duration_seconds",
            "Time of a command; of a run of the same one, as pipelines send it, its mean.",
            "command",
            name));
  }

  /** An error reply. @param code its first word, of which there should be few */
  void failed(String code) {
    errors
        .computeIfAbsent(
            errors.size() < MOST_CODES ? code : "other",
            each ->
                metrics.counter(
                    "orbit_redis_errors_total", "Error replies by their code.", "error", each))
        .increment();
  }

  void lookedUp(long found, long missed) {
    hits.add(found);
    misses.add(missed);
  }
}
