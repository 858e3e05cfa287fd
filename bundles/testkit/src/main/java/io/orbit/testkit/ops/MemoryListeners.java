package io.orbit.testkit.ops;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Listeners;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listeners and connections as a test wants them. Thread-safe. */
public final class MemoryListeners implements Listeners {
  private final List<ListenerInfo> listeners = new CopyOnWriteArrayList<>();
  private final List<ConnectionInfo> connections = new CopyOnWriteArrayList<>();

  /** Adds a port in a state. */
  public void listen(String protocol, int port, String state) {
    listeners.removeIf(listener -> listener.protocol().equals(protocol));
    listeners.add(new ListenerInfo(protocol, "127.0.0.1:" + port, port, false, state, "", 0, 0, 0));
  }

  /** Adds a connection. */
  public void connect(long id, String protocol, String user) {
    connections.add(
        new ConnectionInfo(
            id, protocol, "127.0.0.1:50000", user, "idle", 1_700_000_000_000L, 7, 9));
  }

  @Override
  public List<ListenerInfo> listeners() {
    return List.copyOf(listeners);
  }

  @Override
  public List<ConnectionInfo> connections() {
    return List.copyOf(connections);
  }

  @Override
  public boolean kill(long connection) {
    return connections.removeIf(one -> one.id() == connection);
  }

  @Override
  public boolean drain(long connection) {
    return kill(connection);
  }

  @Override
  public void stop(String protocol) {
    change(protocol, "stopped");
    connections.removeIf(one -> one.protocol().equals(protocol));
  }

  @Override
  public void start(String protocol) {
    change(protocol, "listening");
  }

  private void change(String protocol, String state) {
    ListenerInfo listener =
        listeners.stream()
            .filter(one -> one.protocol().equals(protocol))
            .findAny()
            .orElseThrow(
                () ->
                    new OrbitException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "protocol \"" + protocol + "\" does not exist"));
    listen(protocol, listener.port(), state);
  }

  @Override
  public Optional<Limits> limits(String protocol) {
    return protocol.equals("http")
        ? Optional.empty()
        : Optional.of(new Limits(10_000, 0, 60_000, "on", false));
  }

  @Override
  public void holdOpen(String protocol, long millis) {
    // Nothing goes away here, so nothing has to be held.
  }
}
