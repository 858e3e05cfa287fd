package io.orbit.protocol.echo;

import io.orbit.net.spi.Protocol;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.ProtocolContract;
import io.orbit.testkit.protocol.TestClient;
import io.orbit.testkit.security.TestSessions;
import java.util.Optional;
import java.util.regex.Pattern;

class EchoProtocolTest extends ProtocolContract {
  @Override
  protected Protocol protocol() {
    return new EchoProtocol(new TestSessions());
  }

  @Override
  protected void logIn(TestClient client) {
    client.send("/login orbit secret\\n").expect("welcome orbit\\n");
  }

  @Override
  protected void logInWrongly(TestClient client) {
    client
        .send("/login orbit wrong\\n")
        .expect("! denied wrong user name or password for orbit\\n")
        .send("hello\\n")
        .expect("! denied log in first: /login\\n");
  }

  @Override
  protected Exchange ping() {
    return Exchange.of("héllo\\r\\n", "héllo\\n");
  }

  @Override
  protected Exchange unsupported() {
    return Exchange.of("/dance now\\n", "! unsupported no command /dance\\n");
  }

  @Override
  protected byte[] hugeBeforeLogin() {
    return Bytes.of("/login orbit ");
  }

  @Override
  protected byte[] hugeFiller() {
    return Bytes.of("x".repeat(64 * 1024));
  }

  @Override
  protected Exchange oversized() {
    return Exchange.of("x".repeat(100_000) + "\\n", "! malformed a line may have 8192 bytes\\n");
  }

  @Override
  protected Pattern tooManyConnectionsWords() {
    return Pattern.compile("! unavailable too many connections\n");
  }

  @Override
  protected Pattern shutdownWords() {
    return Pattern.compile("! unavailable the server ends this session\n");
  }

  @Override
  protected Pattern idleTimeoutWords() {
    return Pattern.compile("! unavailable idle for too long\n");
  }

  @Override
  protected Pattern authenticationTimeoutWords() {
    return Pattern.compile("! denied not logged in in time\n");
  }

  @Override
  protected Optional<byte[]> endlessRequest() {
    return Optional.of(Bytes.of("/repeat 1000000000 x\\n"));
  }
}
