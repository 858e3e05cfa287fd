package io.orbit.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Wait;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import io.orbit.testkit.simulation.SimulatedDisk.PowerLoss;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A protocol's session without a socket: bytes come when the run says so, in whatever pieces, and
 * answers stand here until it takes them. What the session lets run on a thread of its own is done
 * at once.
 */
final class SimulatedConnection implements Connection {
  /** Of the heap: what a crash leaves behind is the collector's. */
  private static final ByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(false, true);

  private static final SocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  /** Output that may leave once what it waits for is over. */
  private static final class Piece {
    final ByteBuf bytes;
    private final @Nullable Wait wait;
    private boolean over;

    Piece(ByteBuf bytes, @Nullable Wait wait) {
      this.bytes = bytes;
      this.wait = wait;
      if (wait != null) {
        wait.onDone(() -> over = true);
      }
    }

    /** True when it may leave; fails when what it waited for has failed. */
    boolean mayLeave() {
      if (wait != null && over) {
        wait.result();
      }
      return wait == null || over;
    }
  }

  private final long id;
  private final ProtocolSession session;
  private final ByteBuf input = BUFFERS.heapBuffer();
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private ByteBuf output = BUFFERS.heapBuffer();
  private boolean closing;
  private boolean closed;

  SimulatedConnection(long id, Protocol protocol) {
    this.id = id;
    this.session = protocol.open(this);
  }

  /** Bytes arrive at the server. */
  void receive(byte[] bytes) {
    input.writeBytes(bytes);
    session.received(input);
    input.discardReadBytes();
    flush();
  }

  /**
   * What has arrived at the client.
   *
   * @param most so many bytes at once
   */
  byte[] take(int most) {
    Piece first = pieces.peek();
    try {
      if (first == null || !first.mayLeave()) {
        return new byte[0];
      }
    } catch (OrbitException failed) {
      closing = true;
      pieces.clear();
      return new byte[0];
    }
    int length = Math.min(most, first.bytes.readableBytes());
    byte[] taken = new byte[length];
    first.bytes.readBytes(taken);
    if (!first.bytes.isReadable()) {
      pieces.remove();
    }
    return taken;
  }

  /** The server wants no more, and the client has all that it was sent. */
  boolean isOver() {
    return closing && pieces.isEmpty();
  }

  /** Nobody is at the other end any more. */
  void cut() {
    if (!closed) {
      closed = true;
      session.disconnected();
      session.closed();
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public SocketAddress remoteAddress() {
    return ADDRESS;
  }

  @Override
  public SocketAddress localAddress() {
    return ADDRESS;
  }

  @Override
  public long openedAt() {
    return 0;
  }

  @Override
  public boolean isSecure() {
    return false;
  }

  @Override
  public boolean tlsAvailable() {
    return false;
  }

  @Override
  public boolean tlsRequired() {
    return false;
  }

  @Override
  public byte @Nullable [] tlsServerEndPoint() {
    return null;
  }

  @Override
  public @Nullable String clientCertificateName() {
    return null;
  }

  @Override
  public ByteBuf output() {
    return output;
  }

  @Override
  public void flush() {
    leave(null);
  }

  @Override
  public void flushAfter(Wait wait) {
    leave(wait);
  }

  private void leave(@Nullable Wait wait) {
    if (output.isReadable() || wait != null) {
      pieces.add(new Piece(output, wait));
      output = BUFFERS.heapBuffer();
    }
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public long unsentBytes() {
    return pieces.stream().mapToLong(piece -> piece.bytes.readableBytes()).sum();
  }

  @Override
  public void offload(Runnable work, Consumer<@Nullable Throwable> then) {
    Throwable failure = null;
    try {
      work.run();
    } catch (PowerLoss e) {
      throw e;
    } catch (RuntimeException e) {
      failure = e;
    }
    then.accept(failure);
    session.received(input);
  }

  @Override
  public void send(ByteBuf buffer) {
    flush();
    output.writeBytes(buffer);
    buffer.release();
    flush();
  }

  @Override
  public void execute(Runnable task) {
    task.run();
    flush();
  }

  @Override
  public void setReading(boolean reading) {
    // Whoever wants no more bytes gets none: clients here do not go on while one is open.
  }

  @Override
  public void startTls() {
    throw new UnsupportedOperationException("there is no TLS here");
  }

  @Override
  public void authenticated(String user) {
    // Nobody has to prove anything here.
  }

  @Override
  public void activity(String state) {
    // Nobody looks.
  }

  @Override
  public void close() {
    flush();
    closing = true;
  }

  @Override
  public void abort() {
    pieces.clear();
    closing = true;
  }
}
