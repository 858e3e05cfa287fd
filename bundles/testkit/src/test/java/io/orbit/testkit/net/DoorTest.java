package io.orbit.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.net.ListenerConfiguration.Tls;
import io.orbit.net.NetConfiguration.TlsFiles;
import io.orbit.net.spi.Protocol.TlsStart;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.TestClient;
import io.orbit.testkit.protocol.TestNet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS and the PROXY protocol. */
class DoorTest {
  @TempDir Path directory;

  private static final BiConsumer<ScriptSession, String> TELL =
      (session, line) -> {
        switch (line) {
          case "tls" -> {
            session.pause();
            session.connection().startTls();
          }
          case "secure" -> session.say(session.connection().isSecure() + "\n");
          case "hash" -> {
            byte[] hash = session.connection().tlsServerEndPoint();
            session.say((hash == null ? "none" : HexFormat.of().formatHex(hash)) + "\n");
          }
          case "name" -> session.say(session.connection().clientCertificateName() + "\n");
          case "login" -> {
            session.connection().authenticated("someone");
            session.say("welcome\n");
          }
          case "from" ->
              session.say(
                  session.connection().remoteAddress()
                      + " to "
                      + session.connection().localAddress()
                      + "\n");
          default -> session.say(line + "\n");
        }
      };

  /** As MySQL's clients do: the ClientHello follows at once, without the server's go-ahead. */
  @Test
  void tlsBeginsInsideTheProtocol() throws Exception {
    try (TestNet net = TestNet.start(new ScriptProtocol(TlsStart.NEGOTIATED, TELL))) {
      for (int i = 0; i < 20; i++) {
        try (TestClient client = net.connect()) {
          client.send("secure\\n").expect("false\\n").send("hash\\n").expect("none\\n");
          client.send("tls\\n");
          X509Certificate certificate = client.startTls();
          client.send("secure\\n").expect("true\\n");
          client.send("hash\\n").expect(hash("SHA-256", certificate) + "\\n");
          client.send("name\\n").expect("null\\n");
        }
      }
    }
  }

  private static String hash(String algorithm, X509Certificate certificate) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
  }

  @Test
  void muchGoesThroughTlsBothWays() {
    String line = "x".repeat(100_000);
    try (TestNet net =
            TestNet.start(
                ScriptProtocol.of(
                    (session, text) -> {
                      session.connection().authenticated("someone");
                      session.say(text);
                    }));
        TestClient client = net.connect()) {
      client.startTls();
      client.send("first\\n").expect("first");
      Thread writer =
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < 30; i++) {
                  client.send(line + "\\n");
                }
              });
      client.expectRepeated('x', 30L * line.length());
      Await.until("all is sent", () -> !writer.isAlive());
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA, SHA-384", "EC, SHA-384"})
  void showsTheGivenCertificateAndSeesTheClients(String algorithm, String hash) throws Exception {
    KeyMaterial server = KeyMaterial.make(directory, "server" + algorithm, algorithm);
    KeyMaterial customer = KeyMaterial.make(directory, "customer" + algorithm, "EC");
    KeyMaterial stranger = KeyMaterial.make(directory, "stranger" + algorithm, "EC");
    Path certificate = directory.resolve("server.pem");
    Path key = directory.resolve("server.key");
    Path authority = directory.resolve("clients.pem");
    server.write(certificate, key);
    customer.write(authority, directory.resolve("unused.key"));
    TlsFiles files = new TlsFiles(directory, certificate, key, authority);
    try (TestNet net =
        TestNet.start(
            ScriptProtocol.of(TELL), common -> common.withTls(files), UnaryOperator.identity())) {
      String actualHash = server.certificate().getSigAlgName().substring(0, 6);
      assertThat(hash.replace("-", "")).isEqualTo(actualHash);
      try (SSLSocket socket = connect(net, customer, server)) {
        assertThat(ask(socket, "name")).isEqualTo("customer" + algorithm);
        assertThat(ask(socket, "hash")).isEqualTo(hash(hash, server.certificate()));
      }
      try (SSLSocket socket = connect(net, stranger, server)) {
        assertThat(ask(socket, "name")).isEqualTo("null");
      }
      try (TestClient client = net.connect()) {
        client.startTls();
        client.send("name\\n").expect("null\\n");
      }
    }
  }

  private static SSLSocket connect(TestNet net, KeyMaterial client, KeyMaterial server)
      throws Exception {
    SSLSocket socket =
        (SSLSocket)
            client
                .clientOf(server.certificate())
                .getSocketFactory()
                .createSocket("127.0.0.1", net.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String ask(SSLSocket socket, String question) throws Exception {
    socket.getOutputStream().write((question + "\n").getBytes());
    StringBuilder answer = new StringBuilder();
    int next = socket.getInputStream().read();
    while (next != '\n') {
      if (next < 0) {
        throw new IllegalStateException("closed");
      }
      answer.append((char) next);
      next = socket.getInputStream().read();
    }
    return answer.toString();
  }

  @Test
  void readsAChangedCertificateAndKeepsTheOldOneOverABrokenChange() throws Exception {
    Path certificate = directory.resolve("server.pem");
    Path key = directory.resolve("server.key");
    KeyMaterial first = KeyMaterial.make(directory, "first", "EC");
    KeyMaterial second = KeyMaterial.make(directory, "second", "EC");
    first.write(certificate, key);
    TlsFiles files = new TlsFiles(directory, certificate, key, null);
    try (TestNet net =
        TestNet.start(
            ScriptProtocol.of(TELL), common -> common.withTls(files), UnaryOperator.identity())) {
      assertThat(shown(net)).isEqualTo(first.certificate());
      Files.writeString(certificate, "nonsense");
      long looked = System.nanoTime();
      Await.until(
          "it has looked at the files again",
          () -> {
            assertThat(shown(net)).isNotNull();
            return System.nanoTime() - looked > 1_200_000_000L;
          });
      assertThat(shown(net)).isEqualTo(first.certificate());
      second.write(certificate, key);
      X509Certificate expected = second.certificate();
      Await.until("the new certificate is shown", () -> shown(net).equals(expected));
    }
  }

  private static X509Certificate shown(TestNet net) {
    try (TestClient client = net.connect()) {
      return client.startTls();
    }
  }

  @Test
  void aUselessCertificateIsNamed() throws Exception {
    Path certificate = directory.resolve("server.pem");
    Files.writeString(certificate, "nonsense");
    TlsFiles files = new TlsFiles(directory, certificate, certificate, null);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                TestNet.start(
                    ScriptProtocol.of(TELL),
                    common -> common.withTls(files),
                    UnaryOperator.identity()))
        .hasMessageContaining(certificate.toString());
  }

  @Test
  void tlsThatIsOffIsNotTaken() {
    try (TestNet net = TestNet.start(ScriptProtocol.of(TELL), own -> own.withTls(Tls.OFF));
        TestClient client = net.connect()) {
      client.send("\\x16\\x03\\x01 is text here\\n").expect("\\x16\\x03\\x01 is text here\\n");
    }
  }

  @Test
  void aLoginInClearTextWhereTlsIsRequiredClosesTheConnection() {
    try (TestNet net =
            TestNet.start(
                new ScriptProtocol(TlsStart.NEGOTIATED, TELL), own -> own.withTls(Tls.REQUIRED));
        TestClient client = net.connect();
        TestClient secure = net.connect()) {
      client.send("x\\n").expect("x\\n").send("login\\n").expectClosed();
      secure.send("tls\\n").startTls();
      secure.send("login\\n").expect("welcome\\n");
    }
  }

  @Test
  void believesTheProxy() {
    try (TestNet net = TestNet.start(ScriptProtocol.of(TELL), own -> own.withProxyProtocol(true))) {
      try (TestClient client = net.connect()) {
        client
            .send("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\\r\\nfrom\\n")
            .expect("/192.0.2.1:1 to /192.0.2.2:2\\n");
        assertThat(net.server().connections().getFirst().remoteAddress()).isEqualTo("192.0.2.1:1");
      }
      try (TestClient client = net.connect()) {
        String header =
            "\\r\\n\\r\\n\\0\\r\\nQUIT\\n\\x21\\x11\\0\\x0c\\xc0\\0\\x02\\x01\\xc0\\0\\x02\\x02\\0\\x01\\0\\x02";
        for (byte each : Bytes.of(header)) {
          client.send(new byte[] {each});
        }
        client.startTls();
        client.send("from\\n").expect("/192.0.2.1:1 to /192.0.2.2:2\\n");
      }
      try (TestClient client = net.connect()) {
        client.send("from\\n").expectClosed();
      }
      assertThat(net.metrics().value("orbit_script_refused_total")).isEqualTo(1);
    }
  }
}
