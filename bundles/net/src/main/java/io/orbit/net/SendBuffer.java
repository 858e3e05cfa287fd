package io.orbit.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The one buffer that the connections of an event loop write their answers to, one after the other:
 * most answers are with the operating system before the next connection has its turn. While one is
 * not, others get buffers of their own.
 */
final class SendBuffer {
  private static final int SIZE = 64 * 1024;

  /** Grown beyond this by a long answer it is not kept. */
  private static final int LARGEST = 1 << 20;

  private ByteBuf shared = LoopState.longLivedBuffer(SIZE);

  /**
   * @param guess how large a buffer of its own would be
   * @return an empty buffer that the caller, or whoever it is passed to, releases
   */
  ByteBuf take(ByteBufAllocator others, int guess) {
    if (shared.refCnt() > 1) {
      return others.directBuffer(guess);
    }
    if (shared.capacity() > LARGEST) {
      shared.release();
      shared = LoopState.longLivedBuffer(SIZE);
    }
    return shared.clear().retain();
  }

  void release() {
    shared.release();
  }
}
