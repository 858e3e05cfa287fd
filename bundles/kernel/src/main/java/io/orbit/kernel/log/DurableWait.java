package io.orbit.kernel.log;

import io.orbit.kernel.log.Completion.Scheduler;

/** Waits until the log is durable up to a timestamp. */
final class DurableWait extends Completion {
  final long timestamp;

  DurableWait(long timestamp, Scheduler scheduler) {
    super(scheduler);
    this.timestamp = timestamp;
  }
}
