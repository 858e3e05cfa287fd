package io.orbit.testkit.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.net.ListenerConfiguration;
import io.orbit.net.ListenerConfiguration.Tls;
import io.orbit.net.spi.Protocol;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every protocol does, whatever it speaks. A subclass says in its own bytes how one logs in,
 * what a ping looks like, how things are refused; its {@code transcripts/*.txt} are played too.
 *
 * <p>Words are compared as ISO 8859-1 text. Every test starts a network of its own with a fresh
 * {@link #protocol()}.
 */
public abstract class ProtocolContract {
  private static final int MUTATED_FRAMES = 2_000;
  private static final int FRAMES_A_CONNECTION = 20;

  /** A fresh protocol over whatever the test stands it on. */
  protected abstract Protocol protocol();

  /** From connecting to the first request, with right credentials; reads every answer. */
  protected abstract void logIn(TestClient client);

  /** Tries wrong credentials, and checks the protocol's own words of refusal. */
  protected abstract void logInWrongly(TestClient client);

  /** A request that a logged-in client may repeat, and its whole answer, always the same. */
  protected abstract Exchange ping();

  /** A request that this protocol knows and Orbit does not support, and its proper refusal. */
  protected abstract Exchange unsupported();

  /** What a client that is not logged in sends to announce, or begin, a request of 2 GB. */
  protected abstract byte[] hugeBeforeLogin();

  /** More of that request, sent again and again. */
  protected abstract byte[] hugeFiller();

  /** A logged-in client's request beyond a limit, and the beginning of the refusal. */
  protected abstract Exchange oversized();

  /** The whole answer to a connection too many; matches the empty string for a silent close. */
  protected abstract Pattern tooManyConnectionsWords();

  /** The last words to an idle session when the server ends it. */
  protected abstract Pattern shutdownWords();

  /** The last words after the idle time-out. */
  protected abstract Pattern idleTimeoutWords();

  /** The last words to a client that does not log in in time. */
  protected abstract Pattern authenticationTimeoutWords();

  /** Asks for TLS inside the protocol; nothing to do where the first bytes decide. */
  protected void requestTls(TestClient client) {}

  /** A request that keeps the session busy until the server stops it, if there is one. */
  protected Optional<byte[]> endlessRequest() {
    return Optional.empty();
  }

  /** How a transaction looks, if the protocol has them. */
  protected Optional<OpenTransaction> openTransaction() {
    return Optional.empty();
  }

  /** How a row of another protocol is seen, if this one stands on a store. */
  protected Optional<SharedRow> sharedRow() {
    return Optional.empty();
  }

  /** A request and its answer. */
  public record Exchange(byte[] request, byte[] answer) {
    /** Both in the escaped form of {@link Bytes}. */
    public static Exchange of(String request, String answer) {
      return new Exchange(Bytes.of(request), Bytes.of(answer));
    }
  }

  /** A transaction that is lost with its connection. */
  public interface OpenTransaction {
    /** Writes something in an open transaction of a logged-in client; reads every answer. */
    void writeUncommitted(TestClient client);

    /** True when nothing of it is left: no value, no lock, no session. */
    boolean isRolledBack();
  }

  /** A row that another protocol writes. */
  public interface SharedRow {
    void writeElsewhere();

    /** Reads it with a logged-in client, and checks it. */
    void readHere(TestClient client);
  }

  // ---- helpers

  private TestNet start() {
    return TestNet.start(protocol());
  }

  private TestNet start(UnaryOperator<ListenerConfiguration> own) {
    return TestNet.start(protocol(), own);
  }

  private TestClient loggedIn(TestNet net) {
    TestClient client = net.connect();
    logIn(client);
    return client;
  }

  private void pingOnce(TestClient client) {
    client.send(ping().request()).expect(ping().answer());
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  // ---- frames

  @Test
  protected void answersOneRequest() {
    try (TestNet net = start();
        TestClient client = loggedIn(net)) {
      pingOnce(client);
    }
  }

  @Test
  protected void takesFramesByteByByte() {
    try (TestNet net = start();
        TestClient client = loggedIn(net)) {
      for (byte each : ping().request()) {
        client.send(new byte[] {each});
      }
      client.expect(ping().answer());
    }
  }

  @Test
  protected void takesManyFramesAtOnce() {
    int count = 1_000;
    try (TestNet net = start();
        TestClient client = loggedIn(net)) {
      byte[][] requests = new byte[count][];
      byte[][] answers = new byte[count][];
      java.util.Arrays.fill(requests, ping().request());
      java.util.Arrays.fill(answers, ping().answer());
      Thread writer = Thread.startVirtualThread(() -> client.send(Bytes.join(requests)));
      client.expect(Bytes.join(answers));
      assertThat(joins(writer)).isTrue();
    }
  }

  @Test
  protected void answersBeforeItClosesAfterTheClientEndsItsOutput() {
    try (TestNet net = start();
        TestClient client = loggedIn(net)) {
      client.send(ping().request());
      client.endOutput();
      assertThat(latin(client.readToEnd())).startsWith(latin(ping().answer()));
      net.awaitConnections(0);
    }
  }

  @Test
  protected void refusesAnOversizedRequest() {
    try (TestNet net = start();
        TestClient client = loggedIn(net);
        TestClient other = loggedIn(net)) {
      Thread writer = Thread.startVirtualThread(() -> client.trySend(oversized().request()));
      client.expect(oversized().answer());
      client.reset();
      assertThat(joins(writer)).isTrue();
      pingOnce(other);
    }
  }

  @Test
  protected void refusesWhatIsNotSupported() {
    try (TestNet net = start();
        TestClient client = loggedIn(net)) {
      client.send(unsupported().request()).expect(unsupported().answer());
      pingOnce(client);
    }
  }

  @Test
  protected void survivesMutatedFrames() {
    long seed = FrameFuzzer.freshSeed();
    System.out.println(getClass().getSimpleName() + " seed " + seed);
    FrameFuzzer fuzzer =
        new FrameFuzzer(
            seed, java.util.List.of(ping().request(), unsupported().request(), hugeBeforeLogin()));
    try (TestNet net = start();
        TestClient other = loggedIn(net)) {
      for (int sent = 0; sent < MUTATED_FRAMES; sent += FRAMES_A_CONNECTION) {
        try (TestClient client = sent % 2 == 0 ? loggedIn(net) : net.connect()) {
          for (int i = 0; i < FRAMES_A_CONNECTION; i++) {
            if (!client.trySend(fuzzer.next())) {
              break;
            }
          }
        }
        pingOnce(other);
      }
      net.awaitConnections(1);
    }
  }

  // ---- admission

  @Test
  protected void refusesWrongCredentials() {
    try (TestNet net = start();
        TestClient client = net.connect()) {
      logInWrongly(client);
    }
  }

  @Test
  protected void aHugeRequestBeforeLoginCostsNothing() {
    try (TestNet net = start();
        TestClient other = loggedIn(net);
        TestClient client = net.connect()) {
      client.send(hugeBeforeLogin());
      byte[] filler = hugeFiller();
      int limit = protocol().unauthenticatedLimit();
      long sent = 0;
      boolean open = true;
      while (open && sent < 64L * 1024 * 1024) {
        open = client.trySend(filler);
        sent += filler.length;
      }
      assertThat(open).as("still open after " + sent + " bytes, limit " + limit).isFalse();
      net.awaitConnections(1);
      pingOnce(other);
    }
  }

  @Test
  protected void refusesAConnectionTooMany() {
    try (TestNet net = start(own -> own.withMaxConnections(1))) {
      try (TestClient first = loggedIn(net)) {
        try (TestClient second = net.connect()) {
          assertThat(latin(second.readToEnd())).matches(tooManyConnectionsWords());
        }
        pingOnce(first);
      }
      net.awaitConnections(0);
      try (TestClient third = loggedIn(net)) {
        pingOnce(third);
      }
      String refused = "orbit_" + protocol().name() + "_refused_total";
      assertThat(net.metrics().value(refused)).isEqualTo(1);
    }
  }

  @Test
  protected void endsAnIdleSession() {
    try (TestNet net = start(own -> own.withTimeouts(300, 60_000));
        TestClient client = loggedIn(net)) {
      assertThat(latin(client.readToEnd())).matches(idleTimeoutWords());
      net.awaitConnections(0);
    }
  }

  @Test
  protected void endsAConnectionThatDoesNotLogIn() {
    try (TestNet net = start(own -> own.withTimeouts(0, 300));
        TestClient client = net.connect()) {
      client.send(java.util.Arrays.copyOf(ping().request(), 1));
      assertThat(latin(client.readToEnd())).matches(authenticationTimeoutWords());
      net.awaitConnections(0);
    }
  }

  // ---- TLS

  @Test
  protected void speaksTls() {
    try (TestNet net = start(own -> own.withTls(Tls.REQUIRED));
        TestClient client = net.connect()) {
      requestTls(client);
      client.startTls();
      logIn(client);
      pingOnce(client);
    }
  }

  @Test
  protected void takesAClientHelloFirst() {
    try (TestNet net = start();
        TestClient client = net.connect()) {
      client.startTls();
      logIn(client);
      pingOnce(client);
    }
  }

  @Test
  protected void letsNobodyInWithoutTlsWhereItIsRequired() {
    try (TestNet net = start(own -> own.withTls(Tls.REQUIRED));
        TestClient client = net.connect()) {
      try {
        logIn(client);
        client.send(ping().request());
      } catch (AssertionError | java.io.UncheckedIOException e) {
        return;
      }
      assertThat(latin(client.readToEnd())).doesNotContain(latin(ping().answer()));
    }
  }

  // ---- ends

  @Test
  protected void forgetsAClientThatBreaksOff() {
    try (TestNet net = start()) {
      TestClient half = net.connect();
      half.send(java.util.Arrays.copyOf(ping().request(), 1));
      net.awaitConnections(1);
      half.reset();
      TestClient client = loggedIn(net);
      client.send(ping().request());
      client.reset();
      net.awaitConnections(0);
    }
  }

  @Test
  protected void rollsBackWhenTheClientBreaksOff() {
    assumeTrue(openTransaction().isPresent(), "the protocol has no transactions");
    OpenTransaction transaction = openTransaction().get();
    try (TestNet net = start()) {
      TestClient client = loggedIn(net);
      transaction.writeUncommitted(client);
      client.reset();
      Await.until("the transaction is rolled back", transaction::isRolledBack);
    }
  }

  @Test
  protected void saysGoodbyeWhenItsBundleStops() {
    try (TestNet net = start();
        TestClient client = loggedIn(net)) {
      pingOnce(client);
      InetSocketAddress address = net.address();
      net.removeProtocol();
      assertThat(latin(client.readToEnd())).matches(shutdownWords());
      assertThat(net.server().connections()).isEmpty();
      assertThat(net.server().listeners()).isEmpty();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> TestClient.connect(address))
          .isInstanceOf(java.io.UncheckedIOException.class);
    }
  }

  @Test
  protected void stopsWhileBusy() {
    assumeTrue(endlessRequest().isPresent(), "the protocol has no long requests");
    try (TestNet net =
            TestNet.start(
                protocol(), common -> common.withDrainMillis(500), UnaryOperator.identity());
        TestClient client = loggedIn(net)) {
      client.send(endlessRequest().get());
      Await.until("the request runs", () -> bytesIn(net) > 0);
      long before = System.nanoTime();
      net.removeProtocol();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
      assertThat(net.server().connections()).isEmpty();
    }
  }

  @Test
  protected void forgetsABusyClientThatBreaksOff() {
    assumeTrue(endlessRequest().isPresent(), "the protocol has no long requests");
    try (TestNet net = start()) {
      TestClient client = loggedIn(net);
      client.send(endlessRequest().get());
      net.awaitConnections(1);
      client.reset();
      net.awaitConnections(0);
    }
  }

  private double bytesIn(TestNet net) {
    return net.metrics().value("orbit_" + protocol().name() + "_bytes_in_total");
  }

  @Test
  protected void survivesAnUpgrade() {
    Protocol first = protocol();
    try (TestNet net = TestNet.start(first);
        TestClient before = loggedIn(net)) {
      pingOnce(before);
      net.server().holdOpen(first.name(), 10_000);
      net.removeProtocol();
      assertThat(latin(before.readToEnd())).matches(shutdownWords());
      assertThat(net.server().listeners())
          .singleElement()
          .extracting(ListenerInfo::state)
          .isEqualTo("waiting");
      try (TestClient waiting = net.connect()) {
        Protocol second = protocol();
        net.server().addProtocol(second, ListenerConfiguration.onPort(0));
        logIn(waiting);
        pingOnce(waiting);
        net.server().removeProtocol(second);
      }
    }
  }

  @Test
  protected void readsARowThatAnotherProtocolWrote() {
    assumeTrue(sharedRow().isPresent(), "the protocol stands on no store here");
    SharedRow row = sharedRow().get();
    row.writeElsewhere();
    try (TestNet net = start();
        TestClient client = loggedIn(net)) {
      row.readHere(client);
    }
  }

  // ---- conversations

  /** Every {@code transcripts/*.txt} of the subclass. */
  @TestFactory
  protected Stream<DynamicTest> transcripts() {
    return Transcript.of(getClass()).stream()
        .map(
            transcript ->
                DynamicTest.dynamicTest(
                    transcript.name(),
                    () -> {
                      try (TestNet net = start()) {
                        transcript.play(() -> loggedIn(net));
                      }
                    }));
  }

  private static boolean joins(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
