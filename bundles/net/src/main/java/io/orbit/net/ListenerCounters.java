package io.orbit.net;

import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.Metrics.Counter;

/** A protocol's figures, {@code orbit_<protocol>_…}. Thread-safe. */
final class ListenerCounters {
  private final Counter accepted;
  private final Counter refused;
  private final Counter bytesIn;
  private final Counter bytesOut;

  ListenerCounters(Metrics metrics, String protocol) {
    String prefix = "orbit_" + protocol + "_";
    accepted = metrics.counter(prefix + "accepted_total", "Connections admitted");
    refused = metrics.counter(prefix + "refused_total", "Connections turned away at the door");
    bytesIn = metrics.counter(prefix + "bytes_in_total", "Bytes received");
    bytesOut = metrics.counter(prefix + "bytes_out_total", "Bytes sent");
  }

  void accepted() {
    accepted.increment();
  }

  void refused() {
    refused.increment();
  }

  void bytesIn(long amount) {
    bytesIn.add(amount);
  }

  void bytesOut(long amount) {
    bytesOut.add(amount);
  }

  long acceptedTotal() {
    return accepted.value();
  }

  long refusedTotal() {
    return refused.value();
  }
}
