package io.orbit.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the connections of one event loop share: the array their input is parsed in, a coarse clock,
 * and the round that finds time-outs. Used on that event loop only.
 */
final class LoopState {
  /** Room for one read behind an unfinished request of the same size. */
  private static final int SHARED_INPUT = 2 * ReceiveBuffer.SIZE;

  private static final long TICK_MILLIS = 100;
  private static final ByteBufAllocator LONG_LIVED = new UnpooledByteBufAllocator(true, true);

  private final ByteBuf sharedInput = Unpooled.wrappedBuffer(new byte[SHARED_INPUT]);
  private final ReceiveBuffer receiveBuffer = new ReceiveBuffer();
  private final SendBuffer sendBuffer = new SendBuffer();
  private final Set<ClientConnection> connections = new LinkedHashSet<>();
  private long now = millis();

  /**
   * A buffer that lives as long as the event loop. Not watched for leaks: what the detector notes
   * of its users would keep their classes.
   */
  static ByteBuf longLivedBuffer(int capacity) {
    return LONG_LIVED.directBuffer(capacity);
  }

  LoopState(EventLoop loop) {
    loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  ByteBuf sharedInput() {
    return sharedInput;
  }

  ReceiveBuffer receiveBuffer() {
    return receiveBuffer;
  }

  SendBuffer sendBuffer() {
    return sendBuffer;
  }

  /** Once the event loop has ended. */
  void release() {
    sendBuffer.release();
    receiveBuffer.release();
  }

  /** Milliseconds of a monotonic clock, at most a tick old. */
  long now() {
    return now;
  }

  void add(ClientConnection connection) {
    connections.add(connection);
  }

  void remove(ClientConnection connection) {
    connections.remove(connection);
  }

  private void tick() {
    now = millis();
    for (ClientConnection connection : new ArrayList<>(connections)) {
      connection.checkTimeouts(now);
    }
  }
}
