package io.orbit.protocol.redis;

import io.orbit.net.spi.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off a client that does not read what it is sent, by {@link OutputLimits}. What a client did
 * not ask for, such as messages, is limited even where the limit of its class is not set: it would
 * pile up for ever. On the client's event loop only.
 */
final class OutputGuard {
  private static final Logger LOG = LoggerFactory.getLogger(OutputGuard.class);
  private static final long NANOS = 1_000_000_000;

  private final RedisClient client;
  private boolean beyondSoft;
  private long beyondSoftSince;

  OutputGuard(RedisClient client) {
    this.client = client;
  }

  /** After replies were written; true when the connection is ended. */
  boolean cutsOff(Connection connection) {
    return cutsOff(connection, limit());
  }

  /** After something was written that the client did not ask for. */
  boolean cutsOffSubscriber(Connection connection) {
    OutputLimits.Limit limit = limit();
    return cutsOff(
        connection, limit.isNone() ? client.server().settings().outputLimits().pubSub() : limit);
  }

  private OutputLimits.Limit limit() {
    OutputLimits all = client.server().settings().outputLimits();
    return client.subscriptions().isEmpty() ? all.normal() : all.pubSub();
  }

  private boolean cutsOff(Connection connection, OutputLimits.Limit limit) {
    if (limit.isNone()) {
      return false;
    }
    long unsent = connection.unsentBytes();
    boolean tooMuch = limit.hard() != 0 && unsent > limit.hard();
    if (!tooMuch && !tooLong(unsent, limit)) {
      return false;
    }
    LOG.warn(
        "Connection {} closed: {} bytes of output are more than client-output-buffer-limit allows",
        connection.id(),
        unsent);
    client.server().statistics().outputLimitDisconnections.increment();
    connection.abort();
    return true;
  }

  private boolean tooLong(long unsent, OutputLimits.Limit limit) {
    boolean beyond = limit.soft() != 0 && unsent > limit.soft();
    long now = beyond ? System.nanoTime() : 0;
    if (beyond && !beyondSoft) {
      beyondSoftSince = now;
    }
    beyondSoft = beyond;
    return beyond && now - beyondSoftSince > limit.seconds() * NANOS;
  }
}
