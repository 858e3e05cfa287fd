package io.orbit.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The accepting sockets of one listener: all of them open, or none. Not for event loops. */
final class Sockets {
  static final Sockets NONE = new Sockets(null);

  private static final int BACKLOG = 1024;

  private final List<Channel> channels = new ArrayList<>();
  private final @Nullable Path unixSocket;

  private Sockets(@Nullable Path unixSocket) {
    this.unixSocket = unixSocket;
  }

  /**
   * Binds every host (all its addresses) to the port, and the Unix-domain socket.
   *
   * @param port 0 for a free one, the same for all hosts
   * @throws IOException when one of them cannot be bound; then none is
   */
  static Sockets open(
      Supplier<ServerBootstrap> bootstrap,
      Transport transport,
      List<String> hosts,
      int port,
      @Nullable Path unixSocket)
      throws IOException {
    Sockets sockets = new Sockets(unixSocket);
    try {
      int chosen = port;
      for (String host : hosts) {
        for (InetAddress address : InetAddress.getAllByName(host)) {
          ServerBootstrap tcp =
              bootstrap
                  .get()
                  .channel(transport.tcp())
                  .option(ChannelOption.SO_REUSEADDR, true)
                  .option(ChannelOption.SO_BACKLOG, BACKLOG)
                  .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                  .childOption(ChannelOption.TCP_NODELAY, true)
                  .childOption(ChannelOption.SO_KEEPALIVE, true);
          InetSocketAddress wanted = new InetSocketAddress(address, chosen);
          sockets.add(tcp.bind(wanted), wanted.toString());
          chosen = sockets.port();
        }
      }
      if (unixSocket != null) {
        clearStale(unixSocket);
        ServerBootstrap local =
            bootstrap.get().channel(transport.unix()).option(ChannelOption.SO_BACKLOG, BACKLOG);
        if (transport.unixHalfClosure()) {
          local.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        sockets.add(local.bind(transport.unixAddress().apply(unixSocket)), unixSocket.toString());
        Files.setPosixFilePermissions(unixSocket, PosixFilePermissions.fromString("rw-------"));
      }
      return sockets;
    } catch (IOException | RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  private void add(ChannelFuture binding, String address) throws IOException {
    binding.awaitUninterruptibly();
    if (!binding.isSuccess()) {
      Throwable cause = binding.cause();
      throw new IOException(address + ": " + cause.getMessage(), cause);
    }
    channels.add(binding.channel());
  }

  /** Removes a socket that a killed server left behind, but not one that is served. */
  private static void clearStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new FileSystemException(path.toString(), null, "is there and is no socket");
    }
    boolean served;
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      served = probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      served = false;
    }
    if (served) {
      throw new FileSystemException(path.toString(), null, "another server listens there");
    }
    Files.delete(path);
  }

  boolean isOpen() {
    return !channels.isEmpty();
  }

  /** The TCP port, 0 without one. */
  int port() {
    for (Channel channel : channels) {
      if (channel.localAddress() instanceof InetSocketAddress address) {
        return address.getPort();
      }
    }
    return 0;
  }

  String describe() {
    return channels.stream().map(this::describe).collect(Collectors.joining(", "));
  }

  private String describe(Channel channel) {
    return channel.localAddress() instanceof InetSocketAddress address
        ? Addresses.describe(address)
        : String.valueOf(unixSocket);
  }

  /** While false, new connections wait in the operating system's queue. */
  void accepting(boolean accepting) {
    channels.forEach(channel -> channel.config().setAutoRead(accepting));
  }

  void close() {
    for (Channel channel : channels) {
      boolean unix = !(channel.localAddress() instanceof InetSocketAddress);
      channel.close().awaitUninterruptibly();
      if (unix && unixSocket != null) {
        deleteQuietly(unixSocket);
      }
    }
    channels.clear();
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(Sockets.class).warn("{} stays behind", path, e);
    }
  }
}
