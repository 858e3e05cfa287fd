package io.orbit.protocol.redis;

import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** REPLICAOF and ROLE: following a running Redis until its clients move here. */
final class ReplicationCommands {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationCommands.class);
  private static final int GREATEST_PORT = 65_535;

  private ReplicationCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.SERVER, name, arity, flags);
  }

  static List<RedisCommand> all() {
    return List.of(
        follow("REPLICAOF", "5.0.0"),
        follow("SLAVEOF", "1.0.0"),
        command("ROLE", 1, "noscript loading stale fast")
            .about("2.8.12", "O(1)", "Whether this server follows another, and how far it is")
            .runs(ReplicationCommands::role));
  }

  private static RedisCommand follow(String name, String since) {
    return command(name, 3, "no_async_loading admin noscript stale no_multi off_loop")
        .about(since, "O(1)", "Copies a running Redis and follows it; NO ONE ends that")
        .runs(ReplicationCommands::follow);
  }

  private static void follow(RedisClient client, RedisRequest request, RedisReply reply) {
    String name = request.text(0).toLowerCase(Locale.ROOT);
    WatchingCommands.requireSuperuser(client, name);
    RedisServer server = client.server();
    if (request.argument(1).isWord("NO") && request.argument(2).isWord("ONE")) {
      server.follow(null);
      server.savedSource().remove();
      reply.ok();
      return;
    }
    ByteRange port = request.argument(2);
    ReplicaLink.Source source =
        new ReplicaLink.Source(
            request.argument(1).utf8(),
            (int) Words.inRange(port, 0, GREATEST_PORT, "ERR Invalid master port"),
            server.settings().sourceUser(),
            server.settings().sourcePassword());
    ReplicaLink current = server.replica();
    if (current != null && current.source().equals(source)) {
      reply.simple("OK Already connected to specified master");
      return;
    }
    Session own = client.session();
    if (own == null) {
      throw new RedisError(RedisDispatcher.NOT_AUTHENTICATED);
    }
    SavedSource.Following following =
        new SavedSource.Following(source, own.principal().name(), own.database().name());
    follow(server, following);
    server.savedSource().write(following);
    reply.ok();
  }

  private static void follow(RedisServer server, SavedSource.Following following) {
    ReplicaLink.Source source = following.source();
    Session session =
        server
            .sessions()
            .open(
                new SessionRequest(
                    following.user(),
                    following.database(),
                    RedisServer.PROTOCOL,
                    source.host() + ":" + source.port(),
                    true,
                    "replica"));
    server.follow(new ReplicaLink(source, new ReplicatedCommands(server, session)));
  }

  /** After a start: follows whom it followed before. */
  static void resume(RedisServer server) {
    try {
      server
          .savedSource()
          .read()
          .ifPresent(
              following -> {
                server.settings().setSource(following.source());
                follow(server, following);
              });
    } catch (OrbitException | UncheckedIOException | NumberFormatException e) {
      LOG.error("This server followed another Redis and cannot go on with that", e);
    }
  }

  private static void role(RedisClient client, RedisRequest request, RedisReply reply) {
    ReplicaLink link = client.server().replica();
    if (link == null) {
      reply.array(3);
      reply.bulk("master");
      reply.integer(0);
      reply.array(0);
      return;
    }
    reply.array(5);
    reply.bulk("slave");
    reply.bulk(link.source().host());
    reply.integer(link.source().port());
    reply.bulk(link.state().word());
    reply.integer(link.offset());
  }
}
