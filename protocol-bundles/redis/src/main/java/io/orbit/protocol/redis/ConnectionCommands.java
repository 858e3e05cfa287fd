package io.orbit.protocol.redis;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.WholeNumber;
import io.orbit.api.security.Session;
import java.util.ArrayList;
import java.util.List;

/** Commands on the connection itself; CLIENT has its own class. */
final class ConnectionCommands {
  private static final String OPEN =
      "noscript loading stale fast no_auth allow_busy connection_only";

  private ConnectionCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.CONNECTION, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>();
    commands.add(
        command("PING", -1, "fast while_listening")
            .about("1.0.0", "O(1)", "PONG, or the argument")
            .runs(ConnectionCommands::ping));
    commands.add(
        command("ECHO", 2, "loading stale fast")
            .about("1.0.0", "O(1)", "The argument")
            .runs((client, request, reply) -> reply.bulk(request.argument(1))));
    commands.add(
        command("QUIT", -1, OPEN + " never_queued while_listening")
            .about("1.0.0", "O(1)", "Ends the connection")
            .runs(
                (client, request, reply) -> {
                  client.closeAfterReply();
                  reply.ok();
                }));
    commands.add(
        command("RESET", 1, OPEN + " never_queued while_listening")
            .about("6.2.0", "O(1)", "Makes the connection as if it were new")
            .runs(ConnectionCommands::reset));
    commands.add(
        command("AUTH", -2, OPEN + " no_multi off_loop")
            .about("1.0.0", "One password check", "Proves who the client is")
            .runs(ConnectionCommands::auth));
    commands.add(
        command("HELLO", -1, OPEN + " no_multi")
            .about("6.0.0", "O(1)", "Chooses the protocol's version, and AUTH and SETNAME in one")
            .runs(ConnectionCommands::hello));
    commands.add(
        command("SELECT", 2, "loading stale fast connection_only")
            .about("1.0.0", "O(1)", "Chooses a key space by number, or a database by name")
            .runs(ConnectionCommands::select));
    commands.add(ClientCommands.client());
    return commands;
  }

  private static void ping(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() > 2) {
      throw RedisError.wrongArguments("ping");
    }
    if (client.listensOnly()) {
      reply.array(2);
      reply.bulk("pong");
      reply.bulk(request.size() == 2 ? request.argument(1) : ByteRange.of(""));
    } else if (request.size() == 2) {
      reply.bulk(request.argument(1));
    } else {
      reply.pong();
    }
  }

  private static void reset(RedisClient client, RedisRequest request, RedisReply reply) {
    client.subscriptions().removeAll();
    client.transaction().discard();
    client.logout();
    client.setName("");
    client.setProtocol(2);
    client.setReplyMode(RedisClient.ReplyMode.ON);
    reply.setResp3(false);
    client.server().monitors().remove(client);
    client.server().tracking().stop(client);
    reply.simple("RESET");
  }

  private static void auth(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() > 3) {
      throw RedisError.syntax();
    }
    boolean named = request.size() == 3;
    client
        .server()
        .authenticate(
            client,
            named ? request.argument(1).utf8() : "default",
            request.argument(named ? 2 : 1).utf8());
    reply.ok();
  }

  private static void hello(RedisClient client, RedisRequest request, RedisReply reply) {
    int version = client.protocol();
    int next = 1;
    if (request.size() > 1) {
      ByteRange word = request.argument(next++);
      if (!WholeNumber.isWhole(word.array(), word.offset(), word.length())) {
        throw new RedisError("ERR Protocol version is not an integer or out of range");
      }
      long wanted = WholeNumber.parse(word.array(), word.offset(), word.length());
      if (wanted < 2 || wanted > 3) {
        throw new RedisError("NOPROTO unsupported protocol version");
      }
      version = (int) wanted;
    }
    String user = null;
    String password = null;
    String name = null;
    for (; next < request.size(); next++) {
      ByteRange option = request.argument(next);
      if (option.isWord("AUTH") && next + 2 < request.size()) {
        user = request.argument(++next).utf8();
        password = request.argument(++next).utf8();
      } else if (option.isWord("SETNAME") && next + 1 < request.size()) {
        name = ClientCommands.checkedName(request.argument(++next));
      } else {
        throw new RedisError("ERR Syntax error in HELLO option '" + option.utf8() + "'");
      }
    }
    if (user != null && password != null) {
      client.requireWaiting();
      client.server().authenticate(client, user, password);
    }
    if (!client.isAuthenticated()) {
      throw new RedisError(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the"
              + " HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client"
              + " and select the RESP protocol version at the same time");
    }
    if (name != null) {
      client.setName(name);
    }
    client.setProtocol(version);
    reply.setResp3(version == 3);
    describe(client, reply);
  }

  private static void describe(RedisClient client, RedisReply reply) {
    reply.map(7);
    reply.bulk("server");
    reply.bulk("redis");
    reply.bulk("version");
    reply.bulk(RedisServer.VERSION);
    reply.bulk("proto");
    reply.integer(client.protocol());
    reply.bulk("id");
    reply.integer(client.requireConnection().id());
    reply.bulk("mode");
    reply.bulk("standalone");
    reply.bulk("role");
    reply.bulk("master");
    reply.bulk("modules");
    ModuleCommands.writeAll(client.server(), reply);
  }

  private static void select(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange word = request.argument(1);
    if (WholeNumber.isWhole(word.array(), word.offset(), word.length())) {
      long number = WholeNumber.parse(word.array(), word.offset(), word.length());
      if (number < 0 || number >= RedisServer.DATABASES) {
        throw new RedisError("ERR DB index is out of range");
      }
      client.keyspace().select((int) number);
    } else {
      selectDatabase(client, word.utf8());
    }
    reply.ok();
  }

  private static void selectDatabase(RedisClient client, String name) {
    Session session = client.session();
    if (session == null) {
      throw new RedisError(RedisDispatcher.NOT_AUTHENTICATED);
    }
    try {
      session.setDatabase(name);
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.UNDEFINED_DATABASE) {
        throw new RedisError("ERR invalid DB index: neither a number nor the name of a database");
      }
      throw e;
    }
    client.databaseChanged();
  }
}
