package io.orbit.protocol.redis;

import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keys;
import io.orbit.api.keyspace.Strings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DEBUG's harmless parts, for tests of clients: in developer mode, whose clients are local. */
final class DebugCommands {
  private static final Logger LOG = LoggerFactory.getLogger(DebugCommands.class);
  private static final int CHECKSUM = 10;

  private static final List<String> HELP =
      List.of(
          "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
          "DIGEST",
          "    Output a hex signature representing the current DB content.",
          "DIGEST-VALUE <key> [<key> ...]",
          "    Output a hex signature of the values of all the specified keys.",
          "ERROR <string>",
          "    Return a Redis protocol error with <string> as message. Useful for clients",
          "    unit tests to simulate Redis errors.",
          "LOG <message>",
          "    Write <message> to the server log.",
          "OBJECT <key>",
          "    Show low level info about `key` and associated value.",
          "POPULATE <count> [<prefix>] [<size>]",
          "    Create <count> string keys named key:<num>. If <prefix> is specified then",
          "    it is used instead of the 'key' prefix.",
          "PROTOCOL <type>",
          "    Reply with a test value of the specified type. <type> can be: string,",
          "    integer, double, bignum, null, array, set, map, attrib, push, verbatim,",
          "    true, false.",
          "RELOAD",
          "    Write a checkpoint, then each of Redis' own keys out of its own dump.",
          "SET-ACTIVE-EXPIRE <1>",
          "    What has expired is always removed in the background.",
          "SLEEP <seconds>",
          "    Stop this connection for <seconds>. Decimals allowed.",
          "HELP",
          "    Prints this help.");

  private DebugCommands() {}

  static RedisCommand debug() {
    return new RedisCommand(
            CommandGroup.SERVER, "DEBUG", -2, "admin noscript loading stale off_loop")
        .about("1.0.0", "Depends on the subcommand", "For tests of clients, in developer mode only")
        .runs(DebugCommands::run);
  }

  private static void run(RedisClient client, RedisRequest request, RedisReply reply) {
    if (!client.server().info().devMode()) {
      throw new RedisError(notAllowed("DEBUG", "enable-debug-command"));
    }
    ByteRange word = request.argument(1);
    int size = request.size();
    if (word.isWord("HELP") && size == 2) {
      reply.array(HELP.size());
      HELP.forEach(reply::simple);
    } else if (word.isWord("DIGEST") && size == 2) {
      reply.simple(digest(client));
    } else if (word.isWord("DIGEST-VALUE")) {
      reply.array(size - 2L);
      request.from(2).forEach(key -> reply.simple(new DataDigest(client).ofValue(key)));
    } else if (word.isWord("ERROR") && size == 3) {
      reply.error(RedisError.echoing(request.argument(2).latin1().replaceAll("[\\r\\n]", " ")));
    } else if (word.isWord("LOG") && size == 3) {
      LOG.info("DEBUG LOG: {}", request.argument(2).utf8());
      reply.ok();
    } else if (word.isWord("OBJECT") && size == 3) {
      object(client, request.argument(2), reply);
    } else if (word.isWord("POPULATE") && size >= 3 && size <= 5) {
      populate(client, request, reply);
    } else if (word.isWord("PROTOCOL") && size == 3) {
      protocol(request.argument(2), reply);
    } else if (word.isWord("RELOAD") && size == 2) {
      reload(client);
      reply.ok();
    } else if (word.isWord("SET-ACTIVE-EXPIRE") && size == 3) {
      if (!request.argument(2).isWord("1")) {
        throw new RedisError("ERR what has expired is always removed in the background");
      }
      reply.ok();
    } else if (word.isWord("SLEEP") && size == 3) {
      sleep(request.argument(2));
      reply.ok();
    } else {
      throw RedisError.echoing(
          "ERR unknown subcommand or wrong number of arguments for '"
              + word.latin1()
              + "'. Try DEBUG HELP.");
    }
  }

  /** As Redis refuses what its configuration does not allow. */
  static String notAllowed(String command, String option) {
    return "ERR "
        + command
        + " command not allowed. If the "
        + option
        + " option is set to \"local\", you can run it from a local connection, otherwise you need"
        + " to set this option in the configuration file, and then restart the server.";
  }

  private static String digest(RedisClient client) {
    String[] digest = new String[1];
    client.keyspace().consistently(() -> digest[0] = new DataDigest(client).ofAll());
    return digest[0];
  }

  private static void object(RedisClient client, ByteRange key, RedisReply reply) {
    String encoding = client.keys().encoding(key, client.server().settings().encodings());
    if (encoding == null) {
      throw new RedisError("ERR no such key");
    }
    byte[] dump = DataDigest.dump(client, key);
    reply.simple(
        "Value at:0x0 refcount:1 encoding:"
            + encoding
            + " serializedlength:"
            + (dump == null ? 0 : dump.length - 1 - CHECKSUM)
            + " lru:0 lru_seconds_idle:0");
  }

  private static void populate(RedisClient client, RedisRequest request, RedisReply reply) {
    long count = Words.positive(request.argument(2));
    String prefix = request.size() > 3 ? request.text(3) : "key";
    long size = request.size() > 4 ? Words.positive(request.argument(4)) : -1;
    if (size > client.longestString()) {
      throw new RedisError("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    }
    for (long i = 0; i < count; i++) {
      ByteRange key = ByteRange.of((prefix + ":" + i).getBytes(StandardCharsets.ISO_8859_1));
      byte[] text = ("value:" + i).getBytes(StandardCharsets.US_ASCII);
      byte[] value = size < 0 ? text : Arrays.copyOf(text, (int) size);
      var ignored =
          client
              .strings()
              .set(key, ByteRange.of(value), Strings.Presence.ABSENT, Strings.Expiry.NONE, 0, null);
    }
    reply.ok();
  }

  private static void protocol(ByteRange type, RedisReply reply) {
    switch (type.latin1().toLowerCase(java.util.Locale.ROOT)) {
      case "string" -> reply.bulk("Hello World");
      case "integer" -> reply.integer(12345);
      case "double" -> reply.number(3.141);
      case "bignum" -> reply.big("1234567999999999999999999999999999999");
      case "null" -> reply.nil();
      case "array" -> {
        reply.array(3);
        writeNumbers(reply);
      }
      case "set" -> {
        reply.set(3);
        writeNumbers(reply);
      }
      case "map" -> {
        reply.map(3);
        for (int i = 0; i < 3; i++) {
          reply.integer(i);
          reply.truth(i == 1);
        }
      }
      case "attrib" -> {
        if (reply.resp3()) {
          reply.attributes(1);
          reply.bulk("key-popularity");
          reply.array(2);
          reply.bulk("key:123");
          reply.integer(90);
        }
        reply.bulk("Some real reply following the attribute");
      }
      case "push" -> {
        if (!reply.resp3()) {
          throw new RedisError("ERR RESP2 is not supported by this command");
        }
        reply.push(2);
        reply.bulk("server-cpu-usage");
        reply.integer(42);
        reply.bulk("Some real reply following the push reply");
      }
      case "verbatim" -> reply.verbatim("This is a verbatim\nstring");
      case "true" -> reply.truth(true);
      case "false" -> reply.truth(false);
      default ->
          throw new RedisError(
              "ERR Wrong protocol type name. Please use one of the following:"
                  + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
    }
  }

  private static void writeNumbers(RedisReply reply) {
    for (int i = 0; i < 3; i++) {
      reply.integer(i);
    }
  }

  /** Every value that has a dump is written again out of it, with its time. */
  private static void reload(RedisClient client) {
    client.server().save();
    int selected = client.keyspace().selected();
    try {
      for (int i = 0; i < RedisServer.DATABASES; i++) {
        client.keyspace().select(i);
        List<byte[]> keys = new ArrayList<>();
        client.keys().forEach((key, type) -> keys.add(key));
        keys.stream()
            .map(ByteRange::of)
            .filter(key -> !client.keyspace().isRow(key))
            .forEach(key -> reload(client, key));
      }
    } finally {
      client.keyspace().select(selected);
    }
  }

  private static void reload(RedisClient client, ByteRange key) {
    var type = client.keys().type(key);
    if (type == null || type.isOfModule()) {
      return;
    }
    boolean ignored =
        client
            .keyspace()
            .atomically(
                List.of(key),
                List.of(),
                () -> {
                  byte[] dump = DataDigest.dump(client, key);
                  long at = client.keys().expiresAt(key);
                  if (dump != null && at != Keys.NO_KEY) {
                    boolean restored =
                        client
                            .keyspace()
                            .dumps()
                            .restore(key, ByteRange.of(dump), at == Keys.NO_EXPIRY ? 0 : at, true);
                    assert restored;
                  }
                });
  }

  private static void sleep(ByteRange seconds) {
    double wanted;
    try {
      wanted = Double.parseDouble(seconds.latin1());
    } catch (NumberFormatException e) {
      wanted = 0;
    }
    try {
      TimeUnit.MICROSECONDS.sleep((long) (Math.max(0, wanted) * 1e6));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrbitException(io.orbit.api.error.ErrorCode.QUERY_CANCELED, "interrupted");
    }
  }
}
