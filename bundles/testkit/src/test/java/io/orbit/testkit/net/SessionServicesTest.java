package io.orbit.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.net.NetConfiguration;
import io.orbit.net.spi.Protocol.TlsStart;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestClient;
import io.orbit.testkit.protocol.TestNet;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session can ask of its connection, over the native transport and over NIO. */
@ParameterizedClass(name = "native transport {0}")
@ValueSource(booleans = {true, false})
class SessionServicesTest {
  @Parameter boolean nativeTransport;

  private TestNet start(ScriptProtocol protocol) {
    return start(protocol, UnaryOperator.identity());
  }

  private TestNet start(ScriptProtocol protocol, UnaryOperator<NetConfiguration> common) {
    return TestNet.start(
        protocol,
        defaults -> common.apply(defaults.withNativeTransport(nativeTransport)),
        UnaryOperator.identity());
  }

  private TestNet start(BiConsumer<ScriptSession, String> script) {
    return start(ScriptProtocol.of(script));
  }

  @Test
  void aServerMaySpeakFirst() {
    ScriptProtocol protocol =
        new ScriptProtocol(TlsStart.NEGOTIATED, (session, line) -> session.say(line));
    try (TestNet net = start(protocol.greeting("welcome"));
        TestClient client = net.connect()) {
      client.expect("welcome").send("x\\n").expect("x");
    }
  }

  @Test
  void heldOutputKeepsItsOrder() {
    ManualWait first = new ManualWait();
    ManualWait second = new ManualWait();
    BiConsumer<ScriptSession, String> script =
        (session, line) -> {
          session.say(line);
          switch (line) {
            case "a" -> session.connection().flushAfter(first);
            case "b" -> session.connection().flushAfter(second);
            default -> {}
          }
        };
    ScriptProtocol protocol = ScriptProtocol.of(script);
    try (TestNet net = start(protocol);
        TestClient client = net.connect()) {
      client.send("before\\n").expect("before");
      client.send("a\\nb\\nc\\n");
      Await.until("all is read", () -> net.metrics().value("orbit_script_bytes_in_total") == 13);
      second.grant();
      CountDownLatch turn = new CountDownLatch(1);
      protocol.sessions().getFirst().connection().execute(turn::countDown);
      await(turn);
      assertThat(net.server().connections().getFirst().bytesOut()).isEqualTo("before".length());
      first.grant();
      client.expect("abc").send("d\\n").expect("d");
    }
  }

  @Test
  void aWaitThatIsOverHoldsNothing() {
    ManualWait over = new ManualWait();
    over.grant();
    try (TestNet net =
            start(
                (session, line) -> {
                  session.say(line);
                  session.connection().flushAfter(over);
                });
        TestClient client = net.connect()) {
      client.send("a\\nb\\n").expect("ab").send("c\\n").expect("c");
    }
  }

  @Test
  void aFailedWaitClosesWithoutTheAnswer() {
    ManualWait wait = new ManualWait();
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.say("done");
              session.connection().flushAfter(wait);
              session.say("next");
            });
    try (TestNet net = start(protocol);
        TestClient client = net.connect()) {
      client.send("x\\n");
      net.awaitConnections(1);
      wait.fail();
      client.expectClosed();
      Await.until(
          "the session is closed",
          () -> protocol.sessions().getFirst().events().equals(java.util.List.of("closed")));
    }
  }

  @Test
  void workRunsAsideAndLaterRequestsWait() {
    CountDownLatch go = new CountDownLatch(1);
    BiConsumer<ScriptSession, String> script =
        (session, line) -> {
          if (line.equals("work")) {
            session.pause();
            session
                .connection()
                .offload(
                    () -> {
                      session.connection().send(text("sent "));
                      await(go);
                      session.connection().send(text("more "));
                    },
                    problem -> session.say(Thread.currentThread().isVirtual() + " "));
          } else {
            session.say(line + " ");
          }
        };
    try (TestNet net = start(script);
        TestClient client = net.connect();
        TestClient other = net.connect()) {
      client.send("before\\nwork\\nafter\\nwork\\nlast\\n").expect("before sent ");
      other.send("x\\n").expect("x ");
      go.countDown();
      client.expect("more false after sent more false last ");
    }
  }

  @Test
  void workThatFailsIsReported() {
    try (TestNet net =
            start(
                (session, line) -> {
                  session.pause();
                  session
                      .connection()
                      .offload(
                          () -> {
                            throw new IllegalStateException("broken");
                          },
                          problem -> session.say(String.valueOf(problem)));
                });
        TestClient client = net.connect()) {
      client.send("x\\n").expect("java.lang.IllegalStateException: broken");
    }
  }

  @Test
  void aHalfClosedClientStillGetsTheAnswerOfWork() {
    CountDownLatch go = new CountDownLatch(1);
    try (TestNet net =
            start(
                (session, line) -> {
                  session.pause();
                  session.connection().offload(() -> await(go), problem -> session.say("done"));
                });
        TestClient client = net.connect()) {
      client.send("x\\n").endOutput();
      net.awaitConnections(1);
      go.countDown();
      client.expect("done").expectClosed();
    }
  }

  @Test
  void sendingBlocksWhileTheClientIsBehind() {
    AtomicLong sent = new AtomicLong();
    int chunk = 64 * 1024;
    int chunks = 1_000;
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.pause();
              session
                  .connection()
                  .offload(
                      () -> {
                        for (int i = 0; i < chunks; i++) {
                          session.connection().send(Unpooled.wrappedBuffer(new byte[chunk]));
                          sent.addAndGet(chunk);
                        }
                      },
                      problem -> session.say("end"));
            });
    try (TestNet net = start(protocol, common -> common.withLimits(256 * 1024, 1 << 30));
        TestClient client = net.connect()) {
      client.send("x\\n");
      awaitStandstill(sent);
      assertThat(sent.get()).isLessThan((long) chunk * chunks / 2);
      client.expectRepeated(0, (long) chunk * chunks).expect("end");
    }
  }

  /** Waits until the figure has stopped growing for a while. */
  private static void awaitStandstill(AtomicLong figure) {
    long[] last = {0, System.nanoTime()};
    Await.until(
        "sending stands still",
        () -> {
          long now = System.nanoTime();
          if (figure.get() != last[0]) {
            last[0] = figure.get();
            last[1] = now;
          }
          return last[0] > 0 && now - last[1] > 200_000_000;
        });
  }

  @Test
  void aClientThatDoesNotReadIsNotRead() {
    AtomicLong answered = new AtomicLong();
    String answer = "x".repeat(100_000);
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.say(answer);
              answered.incrementAndGet();
            });
    int requests = 2_000;
    try (TestNet net = start(protocol, common -> common.withLimits(256 * 1024, 1 << 30));
        TestClient client = net.connect()) {
      client.send("\\n".repeat(requests));
      awaitStandstill(answered);
      assertThat(answered.get()).isLessThan(requests / 2);
      client.expectRepeated('x', 100_000L * requests);
      assertThat(protocol.sessions().getFirst().events())
          .startsWith("writable false", "writable true");
      net.awaitConnections(1);
    }
  }

  @Test
  void aClientFarBehindIsClosed() {
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              for (int i = 0; i < 300; i++) {
                session.say("x".repeat(100_000));
                session.connection().flush();
              }
            });
    try (TestNet net = start(protocol, common -> common.withLimits(64 * 1024, 8 << 20));
        TestClient client = net.connect()) {
      client.send("x\\n");
      Await.until(
          "the session is closed",
          () ->
              !protocol.sessions().isEmpty()
                  && protocol.sessions().getFirst().events().contains("closed"));
      assertThat(client.readToEnd().length).isLessThan(300 * 100_000);
    }
  }

  @Test
  void aSessionPausesReading() {
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.say(line);
              if (line.equals("stop")) {
                session.pause();
                session.connection().setReading(false);
              }
            });
    try (TestNet net = start(protocol);
        TestClient client = net.connect()) {
      client.send("a\\nstop\\nb\\n").expect("astop");
      ScriptSession session = protocol.sessions().getFirst();
      session.connection().execute(() -> session.connection().setReading(true));
      client.expect("b").send("c\\n").expect("c");
    }
  }

  @Test
  void closingSendsEverythingFirst() {
    String much = "x".repeat(3_000_000);
    try (TestNet net =
            start(
                (session, line) -> {
                  session.say(much);
                  session.connection().close();
                  session.pause();
                });
        TestClient client = net.connect()) {
      client.send("x\\nand more that nobody reads\\n".repeat(100));
      assertThat(client.readToEnd().length).isEqualTo(much.length());
    }
  }

  @Test
  void onlyAClientThatIsKnownMaySendALongRequest() {
    byte[] much = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.connection().authenticated("somebody");
              session.say(line.length() + " ");
            });
    try (TestNet net = start(protocol);
        TestClient stranger = net.connect();
        TestClient known = net.connect()) {
      known.send("login\\n").expect("5 ").send(much).send(much).send("\\n").expect("200000 ");
      while (stranger.trySend(much)) {
        assertThat(net.metrics().value("orbit_script_bytes_in_total")).isLessThan(10_000_000);
      }
      net.awaitConnections(1);
    }
  }

  @Test
  void aBugClosesOneConnectionOnly() {
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              if (line.equals("bug")) {
                throw new IllegalStateException("expected by this test");
              }
              session.say(line);
            });
    try (TestNet net = start(protocol);
        TestClient other = net.connect();
        TestClient client = net.connect()) {
      other.send("a\\n").expect("a");
      client.send("bug\\n").expectClosed();
      other.send("b\\n").expect("b");
      net.awaitConnections(1);
      assertThat(protocol.sessions().getLast().events()).containsExactly("closed");
    }
  }

  @Test
  void lossDuringWorkIsToldBeforeTheEnd() {
    CountDownLatch go = new CountDownLatch(1);
    ScriptProtocol protocol =
        ScriptProtocol.of(
            (session, line) -> {
              session.pause();
              session
                  .connection()
                  .offload(() -> await(go), problem -> session.events().add("then"));
            });
    try (TestNet net = start(protocol)) {
      TestClient client = net.connect();
      client.send("x\\n");
      net.awaitConnections(1);
      Await.until("the session is there", () -> !protocol.sessions().isEmpty());
      client.reset();
      ScriptSession session = protocol.sessions().getFirst();
      Await.until("it is told", () -> session.events().contains("disconnected"));
      assertThat(session.events()).containsExactly("disconnected");
      go.countDown();
      net.awaitConnections(0);
      assertThat(session.events()).containsExactly("disconnected", "then", "closed");
    }
  }

  private static ByteBuf text(String words) {
    return Unpooled.copiedBuffer(words, StandardCharsets.UTF_8);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
