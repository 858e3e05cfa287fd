package io.orbit.net;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One protocol's listener (PID {@code io.orbit.protocol.<name>}). Immutable.
 *
 * @param port before the offset; 0 for any free one (no offset then)
 * @param bind addresses; empty for those of {@link NetConfiguration#bind()}
 * @param unixSocket path of a Unix-domain socket beside the ports, or null
 * @param maxConnections how many clients at a time
 * @param idleTimeoutMillis a silent authenticated client is closed; 0 for never
 * @param authenticationTimeoutMillis a client that has not logged in is closed; 0 for never
 * @param proxyProtocol every TCP connection must begin with a PROXY protocol header (version 1 or
 *     2); only for ports that nobody but the proxy reaches
 */
public record ListenerConfiguration(
    int port,
    List<String> bind,
    @Nullable Path unixSocket,
    int maxConnections,
    long idleTimeoutMillis,
    long authenticationTimeoutMillis,
    boolean proxyProtocol,
    Tls tls) {
  public static final int DEFAULT_MAX_CONNECTIONS = 10_000;
  public static final long DEFAULT_AUTHENTICATION_TIMEOUT_MILLIS = 60_000;

  /** Whether clients may or must use TLS. */
  public enum Tls {
    OFF,
    ON,
    REQUIRED
  }

  public ListenerConfiguration {
    bind = List.copyOf(bind);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("max_connections must be 1 or more");
    }
    if (idleTimeoutMillis < 0 || authenticationTimeoutMillis < 0) {
      throw new IllegalArgumentException("a time-out must be 0 (never) or more milliseconds");
    }
  }

  /** The given port, TLS offered, no idle time-out. */
  public static ListenerConfiguration onPort(int port) {
    return new ListenerConfiguration(
        port,
        List.of(),
        null,
        DEFAULT_MAX_CONNECTIONS,
        0,
        DEFAULT_AUTHENTICATION_TIMEOUT_MILLIS,
        false,
        Tls.ON);
  }

  public ListenerConfiguration withMaxConnections(int most) {
    return new ListenerConfiguration(
        port,
        bind,
        unixSocket,
        most,
        idleTimeoutMillis,
        authenticationTimeoutMillis,
        proxyProtocol,
        tls);
  }

  public ListenerConfiguration withTimeouts(long idleMillis, long authenticationMillis) {
    return new ListenerConfiguration(
        port,
        bind,
        unixSocket,
        maxConnections,
        idleMillis,
        authenticationMillis,
        proxyProtocol,
        tls);
  }

  public ListenerConfiguration withTls(Tls wanted) {
    return new ListenerConfiguration(
        port,
        bind,
        unixSocket,
        maxConnections,
        idleTimeoutMillis,
        authenticationTimeoutMillis,
        proxyProtocol,
        wanted);
  }

  public ListenerConfiguration withBind(List<String> addresses) {
    return new ListenerConfiguration(
        port,
        addresses,
        unixSocket,
        maxConnections,
        idleTimeoutMillis,
        authenticationTimeoutMillis,
        proxyProtocol,
        tls);
  }

  public ListenerConfiguration withUnixSocket(Path path) {
    return new ListenerConfiguration(
        port,
        bind,
        path,
        maxConnections,
        idleTimeoutMillis,
        authenticationTimeoutMillis,
        proxyProtocol,
        tls);
  }

  public ListenerConfiguration withProxyProtocol(boolean expected) {
    return new ListenerConfiguration(
        port,
        bind,
        unixSocket,
        maxConnections,
        idleTimeoutMillis,
        authenticationTimeoutMillis,
        expected,
        tls);
  }
}
