package io.orbit.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the operating system is asked: epoll on Linux, kqueue on macOS, NIO elsewhere.
 *
 * @param unixHalfClosure a Unix-domain client may end its output and still read answers
 */
record Transport(
    String name,
    IoHandlerFactory handlers,
    Class<? extends ServerChannel> tcp,
    Class<? extends ServerChannel> unix,
    Function<Path, SocketAddress> unixAddress,
    boolean unixHalfClosure) {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

  static Transport best() {
    Transport found = tried(Native::epoll);
    if (found == null) {
      found = tried(Native::kqueue);
    }
    return found == null ? nio() : found;
  }

  static Transport nio() {
    return new Transport(
        "nio",
        NioIoHandler.newFactory(),
        NioServerSocketChannel.class,
        NioServerDomainSocketChannel.class,
        UnixDomainSocketAddress::of,
        false);
  }

  /** Its packages are optional imports: where they are missing, linking fails. */
  private static @Nullable Transport tried(Supplier<@Nullable Transport> candidate) {
    try {
      return candidate.get();
    } catch (LinkageError e) {
      LOG.debug("A native transport is not installed", e);
      return null;
    }
  }

  /** A class of its own, so that this record links without the native transports. */
  private static final class Native {
    static @Nullable Transport epoll() {
      if (!Epoll.isAvailable()) {
        return null;
      }
      return new Transport(
          "epoll",
          EpollIoHandler.newFactory(),
          EpollServerSocketChannel.class,
          EpollServerDomainSocketChannel.class,
          path -> new DomainSocketAddress(path.toFile()),
          true);
    }

    static @Nullable Transport kqueue() {
      if (!KQueue.isAvailable()) {
        return null;
      }
      return new Transport(
          "kqueue",
          KQueueIoHandler.newFactory(),
          KQueueServerSocketChannel.class,
          KQueueServerDomainSocketChannel.class,
          path -> new DomainSocketAddress(path.toFile()),
          true);
    }
  }
}
