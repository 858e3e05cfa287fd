package io.orbit.protocol.redis;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.keyspace.CommandModule;
import io.orbit.api.keyspace.Commands;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.keyspace.Reply;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.security.Session;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The Redis protocol as a service, and its commands for those who have no connection. */
@Component(service = {Protocol.class, Commands.class})
public final class RedisProtocol implements Protocol, Commands {
  private static final int PORT = 6379;
  private static final int UNAUTHENTICATED_LIMIT = 256 << 10;

  private final RedisServer server;
  private final CommandRunner runner;

  @Activate
  public RedisProtocol(
      @Reference Store store,
      @Reference Catalog catalog,
      @Reference Sessions sessions,
      @Reference Keyspaces keyspaces,
      @Reference ServerInfo info,
      @Reference Metrics metrics) {
    server = new RedisServer(store, catalog, sessions, keyspaces, info, metrics);
    runner = new CommandRunner(server);
    ReplicationCommands.resume(server);
  }

  /** A bundle with further commands has come. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeModule")
  void addModule(CommandModule module) {
    server.commands().add(module);
  }

  void removeModule(CommandModule module) {
    server.commands().remove(module);
  }

  /** What SHUTDOWN does instead, for tests. */
  void stopBy(Runnable other) {
    server.stopBy(other);
  }

  @Deactivate
  public void close() {
    server.close();
  }

  @Override
  public String name() {
    return RedisServer.PROTOCOL;
  }

  @Override
  public int defaultPort() {
    return PORT;
  }

  @Override
  public TlsStart tlsStart() {
    return TlsStart.FIRST_BYTES;
  }

  @Override
  public int unauthenticatedLimit() {
    return UNAUTHENTICATED_LIMIT;
  }

  @Override
  public ProtocolSession open(Connection connection) {
    return new RedisSession(server, connection);
  }

  @Override
  public byte[] refusal(Refusal reason) {
    String text =
        switch (reason) {
          case TOO_MANY_CONNECTIONS -> "-ERR max number of clients reached\r\n";
          case SHUTTING_DOWN -> "-ERR the server is shutting down\r\n";
        };
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Reply run(Session session, List<byte[]> arguments) {
    return runner.run(session, arguments);
  }
}
