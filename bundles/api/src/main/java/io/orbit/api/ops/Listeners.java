package io.orbit.api.ops;

import java.util.List;
import java.util.Optional;

/** Ports and connections of every protocol. Thread-safe. */
public interface Listeners {
  List<ListenerInfo> listeners();

  List<ConnectionInfo> connections();

  /** Ends a connection at once; false when there is none of that id. */
  boolean kill(long connection);

  /** Asks a connection to end at its next boundary; false when there is none of that id. */
  boolean drain(long connection);

  /**
   * Closes a protocol's ports and lets its sessions end at their next boundary, for as long as a
   * drain may take. It stays stopped until {@link #start}, or until the protocol or the server
   * comes anew. Blocks.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT for an unknown protocol,
   *     FEATURE_NOT_SUPPORTED for one whose server brings its own sockets
   */
  void stop(String protocol);

  /**
   * Listens again.
   *
   * @throws io.orbit.api.error.OrbitException as {@link #stop}
   */
  void start(String protocol);

  /** What a protocol's ports allow; empty where its server brings its own sockets. */
  Optional<Limits> limits(String protocol);

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
   * @param state listening, draining, waiting, failed, stopped
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
   * What ports allow.
   *
   * @param idleTimeoutMillis after which a silent client is closed; 0 for never
   * @param authenticationTimeoutMillis in which a client must log in; 0 for ever
   * @param tls off, on or required
   * @param proxyProtocol whether connections begin with a PROXY protocol header
   */
  record Limits(
      int maxConnections,
      long idleTimeoutMillis,
      long authenticationTimeoutMillis,
      String tls,
      boolean proxyProtocol) {}

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
