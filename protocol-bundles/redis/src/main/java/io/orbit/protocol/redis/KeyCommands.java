package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keys.ExpiryCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Commands on keys whatever they hold. */
final class KeyCommands {
  private static final String SWITCHING =
      " Please note that when switching between policies at runtime LRU and LFU data will take some"
          + " time to adjust.";

  private static final int DEFAULT_SCAN_COUNT = 10;
  private static final int SCAN_COUNT_ON_LOOP = 1000;

  private KeyCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.GENERIC, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>(expiry());
    String rename = "RW access delete,OW update";
    commands.add(
        command("DEL", -2, "write")
            .keys("RM delete", 1, -1, 1)
            .about("1.0.0", "O(N) in the number of keys", "Removes keys")
            .runs(KeyCommands::delete));
    commands.add(
        command("UNLINK", -2, "write fast")
            .keys("RM delete", 1, -1, 1)
            .about("4.0.0", "O(N) in the number of keys", "Removes keys; the same as DEL here")
            .runs(KeyCommands::delete));
    commands.add(
        command("EXISTS", -2, "readonly fast")
            .keys("RO", 1, -1, 1)
            .about("1.0.0", "O(N) in the number of keys", "How many of the keys exist")
            .runs(KeyCommands::countExisting));
    commands.add(
        command("TOUCH", -2, "readonly fast")
            .keys("RO", 1, -1, 1)
            .about("3.2.1", "O(N) in the number of keys", "How many of the keys exist")
            .runs(KeyCommands::countExisting));
    commands.add(
        command("TYPE", 2, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("1.0.0", "O(1)", "What a key holds")
            .runs(KeyCommands::type));
    commands.add(
        command("KEYS", 2, "readonly off_loop")
            .about("1.0.0", "O(N) in the number of keys", "All keys that match a pattern")
            .runs(KeyCommands::keys));
    commands.add(
        command("SCAN", -2, "readonly touches_arbitrary_keys")
            .about("2.8.0", "O(1) a call", "Walks the keys in pieces")
            .runs(KeyCommands::scan));
    commands.add(
        command("RANDOMKEY", 1, "readonly touches_arbitrary_keys")
            .about("1.0.0", "O(1)", "A key at random")
            .runs(KeyCommands::random));
    commands.add(
        command("RENAME", 3, "write")
            .keys(rename, 1, 2, 1)
            .about("1.0.0", "O(N) in the number of elements", "Renames a key")
            .runs(
                (client, request, reply) -> {
                  client.keys().rename(request.argument(1), request.argument(2), false);
                  reply.ok();
                }));
    commands.add(
        command("RENAMENX", 3, "write fast")
            .keys("RW access delete,OW insert", 1, 2, 1)
            .about("1.0.0", "O(N) in the number of elements", "Renames unless the name is taken")
            .runs(
                (client, request, reply) ->
                    reply.integer(
                        client.keys().rename(request.argument(1), request.argument(2), true)
                            ? 1
                            : 0)));
    commands.add(
        command("COPY", -3, "write denyoom")
            .keys("RO access,OW update", 1, 2, 1)
            .about("6.2.0", "O(N) in the number of elements", "Copies a key")
            .runs(KeyCommands::copy));
    commands.add(
        command("MOVE", 3, "write fast")
            .keys("RW access delete", 1, 1, 1)
            .about("1.0.0", "O(N) in the number of elements", "Moves a key to another database")
            .runs(
                (client, request, reply) -> {
                  int target = Words.smallInteger(request.argument(2));
                  if (target < 0 || target >= RedisServer.DATABASES) {
                    throw new RedisError("ERR DB index is out of range");
                  }
                  if (target == client.keyspace().selected()) {
                    throw new RedisError("ERR source and destination objects are the same");
                  }
                  reply.integer(client.keys().move(request.argument(1), target) ? 1 : 0);
                }));
    commands.add(
        new RedisCommand(CommandGroup.SERVER, "SWAPDB", 3, "write fast off_loop")
            .about("4.0.0", "O(1)", "Two databases change their numbers")
            .runs(KeyCommands::swap));
    commands.add(object());
    return commands;
  }

  private static List<RedisCommand> expiry() {
    return List.of(
        expire("EXPIRE", "1.0.0", true, true),
        expire("PEXPIRE", "2.6.0", false, true),
        expire("EXPIREAT", "1.2.0", true, false),
        expire("PEXPIREAT", "2.6.0", false, false),
        timeToLive("TTL", "1.0.0", true, true),
        timeToLive("PTTL", "2.6.0", false, true),
        timeToLive("EXPIRETIME", "7.0.0", true, false),
        timeToLive("PEXPIRETIME", "7.0.0", false, false),
        command("PERSIST", 2, "write fast")
            .keys("RW update", 1, 1, 1)
            .about("2.2.0", "O(1)", "Takes a key's expiry away")
            .runs(
                (client, request, reply) ->
                    reply.integer(client.keys().persist(request.argument(1)) ? 1 : 0)));
  }

  private static RedisCommand expire(String name, String since, boolean seconds, boolean relative) {
    String unit = seconds ? "seconds" : "milliseconds";
    return command(name, -3, "write fast")
        .keys("RW update", 1, 1, 1)
        .about(
            since,
            "O(1)",
            "Lets a key expire " + (relative ? "after so many " : "at a time in ") + unit)
        .runs(
            (client, request, reply) -> {
              long amount = Words.integer(request.argument(2));
              ExpiryCondition condition = condition(request);
              long at =
                  ExpiryTimes.at(
                      amount, seconds, relative ? client.now() : 0, name.toLowerCase(Locale.ROOT));
              reply.integer(client.keys().expireAt(request.argument(1), at, condition) ? 1 : 0);
            });
  }

  private static ExpiryCondition condition(RedisRequest request) {
    boolean absent = false;
    boolean present = false;
    boolean later = false;
    boolean earlier = false;
    for (int i = 3; i < request.size(); i++) {
      ByteRange word = request.argument(i);
      if (word.isWord("NX")) {
        absent = true;
      } else if (word.isWord("XX")) {
        present = true;
      } else if (word.isWord("GT")) {
        later = true;
      } else if (word.isWord("LT")) {
        earlier = true;
      } else {
        throw new RedisError("ERR Unsupported option " + word.latin1());
      }
    }
    if (absent && (present || later || earlier)) {
      throw new RedisError("ERR NX and XX, GT or LT options at the same time are not compatible");
    }
    if (later && earlier) {
      throw new RedisError("ERR GT and LT options at the same time are not compatible");
    }
    if (absent) {
      return ExpiryCondition.ABSENT;
    }
    if (later) {
      return ExpiryCondition.LATER;
    }
    if (earlier) {
      return present ? ExpiryCondition.PRESENT_EARLIER : ExpiryCondition.EARLIER;
    }
    return present ? ExpiryCondition.PRESENT : ExpiryCondition.ANY;
  }

  private static RedisCommand timeToLive(
      String name, String since, boolean seconds, boolean relative) {
    return command(name, 2, "readonly fast")
        .keys("RO access", 1, 1, 1)
        .about(since, "O(1)", relative ? "How long a key has to live" : "When a key expires")
        .runs(
            (client, request, reply) -> {
              long at = client.keys().expiresAt(request.argument(1));
              if (at < 0) {
                reply.integer(at);
                return;
              }
              long time = relative ? Math.max(0, at - client.now()) : at;
              reply.integer(seconds ? (time + 500) / 1000 : time);
            });
  }

  private static void delete(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() == 2) {
      reply.integer(client.keys().delete(request.argument(1)) ? 1 : 0);
    } else {
      reply.integer(client.keys().delete(request.from(1)));
    }
  }

  private static void countExisting(RedisClient client, RedisRequest request, RedisReply reply) {
    long count = client.keys().countExisting(request.from(1));
    reply.integer(count);
  }

  private static void type(RedisClient client, RedisRequest request, RedisReply reply) {
    KeyType type = client.keys().type(request.argument(1));
    reply.simple(type == null ? "none" : type.redisName());
  }

  private static void keys(RedisClient client, RedisRequest request, RedisReply reply) {
    Glob glob = new Glob(request.argument(1).copy(), false);
    List<byte[]> found = new ArrayList<>();
    client
        .keys()
        .forEach(
            (key, type) -> {
              if (glob.matchesAll() || glob.matches(key, 0, key.length)) {
                found.add(key);
              }
            });
    writeAll(found, reply);
  }

  private static void writeAll(List<byte[]> found, RedisReply reply) {
    reply.array(found.size());
    found.forEach(reply::bulk);
  }

  private static void scan(RedisClient client, RedisRequest request, RedisReply reply) {
    long cursor = Words.cursor(request.argument(1));
    ScanOptions options = ScanOptions.parse(request, 2, DEFAULT_SCAN_COUNT, true);
    if (options.count() > SCAN_COUNT_ON_LOOP) {
      client.requireWaiting();
    }
    List<byte[]> found = new ArrayList<>();
    String wanted = options.type();
    Glob glob = options.match();
    long next =
        client
            .keys()
            .scan(
                cursor,
                options.count(),
                (key, type) -> {
                  boolean matches =
                      (glob == null || glob.matches(key, 0, key.length))
                          && (wanted == null || wanted.equals(type.redisName()));
                  if (matches) {
                    found.add(key);
                  }
                });
    reply.array(2);
    reply.bulk(Long.toUnsignedString(next));
    writeAll(found, reply);
  }

  private static void random(RedisClient client, RedisRequest request, RedisReply reply) {
    byte @Nullable [] key = client.keys().random();
    if (key == null) {
      reply.nil();
    } else {
      reply.bulk(key);
    }
  }

  private static void copy(RedisClient client, RedisRequest request, RedisReply reply) {
    int target = client.keyspace().selected();
    boolean replace = false;
    for (int i = 3; i < request.size(); i++) {
      ByteRange word = request.argument(i);
      if (word.isWord("REPLACE")) {
        replace = true;
      } else if (word.isWord("DB") && i + 1 < request.size()) {
        target = Words.smallInteger(request.argument(++i));
      } else {
        throw RedisError.syntax();
      }
    }
    ByteRange from = request.argument(1);
    ByteRange to = request.argument(2);
    if (target < 0 || target >= RedisServer.DATABASES) {
      throw new RedisError("ERR DB index is out of range");
    }
    if (target == client.keyspace().selected() && from.equals(to)) {
      throw new RedisError("ERR source and destination objects are the same");
    }
    reply.integer(client.keys().copy(from, to, target, replace) ? 1 : 0);
  }

  private static void swap(RedisClient client, RedisRequest request, RedisReply reply) {
    long first = index(request.argument(1), "first");
    long second = index(request.argument(2), "second");
    if (Math.min(first, second) < 0 || Math.max(first, second) >= RedisServer.DATABASES) {
      throw new RedisError("ERR DB index is out of range");
    }
    client.keys().swap((int) first, (int) second);
    reply.ok();
  }

  private static long index(ByteRange word, String which) {
    return Words.inRange(
        word, Integer.MIN_VALUE, Integer.MAX_VALUE, "ERR invalid " + which + " DB index");
  }

  private static RedisCommand object() {
    RedisCommand object = command("OBJECT", -2, "").about("2.2.3", "O(1)", "How a value is kept");
    return object
        .with(
            command("ENCODING", 3, "readonly")
                .keys("RO", 2, 2, 1)
                .about("2.2.3", "O(1)", "How Redis would encode the value")
                .runs(KeyCommands::encoding))
        .with(
            command("REFCOUNT", 3, "readonly")
                .keys("RO", 2, 2, 1)
                .about("2.2.3", "O(1)", "Number of references to the value: always 1")
                .runs(KeyCommands::references))
        .with(
            command("IDLETIME", 3, "readonly")
                .keys("RO", 2, 2, 1)
                .about("2.2.3", "O(1)", "How long a key was not used, under an LRU policy")
                .runs(KeyCommands::idleTime))
        .with(
            command("FREQ", 3, "readonly")
                .keys("RO", 2, 2, 1)
                .about("4.0.0", "O(1)", "How often a key is used, under an LFU policy")
                .runs(KeyCommands::frequency))
        .with(
            command("HELP", 2, "loading stale")
                .about("6.2.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(object, reply)));
  }

  private static void encoding(RedisClient client, RedisRequest request, RedisReply reply) {
    String encoding =
        client.keys().encoding(request.argument(2), client.server().settings().encodings());
    if (encoding == null) {
      reply.nil();
    } else {
      reply.bulk(encoding);
    }
  }

  private static void references(RedisClient client, RedisRequest request, RedisReply reply) {
    if (client.keys().exists(request.argument(2))) {
      reply.integer(1);
    } else {
      reply.nil();
    }
  }

  private static void idleTime(RedisClient client, RedisRequest request, RedisReply reply) {
    EvictionPolicy.Order order = client.server().settings().evictionPolicy().order();
    KeyUse.Use use = use(client, request.argument(2));
    if (use == null) {
      reply.nil();
      return;
    }
    if (order == EvictionPolicy.Order.SELDOM) {
      throw new RedisError(
          "ERR An LFU maxmemory policy is selected, idle time not tracked." + SWITCHING);
    }
    if (order != EvictionPolicy.Order.IDLE) {
      throw new RedisError("ERR idle time is not tracked");
    }
    reply.integer(use.idleSeconds());
  }

  private static void frequency(RedisClient client, RedisRequest request, RedisReply reply) {
    EvictionPolicy.Order order = client.server().settings().evictionPolicy().order();
    KeyUse.Use use = use(client, request.argument(2));
    if (use == null) {
      reply.nil();
      return;
    }
    if (order != EvictionPolicy.Order.SELDOM) {
      throw new RedisError(
          "ERR An LFU maxmemory policy is not selected, access frequency not tracked." + SWITCHING);
    }
    reply.integer(use.frequency());
  }

  /** Null when there is no such key; unknown where no policy wants to know. */
  private static KeyUse.@Nullable Use use(RedisClient client, ByteRange key) {
    if (!client.keys().exists(key)) {
      return null;
    }
    KeyUse known = client.server().settings().keyUse();
    return known == null ? new KeyUse.Use(0, 0) : known.of(client.keyspace().selected(), key);
  }
}
