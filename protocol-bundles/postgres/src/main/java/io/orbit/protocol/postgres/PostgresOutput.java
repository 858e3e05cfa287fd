package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Wait;
import io.orbit.net.spi.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Where a session's answers go. On the event loop that is the connection's own buffer. On a virtual
 * thread it is a buffer of the session's, kept from request to request; what grows beyond it is
 * sent piece by piece, at the pace of the client. No answer leaves before the commits it rests on
 * are durable. One thread at a time.
 */
final class PostgresOutput {
  /** Answers are sent in pieces of about this many bytes. */
  private static final int PIECE = 32 << 10;

  private static final int ROOM = 4 << 10;

  private final Connection connection;
  private final Store store;
  private final ByteBuf kept = Unpooled.buffer(512);
  private ByteBuf current = kept;
  private boolean onLoop = true;
  private long commit;

  PostgresOutput(Connection connection, Store store) {
    this.connection = connection;
    this.store = store;
  }

  ByteBuf buffer() {
    return current;
  }

  /** Answers are written on the event loop from here on. */
  void beginOnLoop() {
    onLoop = true;
    current = connection.output();
  }

  /** Answers are written on a virtual thread from here on. */
  void beginOffLoop() {
    onLoop = false;
    current = kept.clear();
  }

  /** Nothing is told before this commit is durable; 0 is none. */
  void restsOn(long commitTimestamp) {
    commit = Math.max(commit, commitTimestamp);
  }

  /** Between two messages: sends what has become a piece. */
  void checkpoint() {
    if (onLoop || current.readableBytes() < PIECE) {
      return;
    }
    Wait wait = takeWait();
    if (wait != null) {
      wait.await(0);
    }
    ByteBuf piece = current == kept ? Unpooled.copiedBuffer(kept) : current;
    current = Unpooled.buffer(PIECE + ROOM);
    connection.send(piece);
  }

  /** On the event loop, after all: the rest goes to the connection. */
  void finish() {
    if (!onLoop) {
      connection.output().writeBytes(current);
      onLoop = true;
      current = kept;
    }
    Wait wait = takeWait();
    if (wait != null) {
      connection.flushAfter(wait);
    }
  }

  private @Nullable Wait takeWait() {
    long timestamp = commit;
    commit = 0;
    return timestamp == 0 ? null : store.durable(timestamp);
  }
}
