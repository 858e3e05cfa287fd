package io.orbit.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes the sending half and reads on until the peer closes too, for a second and some megabytes
 * at most. Without it the kernel answers unread bytes with a reset, and the peer may lose the last
 * thing it was told.
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {
  private static final long MILLIS = 1_000;
  private static final int BYTES = 4 << 20;

  private @Nullable Future<?> deadline;
  private int discarded;

  /** Call on the channel's event loop, after everything was sent. */
  static void begin(Channel channel) {
    if (!(channel instanceof DuplexChannel duplex) || !channel.isActive()) {
      channel.close();
      return;
    }
    channel.pipeline().addFirst("linger", new LingeringClose());
    duplex
        .shutdownOutput()
        .addListener(
            done -> {
              if (!done.isSuccess() || duplex.isInputShutdown()) {
                channel.close();
              }
            });
    channel.config().setAutoRead(true);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    Channel channel = context.channel();
    deadline = channel.eventLoop().schedule(() -> channel.close(), MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    discarded += ((ByteBuf) message).readableBytes();
    ReferenceCountUtil.release(message);
    if (discarded > BYTES) {
      context.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
