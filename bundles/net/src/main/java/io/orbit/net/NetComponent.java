package io.orbit.net;

import io.orbit.api.ops.ForeignListener;
import io.orbit.api.ops.Health;
import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.net.spi.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network as a service: protocols come and go on its whiteboard, Config Admin moves them. */
@Component(
    immediate = true,
    configurationPid = "io.orbit.net",
    service = {Listeners.class, Health.class, ConfigurationListener.class})
@Designate(ocd = NetSettings.class)
public final class NetComponent implements Listeners, Health, ConfigurationListener {
  private static final Logger LOG = LoggerFactory.getLogger(NetComponent.class);

  private final ServerInfo serverInfo;
  private final ConfigurationAdmin configurations;
  private final Map<String, Protocol> protocols = new ConcurrentHashMap<>();
  private final NetServer server;

  @Activate
  public NetComponent(
      @Reference ServerInfo serverInfo,
      @Reference Metrics metrics,
      @Reference ConfigurationAdmin configurations,
      NetSettings settings) {
    this.serverInfo = serverInfo;
    this.configurations = configurations;
    this.server = NetServer.start(configuration(settings), metrics);
    server.prepareTls();
  }

  private NetConfiguration configuration(NetSettings settings) {
    Path tls = serverInfo.dataDirectory().resolve("tls");
    return NetSettings.Reader.read(settings, tls, serverInfo.portOffset());
  }

  @Modified
  void modified(NetSettings settings) {
    server.reconfigure(configuration(settings));
  }

  @Deactivate
  void deactivate() {
    server.close();
  }

  // Whiteboards

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeProtocol")
  void addProtocol(Protocol protocol) {
    protocols.put(protocol.name(), protocol);
    try {
      server.addProtocol(protocol, configuration(protocol));
    } catch (IllegalArgumentException e) {
      LOG.error("{} does not listen: {}", protocol.name(), e.getMessage());
      server.addFailed(protocol, String.valueOf(e.getMessage()));
    }
  }

  /** Blocks until the protocol's sessions have ended, so that its bundle stops after them. */
  void removeProtocol(Protocol protocol) {
    protocols.remove(protocol.name(), protocol);
    server.removeProtocol(protocol);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeForeign")
  void addForeign(ForeignListener listener) {
    server.addForeign(listener);
  }

  void removeForeign(ForeignListener listener) {
    server.removeForeign(listener);
  }

  // Configuration

  @Override
  public void configurationEvent(ConfigurationEvent event) {
    String name = ListenerSettings.protocol(event.getPid());
    Protocol protocol = name == null ? null : protocols.get(name);
    if (protocol == null) {
      return;
    }
    try {
      server.reconfigure(protocol.name(), configuration(protocol));
    } catch (IllegalArgumentException e) {
      LOG.error("{} stays as it is: {}", protocol.name(), e.getMessage());
    }
  }

  private ListenerConfiguration configuration(Protocol protocol) {
    String filter = "(service.pid=" + ListenerSettings.pid(protocol.name()) + ")";
    Map<String, Object> values = new HashMap<>();
    try {
      Configuration[] found = configurations.listConfigurations(filter);
      if (found != null) {
        for (Configuration configuration : found) {
          var properties = configuration.getProcessedProperties(null);
          if (properties != null) {
            Collections.list(properties.keys())
                .forEach(key -> values.put(key, properties.get(key)));
          }
        }
      }
    } catch (IOException | InvalidSyntaxException e) {
      throw new IllegalArgumentException("the configuration cannot be read", e);
    }
    return ListenerSettings.read(protocol, values);
  }

  // What operators see

  @Override
  public String name() {
    return "listeners";
  }

  @Override
  public Status check() {
    List<String> messages = new ArrayList<>();
    for (ListenerInfo listener : server.listeners()) {
      if (listener.state().equals("failed")) {
        messages.add(listener.protocol() + " does not listen: " + listener.problem());
      }
    }
    return messages.isEmpty() ? Status.UP : new Status(State.DEGRADED, messages);
  }

  @Override
  public List<ListenerInfo> listeners() {
    return server.listeners();
  }

  @Override
  public List<ConnectionInfo> connections() {
    return server.connections();
  }

  @Override
  public boolean kill(long connection) {
    return server.kill(connection);
  }

  @Override
  public boolean drain(long connection) {
    return server.drain(connection);
  }

  @Override
  public void stop(String protocol) {
    server.stop(protocol);
  }

  @Override
  public void start(String protocol) {
    server.start(protocol);
  }

  @Override
  public Optional<Limits> limits(String protocol) {
    return server.limits(protocol);
  }

  @Override
  public void holdOpen(String protocol, long millis) {
    server.holdOpen(protocol, millis);
  }
}
