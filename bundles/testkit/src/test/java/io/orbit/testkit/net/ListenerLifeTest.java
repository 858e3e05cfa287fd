package io.orbit.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.ops.ForeignListener;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.net.ListenerConfiguration;
import io.orbit.net.NetConfiguration;
import io.orbit.net.NetServer;
import io.orbit.testkit.ops.RecordingMetrics;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestClient;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How listeners open, move, wait, drain and end. */
class ListenerLifeTest {
  @TempDir Path directory;

  private static ScriptProtocol echo() {
    return ScriptProtocol.of((session, line) -> session.say(line));
  }

  private static ListenerInfo only(NetServer server) {
    List<ListenerInfo> listeners = server.listeners();
    assertThat(listeners).hasSize(1);
    return listeners.getFirst();
  }

  @Test
  void aTakenPortIsNamedAndTriedAgain() throws IOException {
    try (NetServer server =
        NetServer.start(NetConfiguration.defaults(directory), new RecordingMetrics())) {
      ScriptProtocol protocol = echo();
      int port;
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
        port = taken.getLocalPort();
        server.addProtocol(protocol, ListenerConfiguration.onPort(port));
        assertThat(only(server).state()).isEqualTo("failed");
        assertThat(only(server).problem()).contains("127.0.0.1:" + port);
      }
      Await.until("it listens", () -> only(server).state().equals("listening"));
      assertThat(only(server).problem()).isEmpty();
      try (TestClient client = TestClient.connect(new InetSocketAddress("127.0.0.1", port))) {
        client.send("x\\n").expect("x");
      }
    }
  }

  @Test
  void aStoppedProtocolListensAgainWhenItIsStarted() {
    try (TestNet net = TestNet.start(echo());
        TestClient before = net.connect()) {
      before.send("x\\n").expect("x");
      int port = freePort();
      net.server().reconfigure("script", ListenerConfiguration.onPort(port));
      InetSocketAddress address = net.address();
      net.server().stop("script");
      assertThat(only(net.server()).state()).isEqualTo("stopped");
      assertThat(net.server().connections()).isEmpty();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> TestClient.connect(address))
          .isInstanceOf(java.io.UncheckedIOException.class);
      net.server().reconfigure("script", ListenerConfiguration.onPort(port).withMaxConnections(7));
      assertThat(only(net.server()).state()).isEqualTo("stopped");
      assertThat(net.server().limits("script").orElseThrow().maxConnections()).isEqualTo(7);

      net.server().start("script");
      assertThat(only(net.server()).state()).isEqualTo("listening");
      try (TestClient client = net.connect()) {
        client.send("y\\n").expect("y");
      }
    }
  }

  @Test
  void aConnectionIsDrainedAlone() {
    try (TestNet net = TestNet.start(echo());
        TestClient stays = net.connect();
        TestClient goes = net.connect()) {
      stays.send("x\\n").expect("x");
      goes.send("y\\n").expect("y");
      long last = net.server().connections().getLast().id();
      assertThat(net.server().drain(last)).isTrue();
      Await.until("it is gone", () -> net.server().connections().size() == 1);
      assertThat(net.server().drain(last)).isFalse();
      stays.send("z\\n").expect("z");
    }
  }

  @Test
  void anAddressMovesAndSessionsStay() {
    try (TestNet net = TestNet.start(echo());
        TestClient before = net.connect()) {
      before.send("x\\n").expect("x");
      InetSocketAddress old = net.address();
      int next = freePort();
      net.server().reconfigure("script", ListenerConfiguration.onPort(next));
      assertThat(net.port()).isEqualTo(next);
      try (TestClient client = net.connect()) {
        client.send("y\\n").expect("y");
      }
      before.send("z\\n").expect("z");
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> TestClient.connect(old))
          .isInstanceOf(java.io.UncheckedIOException.class);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void thePortOffsetMovesEveryFixedPort() {
    int port = freePort();
    Assumptions.assumeTrue(port > 10_100);
    NetConfiguration offset =
        new NetConfiguration(
            List.of("127.0.0.1"),
            10_000,
            1,
            true,
            new NetConfiguration.TlsFiles(directory, null, null, null),
            1 << 20,
            1 << 30,
            1 << 30,
            1 << 30,
            1_000);
    try (NetServer server = NetServer.start(offset, new RecordingMetrics())) {
      server.addProtocol(echo(), ListenerConfiguration.onPort(port - 10_000));
      assertThat(only(server).port()).isEqualTo(port);
    }
  }

  @Test
  void aLimitChangesWhileItServes() {
    try (TestNet net = TestNet.start(echo());
        TestClient first = net.connect()) {
      first.send("x\\n").expect("x");
      net.server().reconfigure("script", ListenerConfiguration.onPort(0).withMaxConnections(1));
      try (TestClient second = net.connect()) {
        second.expect("TOO_MANY_CONNECTIONS").expectClosed();
      }
      assertThat(only(net.server()).accepted()).isEqualTo(1);
      assertThat(only(net.server()).refused()).isEqualTo(1);
    }
  }

  @Test
  void anAnnouncedUpgradeThatNeverComesClosesThePort() {
    try (TestNet net = TestNet.start(echo())) {
      InetSocketAddress address = net.address();
      net.server().holdOpen("script", 300);
      net.removeProtocol();
      assertThat(only(net.server()).state()).isEqualTo("waiting");
      try (TestClient waiting = TestClient.connect(address)) {
        assertThat(waiting.readToEnd()).isEmpty();
      }
      Await.until("nothing listens", () -> net.server().listeners().isEmpty());
    }
  }

  @Test
  void theNextOfTheSameNameFollowsWithoutAGap() {
    ScriptProtocol first = echo();
    try (TestNet net = TestNet.start(first)) {
      ScriptProtocol second = ScriptProtocol.of((session, line) -> session.say("2" + line));
      net.server().addProtocol(second, ListenerConfiguration.onPort(0));
      int port = net.port();
      try (TestClient client = net.connect()) {
        client.send("x\\n").expect("x");
        net.server().removeProtocol(first);
        client.expectClosed();
      }
      assertThat(net.port()).isEqualTo(port);
      try (TestClient client = net.connect()) {
        client.send("x\\n").expect("2x");
      }
      net.server().removeProtocol(second);
    }
  }

  @Test
  void aStubbornSessionIsCutOff() {
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.ignoreDrain();
              session.say(line);
            });
    try (TestNet net =
            TestNet.start(
                protocol, common -> common.withDrainMillis(300), UnaryOperator.identity());
        TestClient client = net.connect()) {
      client.send("x\\n").expect("x");
      long before = System.nanoTime();
      net.removeProtocol();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(300), Duration.ofMillis(2_000));
      client.expectClosed();
      assertThat(protocol.sessions().getFirst().events()).containsExactly("drain", "closed");
    }
  }

  @Test
  void workThatNeverEndsDoesNotHoldUpTheEnd() {
    CountDownLatch never = new CountDownLatch(1);
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.pause();
              session
                  .connection()
                  .offload(
                      () -> {
                        try {
                          never.await();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                      },
                      problem -> {});
            });
    try (TestNet net =
            TestNet.start(
                protocol, common -> common.withDrainMillis(200), UnaryOperator.identity());
        TestClient client = net.connect()) {
      client.send("x\\n");
      Await.until("it works", () -> !protocol.sessions().isEmpty());
      long before = System.nanoTime();
      net.removeProtocol();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
      never.countDown();
      net.awaitConnections(0);
    }
  }

  @Test
  void aConnectionIsListedAndKilled() {
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.connection().authenticated("somebody");
              session.connection().activity("idling");
              session.say(line);
            });
    try (TestNet net = TestNet.start(protocol);
        TestClient client = net.connect()) {
      client.send("xyz\\n").expect("xyz");
      var shown = net.server().connections().getFirst();
      assertThat(shown.protocol()).isEqualTo("script");
      assertThat(shown.user()).isEqualTo("somebody");
      assertThat(shown.activity()).isEqualTo("idling");
      assertThat(shown.remoteAddress()).startsWith("127.0.0.1:");
      assertThat(shown.bytesIn()).isEqualTo(4);
      assertThat(shown.bytesOut()).isEqualTo(3);
      assertThat(net.server().kill(shown.id() + 1)).isFalse();
      assertThat(net.server().kill(shown.id())).isTrue();
      client.expectClosed();
      net.awaitConnections(0);
    }
  }

  @Test
  void stoppingClosesPortsDrainsEveryoneAndEndsEveryThread() {
    AtomicLong drained = new AtomicLong();
    ForeignListener foreign =
        new ForeignListener() {
          @Override
          public ListenerInfo info() {
            return new ListenerInfo(
                "http", "127.0.0.1:8080", 8080, false, "listening", "", 0, 0, 0);
          }

          @Override
          public void drain(long millis) {
            drained.addAndGet(millis);
          }
        };
    ScriptProtocol protocol = echo();
    TestNet net = TestNet.start(protocol);
    net.server().addForeign(foreign);
    assertThat(net.server().listeners())
        .extracting(ListenerInfo::protocol)
        .containsExactly("http", "script");
    InetSocketAddress address = net.address();
    try (TestClient client = net.connect()) {
      client.send("x\\n").expect("x");
      long before = System.nanoTime();
      net.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
      client.expectClosed();
    }
    assertThat(drained.get()).isEqualTo(NetConfiguration.DEFAULT_DRAIN_MILLIS);
    assertThat(protocol.sessions().getFirst().events()).containsExactly("drain", "closed");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("orbit-"));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> TestClient.connect(address))
        .isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(net.metrics().samples())
        .noneMatch(sample -> sample.name().equals("orbit_script_connections"));
  }

  @Test
  void servesAUnixDomainSocket() throws IOException {
    Path path = directory.resolve("orbit.sock");
    try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      crashed.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    for (boolean nativeTransport : new boolean[] {true, false}) {
      ScriptProtocol protocol =
          ScriptProtocol.of(
              (session, line) -> session.say(session.connection().localAddress().toString()));
      try (TestNet net =
          TestNet.start(
              protocol,
              common -> common.withNativeTransport(nativeTransport),
              own ->
                  own.withUnixSocket(path)
                      .withTls(ListenerConfiguration.Tls.REQUIRED)
                      .withProxyProtocol(true))) {
        assertThat(only(net.server()).address()).endsWith(", " + path);
        assertThat(Files.getPosixFilePermissions(path))
            .containsExactlyInAnyOrder(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
          client.write(ByteBuffer.wrap("x\n".getBytes()));
          ByteBuffer answer = ByteBuffer.allocate(path.toString().length());
          while (answer.hasRemaining()) {
            assertThat(client.read(answer)).isPositive();
          }
          assertThat(new String(answer.array())).isEqualTo(path.toString());
        }
      }
      assertThat(path).doesNotExist();
    }
  }

  @Test
  void doesNotTakeAnotherServersSocket() throws IOException {
    Path path = directory.resolve("other.sock");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        NetServer server =
            NetServer.start(NetConfiguration.defaults(directory), new RecordingMetrics())) {
      other.bind(UnixDomainSocketAddress.of(path));
      server.addProtocol(echo(), ListenerConfiguration.onPort(0).withUnixSocket(path));
      assertThat(only(server).state()).isEqualTo("failed");
      assertThat(only(server).problem()).contains("another server listens there");
      assertThat(path).exists();
    }
  }

  @Test
  void servesIpv6() throws IOException {
    Assumptions.assumeTrue(hasIpv6Loopback(), "this machine has no ::1");
    try (TestNet net = TestNet.start(echo(), own -> own.withBind(List.of("127.0.0.1", "::1")))) {
      assertThat(only(net.server()).address())
          .isEqualTo("127.0.0.1:%1$d, [0:0:0:0:0:0:0:1]:%1$d".formatted(net.port()));
      for (String host : List.of("127.0.0.1", "::1")) {
        try (TestClient client = TestClient.connect(new InetSocketAddress(host, net.port()))) {
          client.send("x\\n").expect("x");
        }
      }
    }
  }

  private static boolean hasIpv6Loopback() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(address -> address.isLoopbackAddress() && address.getAddress().length == 16);
  }
}
