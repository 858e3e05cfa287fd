package io.orbit.net.spi;

import io.netty.buffer.ByteBuf;
import io.orbit.api.error.OrbitException;

/**
 * One connection's state machine. Every method is called on the connection's event loop, never two
 * at once, and must not block: what may wait goes through {@link Connection#offload}.
 *
 * <p>An exception that escapes is logged as a bug and closes this connection only.
 */
public interface ProtocolSession {
  /**
   * Bytes have come. The buffer holds all that is not consumed yet, contiguous, backed by a heap
   * array ({@code hasArray()}): parse in place, advance the reader index past each whole message,
   * leave the rest. Do not release or keep the buffer. Replies go to {@link Connection#output()};
   * they are flushed after this returns.
   *
   * <p>Not called while reading is paused; called again, even without new bytes, when it resumes
   * and bytes are left.
   */
  void received(ByteBuf input);

  /**
   * The server wants to end this session: end it at the next command or transaction boundary with
   * the protocol's own words (57P01 and its like), by {@link Connection#close()}. After the drain
   * time the connection is closed whatever happens.
   */
  void drain();

  /** The peer has taken enough of the output (true) or is behind (false). */
  default void writable(boolean writable) {}

  /**
   * The peer takes its output slowly: told about ten times a second while some of it is still here.
   *
   * @param bytes how much
   */
  default void unsent(long bytes) {}

  /**
   * A time-out has passed: write the protocol's last words (57P05 and its like) to {@link
   * Connection#output()}; the connection is closed after them.
   */
  default void timedOut(Timeout timeout) {}

  /**
   * There is no memory for what the client sends: write the protocol's last words (53200 and its
   * like) to {@link Connection#output()}; the connection is closed after them.
   */
  default void refused(OrbitException problem) {}

  /**
   * The connection is gone while work of {@link Connection#offload} still runs: cancel it. {@link
   * #closed()} follows when it has ended.
   */
  default void disconnected() {}

  /**
   * The client will send nothing more, while work of {@link Connection#offload} runs: work that
   * only waits for something ends. Its answer is still sent.
   */
  default void inputEnded() {}

  /** The connection is gone; roll back, release, forget. Called exactly once, last. */
  void closed();

  /** Why a connection is ended for want of bytes. */
  enum Timeout {
    /** Not authenticated in time. */
    AUTHENTICATION,
    /** Nothing received, nothing running, nothing left to send for the idle time. */
    IDLE
  }
}
