package io.orbit.protocol.echo;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Sessions;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The echo protocol as a service. */
@Component
public final class EchoProtocol implements Protocol {
  private static final int DEFAULT_PORT = 7007;

  private final Sessions sessions;

  @Activate
  public EchoProtocol(@Reference Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public int defaultPort() {
    return DEFAULT_PORT;
  }

  @Override
  public TlsStart tlsStart() {
    return TlsStart.FIRST_BYTES;
  }

  @Override
  public int unauthenticatedLimit() {
    return EchoCodec.LONGEST_LINE;
  }

  @Override
  public ProtocolSession open(Connection connection) {
    return new EchoSession(connection, sessions);
  }

  @Override
  public byte[] refusal(Refusal reason) {
    OrbitException problem =
        switch (reason) {
          case TOO_MANY_CONNECTIONS ->
              new OrbitException(ErrorCode.TOO_MANY_CONNECTIONS, "too many connections");
          case SHUTTING_DOWN ->
              new OrbitException(ErrorCode.ADMIN_SHUTDOWN, "the server is shutting down");
        };
    return (EchoErrors.line(problem) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
