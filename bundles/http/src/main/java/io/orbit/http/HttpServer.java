package io.orbit.http;

import io.orbit.api.ops.ForeignListener;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.api.ops.Metrics;
import java.util.Arrays;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The HTTP server among the listeners. REST, console and others only add paths to it and drain what
 * they serve. Felix hands its server to whoever offers a factory of connectors, which is the way in
 * here.
 */
@Component(service = {ConnectorFactory.class, ForeignListener.class})
public final class HttpServer implements ConnectorFactory, ForeignListener {
  private static final String NAME = "http";

  private final HttpConnections connections;
  private final AutoCloseable gauge;
  private volatile @Nullable ServerConnector port;

  @Activate
  public HttpServer(@Reference Metrics metrics) {
    connections =
        new HttpConnections(
            metrics.counter("orbit_http_accepted", "Connections accepted."),
            metrics.counter("orbit_http_bytes_in", "Bytes received."),
            metrics.counter("orbit_http_bytes_out", "Bytes sent."));
    gauge = metrics.gauge("orbit_http_connections", "Connections open.", connections::open);
  }

  @Override
  public Connector createConnector(Server server) {
    server.setErrorHandler(new ProblemPage());
    ServerConnector open =
        Arrays.stream(server.getConnectors())
            .filter(ServerConnector.class::isInstance)
            .map(ServerConnector.class::cast)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the HTTP server has no port"));
    open.addBean(connections);
    port = open;
    return new UnopenedConnector(server, open.getHost(), open.getPort());
  }

  @Override
  public ListenerInfo info() {
    ServerConnector open = port;
    if (open == null) {
      return new ListenerInfo(NAME, "", 0, false, "waiting", "", 0, 0, 0);
    }
    return new ListenerInfo(
        NAME,
        open.getHost() + ":" + open.getPort(),
        open.getPort(),
        false,
        open.isOpen() ? "listening" : "waiting",
        "",
        connections.open(),
        connections.accepted(),
        0);
  }

  @Override
  public void drain(long millis) {
    // Whoever serves a path drains it; without paths there is nothing to drain.
  }

  @Deactivate
  void deactivate() throws Exception {
    gauge.close();
  }
}
