package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The PostgreSQL protocol as a service. */
@Component
public final class PostgresProtocol implements Protocol {
  private static final int PORT = 5432;

  private final PostgresServer server;

  @Activate
  public PostgresProtocol(
      @Reference Store store,
      @Reference Sessions sessions,
      @Reference Statements statements,
      @Reference ServerInfo info) {
    server = new PostgresServer(store, sessions, statements, info);
  }

  @Override
  public String name() {
    return PostgresServer.PROTOCOL;
  }

  @Override
  public int defaultPort() {
    return PORT;
  }

  @Override
  public TlsStart tlsStart() {
    return TlsStart.NEGOTIATED;
  }

  @Override
  public int unauthenticatedLimit() {
    return PostgresCodec.LONGEST_AUTHENTICATION + 1;
  }

  @Override
  public ProtocolSession open(Connection connection) {
    return new PostgresSession(server, connection);
  }

  @Override
  public byte[] refusal(Refusal reason) {
    OrbitException problem =
        switch (reason) {
          case TOO_MANY_CONNECTIONS ->
              new OrbitException(ErrorCode.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
          case SHUTTING_DOWN ->
              new OrbitException(
                  ErrorCode.CANNOT_CONNECT_NOW, "the database system is shutting down");
        };
    ByteBuf out = Unpooled.buffer();
    PostgresWriter.errorResponse(problem, "FATAL", "", out);
    return ByteBufUtil.getBytes(out);
  }
}
