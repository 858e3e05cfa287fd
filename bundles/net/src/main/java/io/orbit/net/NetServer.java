package io.orbit.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.ForeignListener;
import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Metrics;
import io.orbit.api.storage.NonBlocking;
import io.orbit.net.spi.Protocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network: event loops and one {@link Listener} a protocol. Plain Java; thread-safe. Adding,
 * removing and closing block and are not for event loops.
 */
public final class NetServer implements Listeners, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetServer.class);
  private static final long STOP_LOOPS_MILLIS = 2_000;

  private final Network network;
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private final List<ForeignListener> foreign = new CopyOnWriteArrayList<>();
  private final AutoCloseable certificateGauge;

  private NetServer(NetConfiguration configuration, Metrics metrics) {
    Transport transport = configuration.nativeTransport() ? Transport.best() : Transport.nio();
    int threads =
        configuration.eventLoops() > 0
            ? configuration.eventLoops()
            : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(threads, new LoopThreads(), transport.handlers());
    network = new Network(configuration, metrics, transport, loops, this::retire);
    certificateGauge =
        metrics.gauge(
            "orbit_tls_certificate_expiry_seconds",
            "When the certificate of the ports expires, in seconds since 1970.",
            () -> network.tls().expiresAt());
    LOG.info("{} event loops on {}", threads, transport.name());
  }

  /** Starts the event loops; nothing listens yet. */
  public static NetServer start(NetConfiguration configuration, Metrics metrics) {
    return new NetServer(configuration, metrics);
  }

  /** Makes TLS ready in the background, so that the first listener need not wait for it. */
  void prepareTls() {
    Thread.startVirtualThread(
        () -> {
          try {
            network.tls().prepare();
          } catch (IOException e) {
            LOG.debug("TLS is not ready; a listener that wants it will say so", e);
          }
        });
  }

  private void closeCertificateGauge() {
    try {
      certificateGauge.close();
    } catch (Exception e) {
      LOG.warn("The gauge of the certificate stays", e);
    }
  }

  /** Threads that keep nothing of whoever happened to start them. */
  private static final class LoopThreads implements ThreadFactory {
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new LoopThread(task, "orbit-net-" + number.incrementAndGet());
      thread.setContextClassLoader(NetServer.class.getClassLoader());
      return thread;
    }
  }

  /** An event loop's thread, marked as one that must not wait. */
  private static final class LoopThread extends Thread implements NonBlocking {
    LoopThread(Runnable task, String name) {
      super(null, task, name, 0, false);
    }
  }

  /**
   * Listens for the protocol; after this returns it accepts, or {@link #listeners()} says why not
   * (it is tried again every two seconds). A second protocol of the same name follows the first one
   * on the same sockets.
   */
  public void addProtocol(Protocol protocol, ListenerConfiguration configuration) {
    synchronized (listeners) {
      Listener listener = listeners.get(protocol.name());
      if (listener == null) {
        listener = new Listener(protocol.name(), configuration, network);
        listeners.put(protocol.name(), listener);
      } else {
        listener.reconfigure(configuration);
      }
      listener.attach(protocol);
    }
  }

  /**
   * Takes the protocol away: its ports close (unless {@link #holdOpen} was called, or another of
   * the same name is there) and its sessions drain. When this returns nothing here refers to it.
   */
  public void removeProtocol(Protocol protocol) {
    Listener listener = listeners.get(protocol.name());
    if (listener != null && listener.detach(protocol)) {
      retire(listener);
    }
  }

  /** Changes a listener while it serves; sockets move only when their addresses change. */
  public void reconfigure(String protocol, ListenerConfiguration configuration) {
    Listener listener = listeners.get(protocol);
    if (listener != null) {
      listener.reconfigure(configuration);
    }
  }

  /**
   * Changes what all listeners have in common while they serve; the number of event loops stays as
   * it was at the start.
   */
  public void reconfigure(NetConfiguration configuration) {
    NetConfiguration before = network.configuration();
    network.reconfigure(configuration);
    boolean moved =
        !before.bind().equals(configuration.bind())
            || before.portOffset() != configuration.portOffset();
    boolean otherKey = !before.tls().equals(configuration.tls());
    for (Listener listener : listeners.values()) {
      listener.commonChanged(moved, otherKey);
    }
  }

  /** Shows the protocol as one that cannot listen, until {@link #reconfigure} mends it. */
  void addFailed(Protocol protocol, String problem) {
    synchronized (listeners) {
      ListenerConfiguration configuration = ListenerConfiguration.onPort(protocol.defaultPort());
      Listener listener = new Listener(protocol.name(), configuration, network);
      if (listeners.putIfAbsent(protocol.name(), listener) == null) {
        listener.attachFailed(protocol, problem);
      } else {
        listener.closeGauge();
      }
    }
  }

  private void retire(Listener listener) {
    synchronized (listeners) {
      if (listener.isIdle() && listeners.remove(listener.name(), listener)) {
        listener.closeGauge();
      }
    }
  }

  /** The TCP port the protocol listens on. */
  public int port(String protocol) {
    Listener listener = listeners.get(protocol);
    if (listener == null) {
      throw new IllegalArgumentException("nothing listens for " + protocol);
    }
    return listener.port();
  }

  public void addForeign(ForeignListener listener) {
    foreign.add(listener);
  }

  public void removeForeign(ForeignListener listener) {
    foreign.remove(listener);
  }

  @Override
  public List<ListenerInfo> listeners() {
    return Stream.concat(
            listeners.values().stream().map(Listener::info),
            foreign.stream().map(ForeignListener::info))
        .sorted(Comparator.comparing(ListenerInfo::protocol))
        .toList();
  }

  @Override
  public List<ConnectionInfo> connections() {
    return listeners.values().stream()
        .flatMap(listener -> listener.connections().stream())
        .map(connection -> connection.facts().info())
        .sorted(Comparator.comparingLong(ConnectionInfo::id))
        .toList();
  }

  @Override
  public boolean kill(long connection) {
    Optional<ClientConnection> found = connection(connection);
    found.ifPresent(ClientConnection::abort);
    return found.isPresent();
  }

  @Override
  public boolean drain(long connection) {
    Optional<ClientConnection> found = connection(connection);
    found.ifPresent(ClientConnection::drain);
    return found.isPresent();
  }

  private Optional<ClientConnection> connection(long id) {
    return listeners.values().stream()
        .flatMap(listener -> listener.connections().stream())
        .filter(candidate -> candidate.id() == id)
        .findAny();
  }

  @Override
  public void stop(String protocol) {
    own(protocol).stop();
  }

  @Override
  public void start(String protocol) {
    own(protocol).restart();
  }

  @Override
  public Optional<Limits> limits(String protocol) {
    return Optional.ofNullable(listeners.get(protocol)).map(Listener::limits);
  }

  private Listener own(String protocol) {
    Listener listener = listeners.get(protocol);
    if (listener != null) {
      return listener;
    }
    if (foreign.stream().anyMatch(other -> other.info().protocol().equals(protocol))) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "\"" + protocol + "\" brings its own sockets, which are not closed and opened here")
          .withHint("Uninstall what serves it instead.");
    }
    throw new OrbitException(
        ErrorCode.UNDEFINED_OBJECT, "protocol \"" + protocol + "\" does not exist");
  }

  @Override
  public void holdOpen(String protocol, long millis) {
    Listener listener = listeners.get(protocol);
    if (listener != null) {
      listener.hold(millis);
    }
  }

  /** Closes every port, then drains every session, then stops the event loops. */
  @Override
  public void close() {
    List<Listener> closing = new ArrayList<>(listeners.values());
    closing.forEach(Listener::closePorts);
    List<Thread> drains = new ArrayList<>();
    for (Listener listener : closing) {
      drains.add(Thread.startVirtualThread(listener::drainAll));
    }
    for (ForeignListener listener : foreign) {
      drains.add(
          Thread.startVirtualThread(() -> listener.drain(network.configuration().drainMillis())));
    }
    boolean interrupted = false;
    for (Thread drain : drains) {
      try {
        drain.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    closing.forEach(Listener::closeGauge);
    closeCertificateGauge();
    listeners.clear();
    boolean stopped =
        network
            .loops()
            .shutdownGracefully(0, STOP_LOOPS_MILLIS, TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(STOP_LOOPS_MILLIS * 2);
    if (stopped) {
      network.release();
    } else {
      LOG.error("The event loops do not stop");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
