package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Health.State;
import java.util.List;
import java.util.Map;

/**
 * The server at a glance. What is counted is counted since the start; who wants rates takes
 * differences.
 *
 * @param time and startedAt: milliseconds since 1970
 */
public record Overview(
    String version,
    long startedAt,
    long time,
    State state,
    List<HealthChecks.Check> health,
    List<String> waitingFor,
    Memory memory,
    StoreFigures store,
    int sessions,
    List<ProtocolFigures> protocols,
    List<Latency> latencies) {

  /** In bytes; a limit of 0 is none. */
  public record Memory(
      long heapUsed, long heapLimit, long resident, long dataUsed, long dataLimit) {}

  /** The store. */
  public record StoreFigures(
      long records,
      int transactions,
      long commits,
      long rollbacks,
      long deadlocks,
      long serializationFailures,
      long logBytes) {}

  /** One protocol over all its ports. */
  public record ProtocolFigures(
      String name,
      String state,
      int connections,
      long accepted,
      long refused,
      long requests,
      long bytesIn,
      long bytesOut) {}

  /**
   * One kind of latency.
   *
   * @param count how many were measured since the start
   * @param sum seconds that they took together
   * @param quantiles seconds by quantile
   */
  public record Latency(
      String name,
      Map<String, String> labels,
      long count,
      double sum,
      Map<String, Double> quantiles) {}
}
