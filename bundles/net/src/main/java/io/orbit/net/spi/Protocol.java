package io.orbit.net.spi;

/**
 * A protocol, as its bundle registers it (whiteboard, dynamic). While the service is there, {@code
 * net} listens on its port; when it goes, the port closes and its sessions drain. During an upgrade
 * the accept socket stays open and new connections wait for the next service of the same name.
 *
 * <p>Configuration (PID {@code io.orbit.protocol.<name>}): {@code port}, {@code bind}, {@code
 * unix_socket}, {@code max_connections}, {@code idle_timeout_ms}, {@code proxy_protocol}, {@code
 * tls}; read by {@code net} alone.
 */
public interface Protocol {
  /** Lower-case name: {@code redis}, {@code postgres}. */
  String name();

  /** The port before {@code --port-offset} is added. */
  int defaultPort();

  /** How TLS begins on its port. */
  TlsStart tlsStart();

  /** Most bytes a client may have outstanding before it is authenticated. */
  int unauthenticatedLimit();

  /**
   * A new connection was admitted. Called on the connection's event loop; must not block.
   *
   * @return its session, fed until {@link ProtocolSession#closed()}
   */
  ProtocolSession open(Connection connection);

  /**
   * The bytes with which a connection beyond {@code max_connections} is turned away, in the
   * protocol's own terms; empty for a silent close.
   */
  byte[] refusal(Refusal reason);

  /** Why a connection was turned away at the door. */
  enum Refusal {
    TOO_MANY_CONNECTIONS,
    SHUTTING_DOWN
  }

  /** Where TLS begins. */
  enum TlsStart {
    /**
     * The first bytes decide: a TLS ClientHello begins TLS, anything else is clear text (refused
     * where TLS is required).
     */
    FIRST_BYTES,
    /**
     * The protocol asks for it inside ({@link Connection#startTls}); a ClientHello first is taken
     * too.
     */
    NEGOTIATED
  }
}
