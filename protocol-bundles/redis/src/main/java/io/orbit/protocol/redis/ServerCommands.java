package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Commands on the server; COMMAND has its own class. */
final class ServerCommands {
  private static final long DISK_LOOK_MILLIS = 5;

  private ServerCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.SERVER, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>();
    commands.add(
        command("DBSIZE", 1, "readonly fast")
            .about("1.0.0", "O(1)", "Number of Redis' own keys in this key space")
            .runs(
                (client, request, reply) ->
                    reply.integer(client.keys().count(client.keyspace().selected()))));
    commands.add(
        command("FLUSHDB", -1, "write off_loop")
            .about(
                "1.0.0", "O(N) in the number of keys", "Removes Redis' own keys of this key space")
            .runs((client, request, reply) -> flush(client, request, reply, false)));
    commands.add(
        command("FLUSHALL", -1, "write off_loop")
            .about(
                "1.0.0", "O(N) in the number of keys", "Removes Redis' own keys of all key spaces")
            .runs((client, request, reply) -> flush(client, request, reply, true)));
    commands.add(
        command("INFO", -1, "loading stale")
            .about("1.0.0", "O(1)", "Facts and figures of the server")
            .runs(ServerCommands::info));
    commands.add(
        command("TIME", 1, "loading stale fast")
            .about("2.6.0", "O(1)", "The server's clock: seconds and microseconds")
            .runs(ServerCommands::time));
    commands.add(
        new RedisCommand(CommandGroup.CONNECTION, "WAIT", 3, "noscript")
            .about("3.0.0", "O(1)", "Number of replicas that have the last write: none yet")
            .runs(ServerCommands::waitForReplicas));
    commands.add(
        new RedisCommand(CommandGroup.CONNECTION, "WAITAOF", 4, "off_loop")
            .about("7.2.0", "O(1)", "Waits until all that was written before is on the disk")
            .runs(ServerCommands::waitForDisk));
    commands.add(
        command("LOLWUT", -1, "readonly fast")
            .about("5.0.0", "O(1)", "A picture, and the version")
            .runs(ServerCommands::picture));
    commands.add(LatencyCommands.latency());
    commands.add(MemoryCommands.memory());
    commands.add(
        command("LASTSAVE", 1, "loading stale fast")
            .about("1.0.0", "O(1)", "When SAVE or BGSAVE ended last")
            .runs((client, request, reply) -> reply.integer(client.server().savedAt())));
    commands.add(
        command("SAVE", 1, "no_async_loading admin noscript no_multi off_loop")
            .about("1.0.0", "O(N) in what has changed", "Writes a checkpoint")
            .runs(
                (client, request, reply) -> {
                  client.server().save();
                  reply.ok();
                }));
    commands.add(
        command("BGSAVE", -1, "no_async_loading admin noscript")
            .about("1.0.0", "O(1)", "Writes a checkpoint in the background")
            .runs(ServerCommands::saveInBackground));
    commands.add(config());
    commands.add(AclCommands.acl());
    commands.add(ModuleCommands.module());
    commands.add(CommandCommands.command());
    return commands;
  }

  private static void flush(
      RedisClient client, RedisRequest request, RedisReply reply, boolean all) {
    boolean plain =
        request.size() == 1
            || (request.size() == 2
                && (request.argument(1).isWord("SYNC") || request.argument(1).isWord("ASYNC")));
    if (!plain) {
      throw RedisError.syntax();
    }
    if (all) {
      client.keys().clearAll();
    } else {
      client.keys().clear();
    }
    reply.ok();
  }

  private static void info(RedisClient client, RedisRequest request, RedisReply reply) {
    List<String> sections = request.from(1).stream().map(ByteRange::latin1).toList();
    reply.verbatim(new InfoReport(client).text(sections));
  }

  private static void time(RedisClient client, RedisRequest request, RedisReply reply) {
    Instant now = Instant.now();
    reply.array(2);
    reply.bulk(Long.toString(now.getEpochSecond()));
    reply.bulk(Integer.toString(now.getNano() / 1000));
  }

  private static void waitForReplicas(RedisClient client, RedisRequest request, RedisReply reply) {
    Words.integer(request.argument(1));
    if (Words.integer(request.argument(2)) < 0) {
      throw new RedisError("ERR timeout is negative");
    }
    reply.integer(0);
  }

  private static void waitForDisk(RedisClient client, RedisRequest request, RedisReply reply) {
    long local =
        Words.inRange(
            request.argument(1), 0, 1, "ERR value is out of range, value must between 0 and 1");
    long ignored = Words.positive(request.argument(2));
    long timeout = Words.inRange(request.argument(3), 0, Long.MAX_VALUE, "ERR timeout is negative");
    long position = client.server().store().statistics().logPosition();
    long deadline = System.nanoTime() + java.util.concurrent.TimeUnit.MILLISECONDS.toNanos(timeout);
    boolean waits = local > 0 && client.blocking().mayBlock();
    while (waits && !isOnDisk(client, position)) {
      waits = (timeout == 0 || System.nanoTime() < deadline) && pause();
    }
    reply.array(2);
    reply.integer(isOnDisk(client, position) ? 1 : 0);
    reply.integer(0);
  }

  private static boolean isOnDisk(RedisClient client, long position) {
    return client.server().store().statistics().durablePosition() >= position;
  }

  /** The log is synced each second; false when the server stops. */
  private static boolean pause() {
    try {
      Thread.sleep(DISK_LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void picture(RedisClient client, RedisRequest request, RedisReply reply) {
    for (int i = 1; i < request.size(); i++) {
      if (i > 1 || !request.argument(1).isWord("VERSION")) {
        long ignored = Words.integer(request.argument(i));
      }
    }
    StringBuilder picture = new StringBuilder();
    for (int y = -4; y <= 4; y++) {
      for (int x = -10; x <= 10; x++) {
        double orbit = Math.abs(Math.hypot(x / 2.2, y) - 3.6);
        picture.append(x == 0 && y == 0 ? 'O' : orbit < 0.45 ? '.' : ' ');
      }
      picture.append('\n');
    }
    reply.verbatim(picture + "Redis ver. " + RedisServer.VERSION + "\n");
  }

  private static void saveInBackground(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean plain =
        request.size() == 1 || (request.size() == 2 && request.argument(1).isWord("SCHEDULE"));
    if (!plain) {
      throw RedisError.syntax();
    }
    if (!client.server().saveInBackground()) {
      throw new RedisError("ERR Background save already in progress");
    }
    reply.simple("Background saving started");
  }

  // ---- CONFIG

  private static RedisCommand config() {
    String flags = "admin noscript loading stale";
    RedisCommand config = command("CONFIG", -2, "").about("2.0.0", "O(1)", "Settings");
    return config
        .with(
            command("GET", -3, flags)
                .about("2.0.0", "O(N) in the number of settings", "Settings by pattern")
                .runs(ServerCommands::getSettings))
        .with(
            command("SET", -4, flags)
                .about("2.0.0", "O(N) in the number of settings", "Changes settings")
                .runs(ServerCommands::changeSettings))
        .with(
            command("RESETSTAT", 2, flags)
                .about("2.0.0", "O(1)", "Sets the figures of INFO to zero")
                .runs(ServerCommands::resetStatistics))
        .with(
            command("REWRITE", 2, flags)
                .about("2.8.0", "O(1)", "Refused: settings are not kept in a Redis file")
                .runs(
                    (client, request, reply) ->
                        reply.error("ERR The server is running without a config file")))
        .with(
            command("HELP", 2, "loading stale")
                .about("5.0.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(config, reply)));
  }

  private static void getSettings(RedisClient client, RedisRequest request, RedisReply reply) {
    SortedMap<String, String> found = new TreeMap<>();
    for (ByteRange pattern : request.from(2)) {
      found.putAll(client.server().settings().matching(new Glob(pattern.copy(), true)));
    }
    reply.map(found.size());
    found.forEach(
        (name, value) -> {
          reply.bulk(name);
          reply.bulk(value);
        });
  }

  private static void changeSettings(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() % 2 != 0) {
      throw RedisError.wrongArguments("config|set");
    }
    List<Runnable> changes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 2; i < request.size(); i += 2) {
      String name = request.argument(i).utf8();
      changes.add(client.server().settings().change(name, request.argument(i + 1).utf8()));
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw RedisSettings.failure(name, "duplicate parameter");
      }
    }
    changes.forEach(Runnable::run);
    client.server().tracking().evict();
    reply.ok();
  }

  private static void resetStatistics(RedisClient client, RedisRequest request, RedisReply reply) {
    client.server().statistics().reset();
    for (RedisCommand each : client.server().commands().all()) {
      each.resetStatistics();
    }
    reply.ok();
  }
}
