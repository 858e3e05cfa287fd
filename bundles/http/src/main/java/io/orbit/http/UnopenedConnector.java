package io.orbit.http;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A connector that listens nowhere: Felix hands its server only to whoever adds one, and takes none
 * but server connectors. It has the address of the real one, which Felix tells as an endpoint.
 */
final class UnopenedConnector extends ServerConnector {
  UnopenedConnector(Server server, String host, int port) {
    super(server);
    setHost(host);
    setPort(port);
  }

  @Override
  protected void doStart() {
    // No port, no threads.
  }

  @Override
  protected void doStop() {
    // Nothing was started.
  }
}
