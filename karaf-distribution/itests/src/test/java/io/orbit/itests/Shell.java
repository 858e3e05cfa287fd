package io.orbit.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;

/** The operator's shell through SSH, with the key in the server's data folder. */
public final class Shell implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SshClient client;
  private final ClientSession session;

  private Shell(SshClient client, ClientSession session) {
    this.client = client;
    this.session = session;
  }

  /** What a command answered. */
  public record Answer(int exitCode, String output) {}

  /** Logs in with the operator's key. */
  public static Shell open(Server server) throws IOException, GeneralSecurityException {
    KeyPair key = readKey(Files.readString(server.data().resolve("operator-key")));
    return open(server, session -> session.addPublicKeyIdentity(key));
  }

  private static KeyPair readKey(String pem) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC"))),
        factory.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE"))));
  }

  private static byte[] block(String pem, String kind) {
    String begin = "-----BEGIN " + kind + " KEY-----";
    int start = pem.indexOf(begin) + begin.length();
    return Base64.getMimeDecoder()
        .decode(pem.substring(start, pem.indexOf("-----END", start)).strip());
  }

  /** Logs in with a password. */
  public static Shell open(Server server, String password) throws IOException {
    return open(server, session -> session.addPasswordIdentity(password));
  }

  private interface Identity {
    void addTo(ClientSession session);
  }

  private static Shell open(Server server, Identity identity) throws IOException {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.start();
    try {
      ClientSession session =
          client.connect("orbit", "127.0.0.1", server.port(8101)).verify(LIMIT).getSession();
      identity.addTo(session);
      session.auth().verify(LIMIT);
      return new Shell(client, session);
    } catch (IOException refused) {
      client.stop();
      throw refused;
    }
  }

  /** Runs one command and waits for its end. */
  public Answer run(String command) throws IOException {
    try (ChannelExec channel = session.createExecChannel(command);
        ByteArrayOutputStream output = new ByteArrayOutputStream()) {
      channel.setOut(output);
      channel.setErr(output);
      channel.open().verify(LIMIT);
      channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
      Integer exitCode = channel.getExitStatus();
      return new Answer(exitCode == null ? -1 : exitCode, output.toString(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    session.close();
    client.stop();
  }
}
