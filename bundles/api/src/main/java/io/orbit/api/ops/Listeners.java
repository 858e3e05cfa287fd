package io.orbit.api.ops;

import java.util.List;

/** Ports and connections of every protocol. Thread-safe. */
public interface Listeners {
  List<ListenerInfo> listeners();

  List<ConnectionInfo> connections();

  /** Ends a connection at once; false when there is none of that id. */
  boolean kill(long connection);

  /**
   * Announces that the protocol goes and comes back (an upgrade): when it goes, its ports stay open
   * and new connections wait for it, instead of being refused.
   *
   * @param millis for how long after it went; then the ports close
   */
  void holdOpen(String protocol, long millis);

  /**
   * One listening address.
   *
   * @param address host:port or a socket's path
   * @param state listening, draining, waiting, failed
   * @param problem why it failed, else empty
   */
  record ListenerInfo(
      String protocol,
      String address,
      int port,
      boolean tls,
      String state,
      String problem,
      int connections,
      long accepted,
      long refused) {}

  /**
   * One connection.
   *
   * @param activity what it does now, in the protocol's words
   */
  record ConnectionInfo(
      long id,
      String protocol,
      String remoteAddress,
      String user,
      String activity,
      long openedAt,
      long bytesIn,
      long bytesOut) {}
}
