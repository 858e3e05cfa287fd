package io.orbit.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.orbit.api.ops.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What every listener needs. Thread-safe. */
final class Network {
  private volatile NetConfiguration configuration;
  private volatile TlsMaterial tls;
  private final Metrics metrics;
  private final Transport transport;
  private final EventLoopGroup loops;
  private final Consumer<Listener> retirement;
  private final Map<EventLoop, LoopState> states = new ConcurrentHashMap<>();
  private final AtomicLong connectionIds = new AtomicLong();
  private final InputMemory inputMemory;

  Network(
      NetConfiguration configuration,
      Metrics metrics,
      Transport transport,
      EventLoopGroup loops,
      Consumer<Listener> retirement) {
    this.configuration = configuration;
    this.metrics = metrics;
    this.transport = transport;
    this.loops = loops;
    this.retirement = retirement;
    this.tls = new TlsMaterial(configuration.tls());
    this.inputMemory = new InputMemory(configuration.inputMemory());
  }

  NetConfiguration configuration() {
    return configuration;
  }

  Metrics metrics() {
    return metrics;
  }

  Transport transport() {
    return transport;
  }

  EventLoopGroup loops() {
    return loops;
  }

  TlsMaterial tls() {
    return tls;
  }

  void reconfigure(NetConfiguration changed) {
    if (!changed.tls().equals(configuration.tls())) {
      tls = new TlsMaterial(changed.tls());
    }
    inputMemory.limit(changed.inputMemory());
    configuration = changed;
  }

  InputMemory inputMemory() {
    return inputMemory;
  }

  LoopState state(EventLoop loop) {
    return states.computeIfAbsent(loop, LoopState::new);
  }

  /** Once the event loops have ended. */
  void release() {
    states.values().forEach(LoopState::release);
    states.clear();
  }

  long nextConnectionId() {
    return connectionIds.incrementAndGet();
  }

  void retire(Listener listener) {
    retirement.accept(listener);
  }
}
