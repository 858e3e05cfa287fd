package io.orbit.api.ops;

/**
 * A server that brings its own sockets (HTTP, gRPC, SSH) registers one of these (whiteboard), so
 * that {@link Listeners} shows it and shutdown drains it like any other.
 */
public interface ForeignListener {
  Listeners.ListenerInfo info();

  /** Stops accepting and ends what runs within the given time. */
  void drain(long millis);
}
