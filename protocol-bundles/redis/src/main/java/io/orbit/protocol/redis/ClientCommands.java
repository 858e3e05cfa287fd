package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.protocol.redis.RedisClient.ReplyMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** CLIENT and its subcommands. */
final class ClientCommands {
  private static final String FLAGS = "noscript loading stale connection_only";

  private ClientCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.CONNECTION, name, arity, flags);
  }

  static RedisCommand client() {
    RedisCommand client =
        command("CLIENT", -2, "").about("2.4.0", "O(1)", "About this connection and others");
    List<RedisCommand> others = new ArrayList<>(WatchingCommands.pausing());
    others.addAll(TrackingCommands.subcommands());
    for (RedisCommand each : others) {
      RedisCommand ignored = client.with(each);
      assert ignored == client;
    }
    return client
        .with(
            command("ID", 2, FLAGS)
                .about("5.0.0", "O(1)", "This connection's number")
                .runs((own, request, reply) -> reply.integer(own.requireConnection().id())))
        .with(
            command("INFO", 2, FLAGS)
                .about("6.2.0", "O(1)", "This connection as CLIENT LIST shows it")
                .runs(ClientCommands::info))
        .with(
            command("LIST", -2, "admin " + FLAGS)
                .about("2.4.0", "O(N) in the number of connections", "All Redis connections")
                .runs(ClientCommands::list))
        .with(
            command("KILL", -3, "admin " + FLAGS)
                .about("2.4.0", "O(N) in the number of connections", "Ends connections")
                .runs(ClientCommands::kill))
        .with(
            command("UNBLOCK", -3, "admin " + FLAGS)
                .about("5.0.0", "O(1)", "Ends the wait of a connection's blocking command")
                .runs(ClientCommands::unblock))
        .with(
            command("SETNAME", 3, FLAGS)
                .about("2.6.9", "O(1)", "Gives this connection a name")
                .runs(
                    (own, request, reply) -> {
                      own.setName(checkedName(request.argument(2)));
                      reply.ok();
                    }))
        .with(
            command("GETNAME", 2, FLAGS)
                .about("2.6.9", "O(1)", "This connection's name")
                .runs(ClientCommands::getName))
        .with(
            command("SETINFO", 4, FLAGS)
                .about("7.2.0", "O(1)", "Tells the client library's name and version")
                .runs(ClientCommands::setInfo))
        .with(
            command("REPLY", 3, FLAGS)
                .about("3.2.0", "O(1)", "Turns replies off and on")
                .runs(ClientCommands::reply))
        .with(
            command("NO-EVICT", 3, "admin " + FLAGS)
                .about("7.0.0", "O(1)", "Accepted: no connection is ever evicted for memory")
                .runs(ClientCommands::onOrOff))
        .with(
            command("NO-TOUCH", 3, FLAGS)
                .about("7.2.0", "O(1)", "Whether commands count as a use of their keys")
                .runs(
                    (own, request, reply) -> {
                      onOrOff(own, request, reply);
                      own.setLeavesNoTrace(request.argument(2).isWord("ON"));
                    }))
        .with(
            command("HELP", 2, "loading stale")
                .about("5.0.0", "O(1)", "The subcommands")
                .runs((own, request, reply) -> HelpReply.write(client, reply)));
  }

  /** A name without blanks and control characters. */
  static String checkedName(ByteRange name) {
    if (!isPlain(name)) {
      throw new RedisError(
          "ERR Client names cannot contain spaces, newlines or special characters.");
    }
    return name.latin1();
  }

  private static boolean isPlain(ByteRange word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.byteAt(i) < '!' || word.byteAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static void getName(RedisClient client, RedisRequest request, RedisReply reply) {
    if (client.name().isEmpty()) {
      reply.nil();
    } else {
      reply.bulk(client.name());
    }
  }

  private static void setInfo(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange option = request.argument(2);
    ByteRange value = request.argument(3);
    boolean isName = option.isWord("LIB-NAME");
    if (!isName && !option.isWord("LIB-VER")) {
      throw new RedisError("ERR Unrecognized option '" + option.utf8() + "'");
    }
    if (!isPlain(value)) {
      throw new RedisError(
          "ERR "
              + (isName ? "lib-name" : "lib-ver")
              + " cannot contain spaces, newlines or special characters.");
    }
    if (isName) {
      client.setLibraryName(value.latin1());
    } else {
      client.setLibraryVersion(value.latin1());
    }
    reply.ok();
  }

  private static void reply(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange word = request.argument(2);
    if (word.isWord("ON")) {
      client.setReplyMode(ReplyMode.ON);
      reply.ok();
    } else if (word.isWord("OFF")) {
      client.setReplyMode(ReplyMode.OFF);
    } else if (word.isWord("SKIP")) {
      if (client.replyMode() == ReplyMode.ON) {
        client.setReplyMode(ReplyMode.SKIP_NEXT);
      }
    } else {
      throw RedisError.syntax();
    }
  }

  private static void onOrOff(RedisClient client, RedisRequest request, RedisReply reply) {
    if (!request.argument(2).isWord("ON") && !request.argument(2).isWord("OFF")) {
      throw RedisError.syntax();
    }
    reply.ok();
  }

  private static List<RedisClient> all(RedisClient client) {
    return client.server().clients().stream()
        .sorted(Comparator.comparingLong(each -> each.requireConnection().id()))
        .toList();
  }

  private static void info(RedisClient client, RedisRequest request, RedisReply reply) {
    client.active(System.currentTimeMillis(), "client|info");
    reply.verbatim(ClientReport.line(client) + "\n");
  }

  private static void list(RedisClient client, RedisRequest request, RedisReply reply) {
    client.active(System.currentTimeMillis(), "client|list");
    List<RedisClient> clients = all(client);
    if (request.size() == 4 && request.argument(2).isWord("TYPE")) {
      clients = clients.stream().filter(ClientFilter.ofType(request.argument(3))).toList();
    } else if (request.size() > 3 && request.argument(2).isWord("ID")) {
      Set<Long> wanted =
          request.from(3).stream().map(ClientCommands::id).collect(Collectors.toSet());
      clients =
          clients.stream().filter(each -> wanted.contains(each.requireConnection().id())).toList();
    } else if (request.size() != 2) {
      throw RedisError.syntax();
    }
    reply.verbatim(
        clients.stream().map(each -> ClientReport.line(each) + "\n").collect(Collectors.joining()));
  }

  static long id(ByteRange word) {
    try {
      long id = Words.integer(word);
      if (id > 0) {
        return id;
      }
    } catch (RedisError e) {
      throw new RedisError("ERR Invalid client ID");
    }
    throw new RedisError("ERR Invalid client ID");
  }

  private static void unblock(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean asError = false;
    if (request.size() == 4) {
      asError = request.argument(3).isWord("ERROR");
      if (!asError && !request.argument(3).isWord("TIMEOUT")) {
        throw new RedisError("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
      }
    } else if (request.size() > 4) {
      throw RedisError.syntax();
    }
    long id = Words.integer(request.argument(2));
    String error = asError ? "UNBLOCKED client unblocked via CLIENT UNBLOCK" : null;
    boolean unblocked =
        client.server().clients().stream()
            .filter(each -> each.requireConnection().id() == id)
            .anyMatch(each -> each.blocking().unblock(error));
    reply.integer(unblocked ? 1 : 0);
  }

  private static void kill(RedisClient client, RedisRequest request, RedisReply reply) {
    ClientFilter filter =
        ClientFilter.parse(request, name -> client.server().guard().isUser(AclUser.roleName(name)));
    long killed = 0;
    for (RedisClient each : all(client)) {
      if (filter.matches(each, client)) {
        killed++;
        if (each == client) {
          client.closeAfterReply();
        } else {
          each.requireConnection().abort();
        }
      }
    }
    if (!filter.oldStyle()) {
      reply.integer(killed);
    } else if (killed == 0) {
      throw new RedisError("ERR No such client");
    } else {
      reply.ok();
    }
  }
}
