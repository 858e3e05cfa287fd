package io.orbit.bench.server;

import java.time.Duration;

/**
 * One run of a workload.
 *
 * @param perSecond operations a second, as the load's tool says
 * @param processorMicros the server's processor time for each of them, in microseconds
 */
record Reading(double perSecond, double processorMicros) {

  /** What a tool said, with the processor time that the server took meanwhile. */
  static Reading of(ToolResult result, Duration processorTime) {
    return new Reading(
        result.perSecond(), processorTime.toNanos() / 1e3 / Math.max(1, result.operations()));
  }
}
