package io.orbit.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * The one buffer into which all plain connections of an event loop receive: their bytes are copied
 * out of it before the next one reads. While somebody keeps it (TLS does, between the parts of a
 * record) others get buffers of their own.
 */
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
  static final int SIZE = 64 * 1024;

  private final ByteBuf shared = LoopState.longLivedBuffer(SIZE);

  @Override
  public ExtendedHandle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return SIZE;
      }

      @Override
      public ByteBuf allocate(ByteBufAllocator others) {
        return shared.refCnt() == 1 ? shared.clear().retain() : others.ioBuffer(SIZE);
      }
    };
  }

  void release() {
    shared.release();
  }
}
