package io.orbit.protocol.redis;

import io.orbit.api.storage.RecordView;
import io.orbit.net.spi.Protocol;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.ProtocolContract;
import io.orbit.testkit.protocol.TestClient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class RedisProtocolTest extends ProtocolContract {
  private TestStack stack = new TestStack(false);

  @BeforeEach
  void open() {
    stack.close();
    stack = new TestStack(false);
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
    client.send("AUTH " + TestStack.PASSWORD + "\\r\\n").expect("+OK\\r\\n");
  }

  @Override
  protected void logInWrongly(TestClient client) {
    client
        .send("AUTH orbit wrong\\r\\n")
        .expect("-WRONGPASS invalid username-password pair or user is disabled.\\r\\n")
        .send("GET a\\r\\n")
        .expect("-NOAUTH Authentication required.\\r\\n");
  }

  @Override
  protected Exchange ping() {
    return Exchange.of("*2\\r\\n$4\\r\\nPING\\r\\n$2\\r\\nhi\\r\\n", "$2\\r\\nhi\\r\\n");
  }

  @Override
  protected Exchange unsupported() {
    return Exchange.of(
        "NOSUCH\\r\\n", "-ERR unknown command 'NOSUCH', with args beginning with: \\r\\n");
  }

  @Override
  protected byte[] hugeBeforeLogin() {
    return Bytes.of("*2\\r\\n$4\\r\\nAUTH\\r\\n$2000000000\\r\\n");
  }

  @Override
  protected byte[] hugeFiller() {
    return Bytes.of("x".repeat(64 * 1024));
  }

  @Override
  protected Exchange oversized() {
    return Exchange.of(
        "*1\\r\\n$600000000\\r\\n", "-ERR Protocol error: invalid bulk length\\r\\n");
  }

  @Override
  protected Pattern tooManyConnectionsWords() {
    return Pattern.compile("-ERR max number of clients reached\r\n");
  }

  @Override
  protected Pattern shutdownWords() {
    return Pattern.compile("");
  }

  @Override
  protected Pattern idleTimeoutWords() {
    return Pattern.compile("");
  }

  @Override
  protected Pattern authenticationTimeoutWords() {
    return Pattern.compile("");
  }

  @Override
  protected Optional<OpenTransaction> openTransaction() {
    return Optional.of(
        new OpenTransaction() {
          @Override
          public void writeUncommitted(TestClient client) {
            client
                .send("WATCH lost\\r\\nMULTI\\r\\nSET lost 1\\r\\n")
                .expect("+OK\\r\\n+OK\\r\\n+QUEUED\\r\\n");
          }

          @Override
          public boolean isRolledBack() {
            int space = stack.keySpace(0);
            byte[] key = "lost".getBytes(StandardCharsets.US_ASCII);
            return !stack.store.latest().get(space, key, new RecordView())
                && stack.sessions.list().isEmpty();
          }
        });
  }

  @Override
  protected Optional<SharedRow> sharedRow() {
    return Optional.of(
        new SharedRow() {
          @Override
          public void writeElsewhere() {
            stack.createItems();
            stack.insertItem(1, "lamp", 41);
          }

          @Override
          public void readHere(TestClient client) {
            client
                .send("HGETALL items:1\\r\\n")
                .expect(
                    "*6\\r\\n$2\\r\\nid\\r\\n$1\\r\\n1\\r\\n$4\\r\\nname\\r\\n$4\\r\\nlamp\\r\\n$3\\r\\nqty\\r\\n$2\\r\\n41\\r\\n");
          }
        });
  }
}
