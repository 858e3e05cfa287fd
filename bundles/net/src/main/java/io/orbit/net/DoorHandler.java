package io.orbit.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.orbit.net.spi.Protocol.TlsStart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what stands before the protocol: a PROXY header where one is expected, then a TLS
 * ClientHello if the first bytes are one. Leaves the pipeline as soon as that is decided.
 */
final class DoorHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(DoorHandler.class);

  /** A TLS record: type handshake, then major version 3 (RFC 8446, section 5.1). */
  private static final int HANDSHAKE_RECORD = 22;

  private static final int MAJOR_VERSION = 3;

  private final Listener listener;
  private final ClientConnection connection;
  private boolean proxyExpected;
  private @Nullable ByteBuf first;

  DoorHandler(Listener listener, ClientConnection connection, boolean proxyExpected) {
    this.listener = listener;
    this.connection = connection;
    this.proxyExpected = proxyExpected;
  }

  /** Puts TLS before everything else: what comes from now on is TLS. */
  static void insertTls(Channel channel, Listener listener) {
    SslHandler handler = listener.tls().newHandler(channel);
    channel.pipeline().addFirst("tls", handler);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (!proxyExpected && listener.tlsStart(connection) == TlsStart.NEGOTIATED) {
      connection.open();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (first == null) {
      first = bytes;
    } else {
      ByteBuf joined = context.alloc().buffer().writeBytes(first).writeBytes(bytes);
      first.release();
      bytes.release();
      first = joined;
    }
    if (proxyExpected && !readProxyHeader(context, first)) {
      return;
    }
    decide(context, first);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (first != null) {
      first.release();
      first = null;
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
  }

  private boolean readProxyHeader(ChannelHandlerContext context, ByteBuf bytes) {
    return switch (ProxyHeader.read(bytes)) {
      case ProxyHeader.Incomplete _ -> false;
      case ProxyHeader.Invalid(String reason) -> {
        LOG.info("Connection {} closed: {}", connection.facts(), reason);
        listener.counters().refused();
        context.close();
        yield false;
      }
      case ProxyHeader.Found(var source, var destination) -> {
        proxyExpected = false;
        if (source != null && destination != null) {
          connection.facts().addresses(source, destination);
        }
        if (listener.tlsStart(connection) == TlsStart.NEGOTIATED) {
          connection.open();
        }
        yield true;
      }
    };
  }

  private void decide(ChannelHandlerContext context, ByteBuf bytes) {
    Channel channel = context.channel();
    if (!bytes.isReadable()) {
      return;
    }
    int at = bytes.readerIndex();
    boolean offered = listener.offersTls();
    if (offered && bytes.getUnsignedByte(at) == HANDSHAKE_RECORD) {
      if (bytes.readableBytes() > 1 && bytes.getUnsignedByte(at + 1) == MAJOR_VERSION) {
        first = null;
        insertTls(channel, listener);
        channel.pipeline().remove(this);
        channel.pipeline().fireChannelRead(bytes);
        return;
      }
      if (bytes.readableBytes() == 1) {
        return;
      }
    }
    if (listener.requiresTls(channel) && listener.tlsStart(connection) == TlsStart.FIRST_BYTES) {
      LOG.debug("Connection {} closed: TLS is required", connection.facts());
      listener.counters().refused();
      context.close();
      return;
    }
    first = null;
    connection.open();
    channel.pipeline().remove(this);
    context.fireChannelRead(bytes);
  }
}
