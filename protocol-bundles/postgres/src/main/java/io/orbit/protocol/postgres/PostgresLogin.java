package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.net.spi.Connection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the first byte to the session: encryption requests, the start-up message, SCRAM, or the
 * password itself where it is checked elsewhere. Everything runs on the event loop but {@link
 * Step.Open#work()}.
 */
final class PostgresLogin {
  private static final String USER_OF_DEV_MODE = "orbit";
  private static final int NONCE_BYTES = 18;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PostgresServer server;
  private final Connection connection;
  private final PostgresCodec codec;
  private boolean askedForTls;
  private boolean askedForGss;
  private @Nullable StartupOptions options;
  private @Nullable ScramExchange scram;
  private boolean challenged;
  private boolean askedForPassword;

  PostgresLogin(PostgresServer server, Connection connection, PostgresCodec codec) {
    this.server = server;
    this.connection = connection;
    this.codec = codec;
  }

  /** What follows from a piece of input. */
  sealed interface Step {
    /** The next message may be read. */
    record Continue() implements Step {}

    /** The message is not whole yet, or TLS begins first. */
    record Await() implements Step {}

    /** The connection has served its purpose. */
    record Close() implements Step {}

    /**
     * To be opened off the event loop.
     *
     * @param told whether the client knows already that its proof was right
     */
    record Open(OpenSession work, boolean told) implements Step {}
  }

  /** Opens the session; may block. */
  interface OpenSession {
    /**
     * @throws OrbitException why the client may not come in
     */
    Session open();
  }

  /**
   * Takes the next message.
   *
   * @throws OrbitException to be told to the client, FATAL
   */
  Step next(ByteBuf input) {
    ScramExchange running = scram;
    if (running != null) {
      PostgresMessage.Authentication answer = codec.decodeAuthentication(input);
      return answer == null ? new Step.Await() : answered(running, answer.body());
    }
    if (askedForPassword) {
      PostgresMessage.Authentication answer = codec.decodeAuthentication(input);
      return answer == null ? new Step.Await() : password(answer.body());
    }
    PostgresMessage message = codec.decodeStartup(input);
    return switch (message) {
      case null -> new Step.Await();
      case PostgresMessage.SslRequest request -> startTls(input);
      case PostgresMessage.GssEncryptionRequest request -> refuseGss();
      case PostgresMessage.CancelRequest request -> {
        server.cancel(request);
        yield new Step.Close();
      }
      case PostgresMessage.Startup startup -> start(startup);
      default -> throw new IllegalStateException(message.toString());
    };
  }

  private Step startTls(ByteBuf input) {
    if (askedForTls || connection.isSecure()) {
      throw new OrbitException(ErrorCode.PROTOCOL_VIOLATION, "encryption was negotiated already");
    }
    askedForTls = true;
    if (!connection.tlsAvailable()) {
      connection.output().writeByte('N');
      return new Step.Continue();
    }
    if (input.isReadable()) {
      throw new OrbitException(
              ErrorCode.PROTOCOL_VIOLATION, "received unencrypted data after SSL request")
          .withDetail(
              "This could be either a client-software bug or evidence of an attempted"
                  + " man-in-the-middle attack.");
    }
    connection.output().writeByte('S');
    connection.startTls();
    return new Step.Await();
  }

  private Step refuseGss() {
    if (askedForGss) {
      throw new OrbitException(ErrorCode.PROTOCOL_VIOLATION, "encryption was negotiated already");
    }
    askedForGss = true;
    connection.output().writeByte('N');
    return new Step.Continue();
  }

  private Step start(PostgresMessage.Startup startup) {
    if (startup.major() != 3) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "unsupported frontend protocol "
              + startup.major()
              + "."
              + startup.minor()
              + ": server supports 3.0 to 3.0");
    }
    StartupOptions wanted = StartupOptions.of(startup.parameters());
    options = wanted;
    if (connection.tlsRequired() && !connection.isSecure()) {
      throw new OrbitException(
              ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
              "user \"" + wanted.user() + "\" may not connect without encryption")
          .withHint("Use sslmode=require.");
    }
    if (startup.minor() > 0 || !wanted.unknownOptions().isEmpty()) {
      PostgresWriter.negotiateProtocolVersion(0, wanted.unknownOptions(), connection.output());
    }
    SessionRequest request = request(wanted);
    if (server.info().devMode() && request.loopback() && wanted.user().equals(USER_OF_DEV_MODE)) {
      PostgresWriter.authenticationOk(connection.output());
      return new Step.Open(() -> server.sessions().openUnauthenticated(request), true);
    }
    if (server.sessions().wantsPassword(wanted.user())) {
      return askForPassword(request);
    }
    byte[] endPoint = connection.tlsServerEndPoint();
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    scram =
        new ScramExchange(
            server.sessions().scram(wanted.user()),
            endPoint,
            Base64.getEncoder().encodeToString(nonce));
    PostgresWriter.authenticationSasl(
        endPoint == null
            ? List.of(ScramExchange.PLAIN)
            : List.of(ScramExchange.PLUS, ScramExchange.PLAIN),
        connection.output());
    return new Step.Continue();
  }

  private Step answered(ScramExchange running, byte[] body) {
    if (!challenged) {
      challenged = true;
      PostgresWriter.authenticationSaslContinue(firstAnswer(running, body), connection.output());
      return new Step.Continue();
    }
    SessionRequest request = request(options());
    String signature = running.last(PostgresCodec.text(body));
    if (signature == null) {
      return new Step.Open(
          () -> {
            throw server.sessions().rejected(request);
          },
          true);
    }
    PostgresWriter.authenticationSaslFinal(signature, connection.output());
    PostgresWriter.authenticationOk(connection.output());
    return new Step.Open(() -> server.sessions().open(request), true);
  }

  /** In clear text, hence only where nobody listens in. */
  private Step askForPassword(SessionRequest request) {
    if (!connection.isSecure() && !request.loopback()) {
      throw new OrbitException(
              ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
              "the password of user \"" + request.user() + "\" is taken over TLS only")
          .withHint("Use sslmode=require.");
    }
    askedForPassword = true;
    PostgresWriter.authenticationCleartextPassword(connection.output());
    return new Step.Continue();
  }

  private Step password(byte[] body) {
    if (body.length == 0 || body[body.length - 1] != 0) {
      throw new OrbitException(ErrorCode.PROTOCOL_VIOLATION, "malformed password message");
    }
    SessionRequest request = request(options());
    String password = PostgresCodec.text(Arrays.copyOf(body, body.length - 1));
    return new Step.Open(() -> server.sessions().authenticate(request, password), false);
  }

  /** SASLInitialResponse: mechanism, then the client's first message behind its length. */
  private static String firstAnswer(ScramExchange running, byte[] body) {
    int end = 0;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    ByteBuf rest = Unpooled.wrappedBuffer(body);
    if (body.length - end < 5 || rest.getInt(end + 1) != body.length - end - 5) {
      throw new OrbitException(ErrorCode.PROTOCOL_VIOLATION, "malformed SASL response");
    }
    String mechanism = PostgresCodec.text(Arrays.copyOf(body, end));
    byte[] first = Arrays.copyOfRange(body, end + 5, body.length);
    return running.first(mechanism, PostgresCodec.text(first));
  }

  /** What the start-up message asked for. */
  StartupOptions options() {
    StartupOptions known = options;
    if (known == null) {
      throw new IllegalStateException("no start-up message yet");
    }
    return known;
  }

  private SessionRequest request(StartupOptions wanted) {
    SocketAddress remote = connection.remoteAddress();
    boolean loopback =
        !(remote instanceof InetSocketAddress internet)
            || internet.getAddress().isLoopbackAddress();
    return new SessionRequest(
        wanted.user(),
        wanted.database(),
        PostgresServer.PROTOCOL,
        address(remote),
        loopback,
        wanted.settings().getOrDefault("application_name", ""));
  }

  /** Host and port; without the slash and the name that an address of Java's is written with. */
  private static String address(SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress internet)) {
      return remote.toString();
    }
    String host = internet.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
  }
}
