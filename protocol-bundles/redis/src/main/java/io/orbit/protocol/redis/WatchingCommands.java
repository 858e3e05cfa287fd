package io.orbit.protocol.redis;

import io.orbit.api.security.Session;
import java.util.List;

/**
 * MONITOR and SLOWLOG, which show what others do, and CLIENT PAUSE, which stops them: for
 * superusers.
 */
final class WatchingCommands {
  private static final String PAUSE_FLAGS = "admin noscript loading stale connection_only";
  private static final long SHOWN = 10;

  private WatchingCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.SERVER, name, arity, flags);
  }

  static List<RedisCommand> all() {
    return List.of(
        command("MONITOR", 1, "admin noscript loading stale connection_only")
            .about("1.0.0", "O(1)", "Shows every command that runs from now on")
            .runs(WatchingCommands::monitor),
        slowLog());
  }

  static void requireSuperuser(RedisClient client, String command) {
    Session session = client.session();
    if (session == null || !session.principal().superuser()) {
      throw new RedisError(
          "NOPERM User "
              + client.userName()
              + " has no permissions to run the '"
              + command
              + "' command");
    }
  }

  private static void monitor(RedisClient client, RedisRequest request, RedisReply reply) {
    requireSuperuser(client, "monitor");
    if (!client.blocking().mayBlock()) {
      throw new RedisError("ERR MONITOR isn't allowed for DENY BLOCKING client");
    }
    client.server().monitors().add(client);
    reply.ok();
  }

  // ---- SLOWLOG

  private static RedisCommand slowLog() {
    RedisCommand slowLog =
        command("SLOWLOG", -2, "").about("2.2.12", "O(N)", "The commands that took long");
    return slowLog
        .with(
            command("GET", -2, "admin loading stale")
                .about("2.2.12", "O(N) in the number shown", "The last slow commands")
                .runs(WatchingCommands::showSlow))
        .with(
            command("LEN", 2, "admin loading stale")
                .about("2.2.12", "O(1)", "Number of slow commands kept")
                .runs(
                    (client, request, reply) -> {
                      requireSuperuser(client, "slowlog|len");
                      reply.integer(client.server().slowLog().size());
                    }))
        .with(
            command("RESET", 2, "admin loading stale")
                .about("2.2.12", "O(N)", "Forgets the slow commands")
                .runs(
                    (client, request, reply) -> {
                      requireSuperuser(client, "slowlog|reset");
                      client.server().slowLog().clear();
                      reply.ok();
                    }))
        .with(
            command("HELP", 2, "loading stale")
                .about("6.2.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(slowLog, reply)));
  }

  private static void showSlow(RedisClient client, RedisRequest request, RedisReply reply) {
    requireSuperuser(client, "slowlog|get");
    if (request.size() > 3) {
      throw StreamWords.wrongSubcommand(request);
    }
    long count =
        request.size() == 2
            ? SHOWN
            : Words.inRange(
                request.argument(2),
                -1,
                Long.MAX_VALUE,
                "ERR count should be greater than or equal to -1");
    List<SlowLog.Entry> entries =
        client.server().slowLog().last(count < 0 ? Long.MAX_VALUE : count);
    reply.array(entries.size());
    for (SlowLog.Entry each : entries) {
      reply.array(6);
      reply.integer(each.id());
      reply.integer(each.at());
      reply.integer(each.microseconds());
      reply.array(each.words().size());
      each.words().forEach(reply::bulk);
      reply.bulk(each.address());
      reply.bulk(each.name());
    }
  }

  // ---- CLIENT PAUSE

  static List<RedisCommand> pausing() {
    return List.of(
        new RedisCommand(CommandGroup.CONNECTION, "PAUSE", -3, PAUSE_FLAGS)
            .about("3.0.0", "O(1)", "Lets commands of all connections wait for a time")
            .runs(WatchingCommands::pause),
        new RedisCommand(CommandGroup.CONNECTION, "UNPAUSE", 2, PAUSE_FLAGS)
            .about("6.2.0", "O(N) in the number that wait", "Ends CLIENT PAUSE")
            .runs(
                (client, request, reply) -> {
                  requireSuperuser(client, "client|unpause");
                  client.server().pause().end();
                  reply.ok();
                }));
  }

  private static void pause(RedisClient client, RedisRequest request, RedisReply reply) {
    requireSuperuser(client, "client|pause");
    boolean writesOnly = request.size() == 4 && request.argument(3).isWord("WRITE");
    boolean all = request.size() == 3 || (request.size() == 4 && request.argument(3).isWord("ALL"));
    if (request.size() > 4) {
      throw StreamWords.wrongSubcommand(request);
    }
    if (!writesOnly && !all) {
      throw new RedisError("ERR CLIENT PAUSE mode must be WRITE or ALL");
    }
    long milliseconds =
        StreamWords.integer(request.argument(2), "ERR timeout is not an integer or out of range");
    if (milliseconds < 0) {
      throw new RedisError("ERR timeout is negative");
    }
    client.server().pause().begin(milliseconds, writesOnly);
    reply.ok();
  }
}
