package io.orbit.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.orbit.api.ops.Listeners.Limits;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.api.ops.Metrics;
import io.orbit.net.ListenerConfiguration.Tls;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.Protocol.TlsStart;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One protocol's place in the network: its sockets, which may outlive the protocol for a while, its
 * admission and its connections. Thread-safe; what opens, closes or drains blocks and is not for
 * event loops.
 */
final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final long ANNOUNCEMENT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long RETRY_MILLIS = 2_000;

  /** How long aborted connections may take to be gone. */
  private static final long ABORT_MILLIS = 500;

  enum State {
    LISTENING,
    DRAINING,
    WAITING,
    FAILED,
    STOPPED
  }

  private final String name;
  private final Network network;
  private final ListenerCounters counters;
  private final AutoCloseable gauge;
  private final Admission admission;
  private final ArrayDeque<Protocol> successors = new ArrayDeque<>();
  private final Object ended = new Object();

  private volatile ListenerConfiguration configuration;
  private volatile @Nullable Protocol protocol;
  private volatile State state = State.DRAINING;
  private volatile String problem = "";
  private volatile int port;
  private Sockets sockets = Sockets.NONE;
  private boolean stopped;
  private long holdMillis;
  private long holdAnnouncedAt;
  private int generation;

  Listener(String name, ListenerConfiguration configuration, Network network) {
    this.name = name;
    this.configuration = configuration;
    this.network = network;
    this.admission = new Admission(this, network);
    Metrics metrics = network.metrics();
    counters = new ListenerCounters(metrics, name);
    gauge =
        metrics.gauge("orbit_" + name + "_connections", "Connections open", connections()::size);
  }

  String name() {
    return name;
  }

  NetConfiguration common() {
    return network.configuration();
  }

  InputMemory inputMemory() {
    return network.inputMemory();
  }

  ListenerConfiguration configuration() {
    return configuration;
  }

  @Nullable Protocol protocol() {
    return protocol;
  }

  State state() {
    return state;
  }

  ListenerCounters counters() {
    return counters;
  }

  TlsMaterial tls() {
    return network.tls();
  }

  int port() {
    return port;
  }

  Set<ClientConnection> connections() {
    return admission.connections();
  }

  TlsStart tlsStart(ClientConnection connection) {
    return connection.protocol().tlsStart();
  }

  boolean offersTls() {
    return configuration.tls() != Tls.OFF;
  }

  boolean requiresTls(Channel channel) {
    return configuration.tls() == Tls.REQUIRED && isTcp(channel);
  }

  static boolean isTcp(Channel channel) {
    return channel.localAddress() instanceof InetSocketAddress;
  }

  /** As the protocol shall see it: a Unix-domain socket by the listener's path. */
  SocketAddress address(@Nullable SocketAddress raw) {
    if (raw instanceof InetSocketAddress) {
      return raw;
    }
    Path path = configuration.unixSocket();
    return UnixDomainSocketAddress.of(path == null ? Path.of("") : path);
  }

  ListenerInfo info() {
    String address;
    synchronized (this) {
      address = sockets.describe();
    }
    return new ListenerInfo(
        name,
        address,
        port,
        configuration.tls() != Tls.OFF,
        state.name().toLowerCase(Locale.ROOT),
        problem,
        connections().size(),
        counters.acceptedTotal(),
        counters.refusedTotal());
  }

  Limits limits() {
    ListenerConfiguration current = configuration;
    return new Limits(
        current.maxConnections(),
        current.idleTimeoutMillis(),
        current.authenticationTimeoutMillis(),
        current.tls().name().toLowerCase(Locale.ROOT),
        current.proxyProtocol());
  }

  // An operator's wish

  /** Closes the sockets and drains the sessions; nothing opens them again but {@link #restart}. */
  void stop() {
    Protocol serving;
    synchronized (this) {
      stopped = true;
      serving = protocol;
      closeSockets();
      state = State.STOPPED;
    }
    if (serving != null) {
      drain(serving);
    }
  }

  /** Opens the sockets that {@link #stop} has closed. */
  synchronized void restart() {
    if (stopped) {
      stopped = false;
      openIfServed();
    }
  }

  private void openIfServed() {
    if (stopped) {
      state = State.STOPPED;
    } else if (protocol != null) {
      open();
    } else {
      state = State.DRAINING;
    }
  }

  // Protocols come and go

  /** The protocol serves from now on, or after the one that serves now. */
  synchronized void attach(Protocol arriving) {
    if (protocol != null) {
      successors.add(arriving);
      return;
    }
    protocol = arriving;
    generation++;
    if (sockets.isOpen()) {
      state = State.LISTENING;
      admission.admitWaiting();
      sockets.accepting(true);
    } else {
      openIfServed();
    }
  }

  /** The protocol is there, but its configuration is of no use. */
  synchronized void attachFailed(Protocol arriving, String reason) {
    protocol = arriving;
    generation++;
    state = State.FAILED;
    problem = reason;
    port = configuration.port();
  }

  /** The next time the protocol goes within a minute, its sockets stay open for so long. */
  synchronized void hold(long millis) {
    holdMillis = millis;
    holdAnnouncedAt = System.nanoTime();
  }

  /**
   * The protocol goes: unless another one follows or was announced, its sockets close; its sessions
   * drain. Returns when no connection of it is left, or a little after the drain time.
   *
   * @return true when this listener has nothing to do any more
   */
  boolean detach(Protocol leaving) {
    synchronized (this) {
      successors.remove(leaving);
      if (protocol == leaving) {
        protocol = null;
        boolean held = holdMillis > 0 && System.nanoTime() - holdAnnouncedAt < ANNOUNCEMENT_NANOS;
        if (!successors.isEmpty()) {
          attach(successors.remove());
        } else if (held && sockets.isOpen()) {
          waitForSuccessor(holdMillis);
        } else {
          closeSockets();
          state = State.DRAINING;
        }
        holdMillis = 0;
      }
    }
    drain(leaving);
    return isIdle();
  }

  synchronized boolean isIdle() {
    return protocol == null && state != State.WAITING && connections().isEmpty();
  }

  private void waitForSuccessor(long millis) {
    state = State.WAITING;
    sockets.accepting(false);
    int expected = generation;
    network
        .loops()
        .next()
        .schedule(
            () -> Thread.startVirtualThread(() -> giveUp(expected)), millis, TimeUnit.MILLISECONDS);
  }

  private void giveUp(int expected) {
    synchronized (this) {
      if (generation != expected || state != State.WAITING) {
        return;
      }
      LOG.warn("Nobody came back for {}: its ports close", name);
      closeSockets();
      state = State.DRAINING;
    }
    network.retire(this);
  }

  /** Ends the protocol's sessions; blocks until they have ended or the drain time is over. */
  private void drain(Protocol leaving) {
    connectionsOf(leaving).forEach(ClientConnection::drain);
    if (awaitEnd(leaving, common().drainMillis())) {
      return;
    }
    List<ClientConnection> stubborn = connectionsOf(leaving);
    LOG.info("{} sessions of {} did not end in time and are cut off", stubborn.size(), name);
    stubborn.forEach(ClientConnection::abort);
    if (!awaitEnd(leaving, ABORT_MILLIS)) {
      for (ClientConnection left : connectionsOf(leaving)) {
        LOG.error("Connection {} still works on: {}", left.facts(), left.facts().activity());
      }
    }
  }

  /** Ends every session, whichever protocol it belongs to. */
  void drainAll() {
    Protocol serving;
    synchronized (this) {
      serving = protocol;
      protocol = null;
    }
    if (serving != null) {
      drain(serving);
    }
    connections().forEach(ClientConnection::abort);
  }

  private List<ClientConnection> connectionsOf(Protocol which) {
    return connections().stream().filter(connection -> connection.protocol() == which).toList();
  }

  private boolean awaitEnd(Protocol which, long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (ended) {
      while (!connectionsOf(which).isEmpty()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        try {
          ended.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return true;
  }

  /** The connection and all its work are over. */
  void ended(ClientConnection connection) {
    connections().remove(connection);
    synchronized (ended) {
      ended.notifyAll();
    }
  }

  /** Changes what can be changed while open, and moves the sockets when their addresses change. */
  synchronized void reconfigure(ListenerConfiguration changed) {
    ListenerConfiguration before = configuration;
    configuration = changed;
    boolean moved =
        before.port() != changed.port()
            || !before.bind().equals(changed.bind())
            || !java.util.Objects.equals(before.unixSocket(), changed.unixSocket());
    boolean tlsBegins = before.tls() == Tls.OFF && changed.tls() != Tls.OFF;
    if (protocol != null && (moved || tlsBegins || state == State.FAILED)) {
      closeSockets();
      openIfServed();
    } else if (moved) {
      closeSockets();
    }
  }

  /** What all listeners share has changed. */
  synchronized void commonChanged(boolean addresses, boolean key) {
    boolean concerned =
        (addresses && configuration.bind().isEmpty()) || (key && configuration.tls() != Tls.OFF);
    if (protocol != null && concerned) {
      closeSockets();
      openIfServed();
    }
  }

  /** Closes the sockets and forgets who would follow; sessions go on until {@link #detach}. */
  synchronized void closePorts() {
    successors.clear();
    holdMillis = 0;
    closeSockets();
    state = State.DRAINING;
  }

  void closeGauge() {
    try {
      gauge.close();
    } catch (Exception e) {
      LOG.warn("The gauge of {} stays", name, e);
    }
  }

  // Sockets

  private void open() {
    int wanted = configuration.port() == 0 ? 0 : configuration.port() + common().portOffset();
    try {
      if (configuration.tls() != Tls.OFF) {
        network.tls().prepare();
      }
      List<String> hosts = configuration.bind().isEmpty() ? common().bind() : configuration.bind();
      sockets =
          Sockets.open(
              this::bootstrap, network.transport(), hosts, wanted, configuration.unixSocket());
      port = sockets.port();
      problem = "";
      state = State.LISTENING;
      LOG.info("{} listens on {}", name, sockets.describe());
    } catch (IOException | RuntimeException e) {
      problem = String.valueOf(e.getMessage());
      state = State.FAILED;
      port = wanted;
      LOG.error("{} cannot listen: {}", name, problem);
      retryLater();
    }
  }

  private void retryLater() {
    int expected = generation;
    network
        .loops()
        .next()
        .schedule(
            () -> Thread.startVirtualThread(() -> retry(expected)),
            RETRY_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private synchronized void retry(int expected) {
    if (generation == expected && state == State.FAILED && protocol != null) {
      open();
    }
  }

  private void closeSockets() {
    generation++;
    sockets.close();
    sockets = Sockets.NONE;
    admission.dismissWaiting();
  }

  private ServerBootstrap bootstrap() {
    int high = common().highWater();
    return new ServerBootstrap()
        .group(network.loops())
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 2, high))
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                admission.arrived(channel);
              }
            });
  }
}
