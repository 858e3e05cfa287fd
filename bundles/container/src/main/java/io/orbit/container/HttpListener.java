package io.orbit.container;

import io.orbit.api.ops.ForeignListener;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Settings;
import java.util.Arrays;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The HTTP server among the listeners. The server is a library that no leaf owns: REST, console and
 * GraphQL only add paths to it, so its address is told here. What it serves is drained by those
 * that serve it.
 */
@Component(service = ForeignListener.class)
public final class HttpListener implements ForeignListener {
  private static final String ENDPOINT = "osgi.http.endpoint";

  private final ServiceReference<?> runtime;
  private final String address;
  private final int port;

  /**
   * Named, and not imported, so that the container does without the HTTP server where it is not
   * installed.
   */
  @Activate
  public HttpListener(
      @Reference(
              service = AnyService.class,
              target = "(objectClass=org.osgi.service.servlet.runtime.HttpServiceRuntime)")
          ServiceReference<?> runtime,
      @Reference Configuration configuration) {
    this.runtime = runtime;
    this.port = configuration.port(Settings.HTTP_PORT);
    this.address = configuration.addresses().getFirst() + ":" + port;
  }

  @Override
  public ListenerInfo info() {
    String state = isOpen() ? "listening" : "waiting";
    return new ListenerInfo("http", address, port, false, state, "", 0, 0, 0);
  }

  /** It tells its endpoints when it has opened them. */
  private boolean isOpen() {
    return runtime.getProperty(ENDPOINT) instanceof String[] endpoints
        && Arrays.stream(endpoints).anyMatch(endpoint -> endpoint.contains(":" + port));
  }

  @Override
  public void drain(long millis) {
    // Whoever serves a path drains it; without paths there is nothing to drain.
  }
}
