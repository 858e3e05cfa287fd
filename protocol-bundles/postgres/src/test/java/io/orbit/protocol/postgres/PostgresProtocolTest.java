package io.orbit.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.orbit.net.spi.Protocol;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.ProtocolContract;
import io.orbit.testkit.protocol.TestClient;
import io.orbit.testkit.protocol.TestNet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresProtocolTest extends ProtocolContract {
  private static final String READY = "Z\\0\\0\\0\\x05I";

  private TestStack stack = new TestStack();

  @BeforeEach
  void open() {
    stack.close();
    stack = new TestStack();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  @Override
  protected Protocol protocol() {
    return stack.protocol();
  }

  @Override
  protected void logIn(TestClient client) {
    WireClient.logIn(client, "orbit", TestStack.PASSWORD);
  }

  @Override
  protected void logInWrongly(TestClient client) {
    WireClient.authenticate(client, "orbit", "wrong");
    assertThat(new String(client.readToEnd(), StandardCharsets.ISO_8859_1))
        .matches(fatal("28P01", "password authentication failed for user \"orbit\""));
  }

  private static Pattern fatal(String state, String message) {
    return Pattern.compile(
        "E.{4}SFATAL\0VFATAL\0C" + state + "\0M" + Pattern.quote(message) + "\0.*\0",
        Pattern.DOTALL);
  }

  @Override
  protected Exchange ping() {
    return new Exchange(
        WireClient.query("select 1 as x"),
        Bytes.of(
            "T\\0\\0\\0\\x1a\\0\\x01x\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\x17\\0\\x04\\xff\\xff\\xff\\xff\\0\\0"
                + "D\\0\\0\\0\\x0b\\0\\x01\\0\\0\\0\\x011C\\0\\0\\0\\x0dSELECT 1\\0"
                + READY));
  }

  @Override
  protected Exchange unsupported() {
    return new Exchange(
        WireClient.message('F', out -> out.writeInt(1).writeInt(0)),
        Bytes.of(
            "E\\0\\0\\0\\x65SERROR\\0VERROR\\0C0A000\\0Mthe function call protocol is not supported\\0"
                + "HCall the function by SELECT.\\0\\0"
                + READY));
  }

  @Override
  protected byte[] hugeBeforeLogin() {
    return Bytes.of("\\x77\\0\\0\\0\\0\\x03\\0\\0user\\0");
  }

  @Override
  protected byte[] hugeFiller() {
    return Bytes.of("x".repeat(64 * 1024));
  }

  @Override
  protected Exchange oversized() {
    return Exchange.of("Q\\x20\\0\\0\\0select", "E\\0\\0\\0\\x32SFATAL\\0VFATAL\\0C08P01\\0M");
  }

  @Override
  protected Pattern tooManyConnectionsWords() {
    return fatal("53300", "sorry, too many clients already");
  }

  @Override
  protected Pattern shutdownWords() {
    return fatal("57P01", "terminating connection due to administrator command");
  }

  @Override
  protected Pattern idleTimeoutWords() {
    return fatal("57P05", "terminating connection due to idle-session timeout");
  }

  @Override
  protected Pattern authenticationTimeoutWords() {
    return fatal("57014", "canceling authentication due to timeout");
  }

  @Override
  protected void requestTls(TestClient client) {
    client.send(WireClient.sslRequest()).expect("S");
  }

  @Override
  protected Optional<byte[]> endlessRequest() {
    return Optional.of(WireClient.query("select pg_sleep(3600)"));
  }

  @Override
  protected Optional<OpenTransaction> openTransaction() {
    stack.run("create table if not exists lost (id int primary key)");
    return Optional.of(
        new OpenTransaction() {
          @Override
          public void writeUncommitted(TestClient client) {
            client.send(WireClient.query("begin; insert into lost values (1)"));
            ByteBuf status = WireClient.await(client, 'Z').reader();
            assertThat((char) status.readByte()).isEqualTo('T');
          }

          @Override
          public boolean isRolledBack() {
            return stack.sessions.list().isEmpty()
                && stack.store.statistics().activeTransactions() == 0;
          }
        });
  }

  @Override
  protected Optional<SharedRow> sharedRow() {
    return Optional.of(
        new SharedRow() {
          @Override
          public void writeElsewhere() {
            stack.run("create table items (id int primary key, name text)");
            stack.run("insert into items values (1, 'lamp')");
          }

          @Override
          public void readHere(TestClient client) {
            client.send(WireClient.query("select name from items"));
            assertThat(WireClient.await(client, 'D').text()).endsWith("lamp");
            WireClient.await(client, 'Z');
          }
        });
  }

  // ---- more than the contract

  @Test
  void cancelsByProcessAndKey() {
    try (TestNet net = TestNet.start(protocol());
        TestClient client = net.connect()) {
      ByteBuffer key =
          ByteBuffer.wrap(WireClient.logIn(client, "orbit", TestStack.PASSWORD).body());
      client.send(endlessRequest().orElseThrow());
      int process = key.getInt();
      int secret = key.getInt();
      Await.until(
          "the statement runs",
          () ->
              stack.sessions.list().stream()
                  .anyMatch(session -> session.activity().state().equals("active")));
      cancel(net, process, secret + 1);
      cancel(net, process, secret);
      String error = WireClient.answer(client).text();
      while (!error.startsWith("S")) {
        error = WireClient.answer(client).text();
      }
      assertThat(error).contains("C57014\0Mcanceling statement due to user request\0");
      client.expect(READY);
      client.send(ping().request()).expect(ping().answer());
    }
  }

  private static void cancel(TestNet net, int process, int secret) {
    try (TestClient canceler = net.connect()) {
      canceler.send(WireClient.cancelRequest(process, secret)).expectClosed();
    }
  }

  @Test
  void negotiatesTheMinorVersionDown() {
    try (TestNet net = TestNet.start(protocol());
        TestClient client = net.connect()) {
      byte[] startup = WireClient.startup("user", "orbit", "database", "orbit", "_pq_.wish", "yes");
      startup[7] = 2;
      client.send(startup).expect("v\\0\\0\\0\\x16\\0\\0\\0\\0\\0\\0\\0\\x01_pq_.wish\\0");
      assertThat(WireClient.answer(client).text()).contains("SCRAM-SHA-256");
    }
  }

  @Test
  void refusesAnotherMajorVersion() {
    try (TestNet net = TestNet.start(protocol());
        TestClient client = net.connect()) {
      byte[] startup = WireClient.startup("user", "orbit");
      startup[5] = 2;
      client.send(startup);
      assertThat(new String(client.readToEnd(), StandardCharsets.ISO_8859_1))
          .matches(fatal("0A000", "unsupported frontend protocol 2.0: server supports 3.0 to 3.0"));
    }
  }

  @Test
  void refusesClearTextBehindTheRequestForTls() {
    try (TestNet net = TestNet.start(protocol());
        TestClient client = net.connect()) {
      client.send(Bytes.join(WireClient.sslRequest(), WireClient.startup("user", "orbit")));
      assertThat(new String(client.readToEnd(), StandardCharsets.ISO_8859_1))
          .contains("received unencrypted data after SSL request");
    }
  }

  @Test
  void skipsToSyncAfterAnError() {
    try (TestNet net = TestNet.start(protocol());
        TestClient client = net.connect()) {
      logIn(client);
      client.send(
          Bytes.join(
              WireClient.parse("", "select nothing from nowhere"),
              WireClient.bind("", ""),
              WireClient.execute("", 0),
              WireClient.query("select 2"),
              WireClient.sync(),
              WireClient.parse("one", "select $1::int4"),
              WireClient.bind("", "one", "7"),
              WireClient.execute("", 0),
              WireClient.sync()));
      WireClient.Answer error = WireClient.answer(client);
      assertThat(error.type()).isEqualTo('E');
      assertThat(error.text()).contains("C42P01\0");
      client
          .expect(READY)
          .expect("1\\0\\0\\0\\x042\\0\\0\\0\\x04D\\0\\0\\0\\x0b\\0\\x01\\0\\0\\0\\x017")
          .expect("C\\0\\0\\0\\x0dSELECT 1\\0" + READY);
    }
  }

  @Test
  void suspendsAndResumesPortals() {
    try (TestNet net = TestNet.start(protocol());
        TestClient client = net.connect()) {
      logIn(client);
      client.send(
          Bytes.join(
              WireClient.parse("", "values (1), (2), (3)"),
              WireClient.bind("p", ""),
              WireClient.execute("p", 2),
              WireClient.execute("p", 2),
              WireClient.execute("p", 2),
              WireClient.sync(),
              WireClient.execute("p", 2),
              WireClient.sync()));
      StringBuilder types = new StringBuilder();
      while (types.length() < 11) {
        types.append(WireClient.answer(client).type());
      }
      assertThat(types).hasToString("12DDsDCCZEZ");
    }
  }
}
