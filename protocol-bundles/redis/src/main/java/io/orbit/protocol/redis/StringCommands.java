package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Strings;
import io.orbit.api.keyspace.Strings.Expiry;
import io.orbit.api.keyspace.Strings.Presence;
import io.orbit.api.keyspace.Strings.SetOutcome;
import java.util.List;
import java.util.Locale;

/** GET, SET and all that concerns strings. */
final class StringCommands {
  private StringCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.STRING, name, arity, flags);
  }

  static List<RedisCommand> all() {
    String read = "RO access";
    String update = "RW access update";
    return List.of(
        command("GET", 2, "readonly fast")
            .keys(read, 1, 1, 1)
            .about("1.0.0", "O(1)", "The string a key holds")
            .runs(StringCommands::get),
        command("SET", -3, "write denyoom")
            .keys("RW access update variable_flags", 1, 1, 1)
            .about("1.0.0", "O(1)", "Makes a key hold a string, with conditions and expiry")
            .runs(StringCommands::set),
        command("SETNX", 3, "write denyoom fast")
            .keys("OW insert", 1, 1, 1)
            .about("1.0.0", "O(1)", "Sets a key that does not exist")
            .runs(StringCommands::setIfAbsent),
        command("SETEX", 4, "write denyoom")
            .keys("OW update", 1, 1, 1)
            .about("2.0.0", "O(1)", "Sets a key that expires after seconds")
            .runs((client, request, reply) -> setExpiring(client, request, reply, true)),
        command("PSETEX", 4, "write denyoom")
            .keys("OW update", 1, 1, 1)
            .about("2.6.0", "O(1)", "Sets a key that expires after milliseconds")
            .runs((client, request, reply) -> setExpiring(client, request, reply, false)),
        command("GETSET", 3, "write denyoom fast")
            .keys(update, 1, 1, 1)
            .about("1.0.0", "O(1)", "Sets a key and answers what it held")
            .runs(StringCommands::getSet),
        command("GETDEL", 2, "write fast")
            .keys("RW access delete", 1, 1, 1)
            .about("6.2.0", "O(1)", "Answers what a key holds and removes it")
            .runs(StringCommands::getDelete),
        command("GETEX", -2, "write fast")
            .keys(update, 1, 1, 1)
            .about("6.2.0", "O(1)", "Answers what a key holds and changes its expiry")
            .runs(StringCommands::getExpire),
        command("MGET", -2, "readonly fast")
            .keys(read, 1, -1, 1)
            .about("1.0.0", "O(N) in the number of keys", "The strings of several keys at once")
            .runs(StringCommands::getAll),
        command("MSET", -3, "write denyoom")
            .keys("OW update", 1, -1, 2)
            .about("1.0.1", "O(N) in the number of keys", "Sets several keys at once")
            .runs(StringCommands::setAll),
        command("MSETNX", -3, "write denyoom")
            .keys("OW insert", 1, -1, 2)
            .about("1.0.1", "O(N) in the number of keys", "Sets several keys if none exists")
            .runs(StringCommands::setAllIfAbsent),
        command("INCR", 2, "write denyoom fast")
            .keys(update, 1, 1, 1)
            .about("1.0.0", "O(1)", "Adds one to a whole number")
            .runs((client, request, reply) -> add(client, request, reply, 1)),
        command("DECR", 2, "write denyoom fast")
            .keys(update, 1, 1, 1)
            .about("1.0.0", "O(1)", "Takes one from a whole number")
            .runs((client, request, reply) -> add(client, request, reply, -1)),
        command("INCRBY", 3, "write denyoom fast")
            .keys(update, 1, 1, 1)
            .about("1.0.0", "O(1)", "Adds to a whole number")
            .runs(
                (client, request, reply) ->
                    add(client, request, reply, Words.integer(request.argument(2)))),
        command("DECRBY", 3, "write denyoom fast")
            .keys(update, 1, 1, 1)
            .about("1.0.0", "O(1)", "Takes from a whole number")
            .runs(StringCommands::subtract),
        command("INCRBYFLOAT", 3, "write denyoom fast")
            .keys(update, 1, 1, 1)
            .about("2.6.0", "O(1)", "Adds to a decimal number")
            .runs(
                (client, request, reply) ->
                    reply.bulk(
                        client.strings().addFloat(request.argument(1), request.argument(2)))),
        command("APPEND", 3, "write denyoom fast")
            .keys("RW insert", 1, 1, 1)
            .about("2.0.0", "O(N) in the length of the result", "Appends to a string")
            .runs(
                (client, request, reply) ->
                    reply.integer(
                        client.strings().append(request.argument(1), request.argument(2)))),
        command("STRLEN", 2, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("2.2.0", "O(1)", "The length of a string in bytes")
            .runs(
                (client, request, reply) ->
                    reply.integer(client.strings().length(request.argument(1)))),
        command("GETRANGE", 4, "readonly")
            .keys(read, 1, 1, 1)
            .about("2.4.0", "O(N) in the length of the answer", "A part of a string")
            .runs(StringCommands::getRange),
        command("SUBSTR", 4, "readonly")
            .keys(read, 1, 1, 1)
            .about("1.0.0", "O(N) in the length of the answer", "GETRANGE by its older name")
            .runs(StringCommands::getRange),
        command("SETRANGE", 4, "write denyoom")
            .keys("RW update", 1, 1, 1)
            .about("2.2.0", "O(N) in the length of the result", "Overwrites a part of a string")
            .runs(StringCommands::setRange));
  }

  private static void get(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange value = client.value();
    boolean found = client.strings().get(request.argument(1), value);
    client.countLookup(found);
    if (found) {
      reply.bulk(value);
    } else {
      reply.nil();
    }
  }

  private static void set(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() == 3) {
      client.strings().set(request.argument(1), request.argument(2));
      reply.ok();
    } else {
      setWithOptions(client, request, reply);
    }
  }

  private static void setWithOptions(RedisClient client, RedisRequest request, RedisReply reply) {
    SetOptions options = SetOptions.forSet(request, client.now());
    ByteRange previous = options.answersPrevious() ? client.value() : null;
    SetOutcome outcome =
        client
            .strings()
            .set(
                request.argument(1),
                request.argument(2),
                options.presence(),
                options.expiry(),
                options.expiresAt(),
                previous);
    if (previous == null) {
      if (outcome.isSet()) {
        reply.ok();
      } else {
        reply.nil();
      }
    } else if (outcome.hadValue()) {
      reply.bulk(previous);
    } else {
      reply.nil();
    }
  }

  private static void setIfAbsent(RedisClient client, RedisRequest request, RedisReply reply) {
    SetOutcome outcome =
        client
            .strings()
            .set(request.argument(1), request.argument(2), Presence.ABSENT, Expiry.NONE, 0, null);
    reply.integer(outcome.isSet() ? 1 : 0);
  }

  private static void setExpiring(
      RedisClient client, RedisRequest request, RedisReply reply, boolean seconds) {
    long at =
        ExpiryTimes.positive(
            request.argument(2), seconds, client.now(), request.text(0).toLowerCase(Locale.ROOT));
    client
        .strings()
        .set(request.argument(1), request.argument(3), Presence.ANY, Expiry.AT, at, null);
    reply.ok();
  }

  private static void getSet(RedisClient client, RedisRequest request, RedisReply reply) {
    ByteRange previous = client.value();
    SetOutcome outcome =
        client
            .strings()
            .set(request.argument(1), request.argument(2), Presence.ANY, Expiry.NONE, 0, previous);
    if (outcome.hadValue()) {
      reply.bulk(previous);
    } else {
      reply.nil();
    }
  }

  private static void getDelete(RedisClient client, RedisRequest request, RedisReply reply) {
    if (client.strings().getAndDelete(request.argument(1), client.value())) {
      reply.bulk(client.value());
    } else {
      reply.nil();
    }
  }

  private static void getExpire(RedisClient client, RedisRequest request, RedisReply reply) {
    SetOptions.checkGetEx(request);
    if (!client.strings().get(request.argument(1), client.value())) {
      reply.nil();
      return;
    }
    SetOptions options = SetOptions.forGetEx(request, client.now());
    boolean found =
        client
            .strings()
            .getAndExpire(
                request.argument(1), options.expiry(), options.expiresAt(), client.value());
    if (found) {
      reply.bulk(client.value());
    } else {
      reply.nil();
    }
  }

  private static void getAll(RedisClient client, RedisRequest request, RedisReply reply) {
    reply.array(request.size() - 1L);
    client
        .strings()
        .getAll(
            request.from(1),
            value -> {
              client.countLookup(value != null);
              if (value == null) {
                reply.nil();
              } else {
                reply.bulk(value);
              }
            });
  }

  private static List<ByteRange> pairs(RedisRequest request) {
    if (request.size() % 2 == 0) {
      throw RedisError.wrongArguments(request.text(0).toLowerCase(Locale.ROOT));
    }
    return request.from(1);
  }

  private static void setAll(RedisClient client, RedisRequest request, RedisReply reply) {
    client.strings().setAll(pairs(request));
    reply.ok();
  }

  private static void setAllIfAbsent(RedisClient client, RedisRequest request, RedisReply reply) {
    reply.integer(client.strings().setAllIfAbsent(pairs(request)) ? 1 : 0);
  }

  private static void add(RedisClient client, RedisRequest request, RedisReply reply, long delta) {
    reply.integer(client.strings().add(request.argument(1), delta));
  }

  private static void subtract(RedisClient client, RedisRequest request, RedisReply reply) {
    long delta = Words.integer(request.argument(2));
    if (delta == Long.MIN_VALUE) {
      throw new RedisError("ERR decrement would overflow");
    }
    add(client, request, reply, -delta);
  }

  private static void getRange(RedisClient client, RedisRequest request, RedisReply reply) {
    long start = Words.integer(request.argument(2));
    long end = Words.integer(request.argument(3));
    ByteRange value = client.value();
    boolean found = client.strings().get(request.argument(1), value);
    client.countLookup(found);
    int length = found ? value.length() : 0;
    boolean crossed = start < 0 && end < 0 && start > end;
    start = Math.max(0, start < 0 ? start + length : start);
    end = Math.min(length - 1L, Math.max(0, end < 0 ? end + length : end));
    if (crossed || start > end || length == 0) {
      reply.bulk(value.array(), 0, 0);
    } else {
      reply.bulk(value.array(), value.offset() + (int) start, (int) (end - start + 1));
    }
  }

  private static void setRange(RedisClient client, RedisRequest request, RedisReply reply) {
    long offset = Words.integer(request.argument(2));
    if (offset < 0) {
      throw new RedisError("ERR offset is out of range");
    }
    Strings strings = client.strings();
    reply.integer(strings.setRange(request.argument(1), offset, request.argument(3)));
  }
}
