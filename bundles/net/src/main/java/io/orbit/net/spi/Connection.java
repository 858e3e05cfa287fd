package io.orbit.net.spi;

import io.netty.buffer.ByteBuf;
import io.orbit.api.storage.Wait;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection as a protocol session sees it. Methods are for the connection's event loop,
 * unless they say "any thread".
 */
public interface Connection {
  /** Unique since the server started. Any thread. */
  long id();

  /** The client's address, after PROXY protocol. Any thread. */
  SocketAddress remoteAddress();

  /** The address the client connected to. Any thread. */
  SocketAddress localAddress();

  /** Milliseconds since 1970. Any thread. */
  long openedAt();

  /** True once the connection runs over TLS. */
  boolean isSecure();

  /** True when TLS can begin here (a certificate is configured). */
  boolean tlsAvailable();

  /**
   * True when a client must not log in over this connection in clear text. The session refuses that
   * in the protocol's own words; {@link #authenticated} without TLS then closes the connection.
   * Never true on a Unix-domain socket.
   */
  boolean tlsRequired();

  /** Hash of the server's certificate for tls-server-end-point (RFC 5929), or null without TLS. */
  byte @Nullable [] tlsServerEndPoint();

  /** The subject's common name of a verified client certificate, or null. */
  @Nullable String clientCertificateName();

  /**
   * What the session writes to the client: append to it. Flushed when {@link
   * ProtocolSession#received} returns, or by {@link #flush()}. It may be a new buffer after a
   * flush: ask each time.
   */
  ByteBuf output();

  /** Sends what stands in {@link #output()} now. */
  void flush();

  /**
   * What stands in {@link #output()} now is sent only when the wait is over; later output follows
   * it, in order, and reading goes on meanwhile. A failed wait closes the connection.
   */
  void flushAfter(Wait wait);

  /**
   * True while the peer keeps up with the output. A session that produces much asks between two
   * answers and returns from {@link ProtocolSession#received} when it is false: it is called again
   * when the peer has caught up. Any thread.
   */
  boolean isWritable();

  /**
   * About how many bytes of output have been written and not been handed to the system yet. Any
   * thread.
   */
  long unsentBytes();

  /**
   * Runs work that may block on a virtual thread. Reading of this connection stops until the work
   * and then {@code then} (on the event loop) are done; then {@link ProtocolSession#received} is
   * called with what is left. One at a time.
   *
   * <p>The work may use {@link #send}; exceptions of it are handed to {@code then}. When the
   * connection is lost meanwhile, {@link ProtocolSession#disconnected} is called at once, and
   * {@link ProtocolSession#closed} after the work and {@code then}.
   *
   * @param then called with the exception of the work, or null
   */
  void offload(Runnable work, java.util.function.Consumer<@Nullable Throwable> then);

  /**
   * From the virtual thread of {@link #offload} only: sends a buffer (ownership passes) after all
   * output so far, and blocks while the peer is behind.
   *
   * @throws io.orbit.api.error.OrbitException ADMIN_SHUTDOWN when the connection is gone
   */
  void send(ByteBuf buffer);

  /**
   * Runs a task on the event loop, then flushes; not run once the session is closed. An exception
   * of it closes the connection. Any thread.
   */
  void execute(Runnable task);

  /** Stops or resumes reading. */
  void setReading(boolean reading);

  /** The next bytes are TLS; call after the protocol's own go-ahead was written. */
  void startTls();

  /**
   * The client has proved who it is: the limits before authentication end.
   *
   * @param user shown in session lists
   */
  void authenticated(String user);

  /** What the session is doing now, for session lists; cheap. Any thread. */
  void activity(String state);

  /** Closes after everything written so far was sent. Any thread. */
  void close();

  /** Closes at once. Any thread. */
  void abort();
}
