package io.orbit.testkit.protocol;

import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.net.ListenerConfiguration;
import io.orbit.net.NetConfiguration;
import io.orbit.net.NetServer;
import io.orbit.net.spi.Protocol;
import io.orbit.testkit.ops.RecordingMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One protocol on a free loopback port, served by the real network in this JVM. */
public final class TestNet implements AutoCloseable {
  private final Path directory;
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final NetServer server;
  private final Protocol protocol;

  private TestNet(
      Protocol protocol,
      UnaryOperator<NetConfiguration> common,
      UnaryOperator<ListenerConfiguration> own) {
    this.protocol = protocol;
    try {
      directory = Files.createTempDirectory("orbit-net");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = NetServer.start(common.apply(NetConfiguration.defaults(directory)), metrics);
    server.addProtocol(protocol, own.apply(ListenerConfiguration.onPort(0)));
    ListenerInfo info = server.listeners().getFirst();
    if (!info.state().equals("listening")) {
      server.close();
      throw new IllegalStateException(info.problem());
    }
  }

  public static TestNet start(Protocol protocol) {
    return start(protocol, UnaryOperator.identity());
  }

  /**
   * @param own changes the listener's defaults (a free port, TLS offered)
   */
  public static TestNet start(Protocol protocol, UnaryOperator<ListenerConfiguration> own) {
    return new TestNet(protocol, UnaryOperator.identity(), own);
  }

  /**
   * @param common changes the network's defaults
   */
  public static TestNet start(
      Protocol protocol,
      UnaryOperator<NetConfiguration> common,
      UnaryOperator<ListenerConfiguration> own) {
    return new TestNet(protocol, common, own);
  }

  public NetServer server() {
    return server;
  }

  public RecordingMetrics metrics() {
    return metrics;
  }

  public int port() {
    return server.port(protocol.name());
  }

  public InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", port());
  }

  public TestClient connect() {
    return TestClient.connect(address());
  }

  /** Waits until the server knows of exactly so many connections. */
  public void awaitConnections(int count) {
    Await.until("there are " + count + " connections", () -> server.connections().size() == count);
  }

  /** The protocol's service goes, as when its bundle stops; blocks until it has drained. */
  public void removeProtocol() {
    server.removeProtocol(protocol);
  }

  @Override
  public void close() {
    server.close();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
