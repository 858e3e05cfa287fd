package io.orbit.http;

import io.orbit.api.ops.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;

/**
 * The open connections, and what went over them: counted when one is closed, and of open ones
 * whenever somebody wants to know. Thread-safe.
 */
final class HttpConnections implements Connection.Listener {
  private final Map<Connection, Counted> open = new ConcurrentHashMap<>();
  private final Metrics.Counter accepted;
  private final Metrics.Counter bytesIn;
  private final Metrics.Counter bytesOut;

  /** How much of a connection is in the figures already. */
  private static final class Counted {
    private long in;
    private long out;
  }

  HttpConnections(Metrics.Counter accepted, Metrics.Counter bytesIn, Metrics.Counter bytesOut) {
    this.accepted = accepted;
    this.bytesIn = bytesIn;
    this.bytesOut = bytesOut;
  }

  @Override
  public void onOpened(Connection connection) {
    if (open.putIfAbsent(connection, new Counted()) == null) {
      accepted.increment();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    Counted counted = open.remove(connection);
    if (counted != null) {
      count(connection, counted);
    }
  }

  /** How many are open; brings the figures up to now. */
  int open() {
    open.forEach(this::count);
    return open.size();
  }

  private void count(Connection connection, Counted counted) {
    synchronized (counted) {
      long in = Math.max(counted.in, connection.getBytesIn());
      long out = Math.max(counted.out, connection.getBytesOut());
      bytesIn.add(in - counted.in);
      bytesOut.add(out - counted.out);
      counted.in = in;
      counted.out = out;
    }
  }

  long accepted() {
    return accepted.value();
  }
}
