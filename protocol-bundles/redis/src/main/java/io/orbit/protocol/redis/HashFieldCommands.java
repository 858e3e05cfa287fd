package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.Hashes.FieldEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HGETDEL, HGETEX and HSETEX: reading and writing fields together with when they expire. */
final class HashFieldCommands {
  private static final String PER_FIELD = "O(N) in the number of fields";

  private HashFieldCommands() {}

  static List<RedisCommand> all() {
    return List.of(
        command("HGETDEL", -5, "write fast")
            .keys("RW access delete", 1, 1, 1)
            .about("8.0.0", PER_FIELD, "Removes fields and answers their values")
            .runs(HashFieldCommands::getAndRemove),
        command("HGETEX", -5, "write fast")
            .keys("RW access update", 1, 1, 1)
            .about("8.0.0", PER_FIELD, "The values of fields, and when they expire from now on")
            .runs(HashFieldCommands::getAndExpire),
        command("HSETEX", -6, "write denyoom fast")
            .keys("RW update", 1, 1, 1)
            .about("8.0.0", PER_FIELD, "Sets fields and when they expire")
            .runs(HashFieldCommands::set));
  }

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.HASH, name, arity, flags);
  }

  private static void getAndRemove(RedisClient client, RedisRequest request, RedisReply reply) {
    HashFields.requireHash(client, request);
    HashFields fields = HashFields.parse(request, 2, HashFields.NOT_POSITIVE);
    write(client.hashes().change(request.argument(1), hash -> take(hash, fields)), reply);
  }

  private static List<byte @Nullable []> take(FieldEditor hash, HashFields fields) {
    List<byte @Nullable []> values = new ArrayList<>();
    ByteRange value = new ByteRange();
    for (ByteRange field : fields.names()) {
      boolean found = hash.get(field, value);
      values.add(found ? value.copy() : null);
      if (found) {
        boolean ignored = hash.remove(field);
      }
    }
    return values;
  }

  private static void getAndExpire(RedisClient client, RedisRequest request, RedisReply reply) {
    HashFields.requireHash(client, request);
    ByteRange option = request.argument(2);
    boolean expires = isExpiry(option);
    boolean persists = option.isWord("PERSIST");
    long at = expires ? time(client, option, request.argument(3), "hgetex") : 0;
    HashFields fields =
        HashFields.parse(request, expires ? 4 : persists ? 3 : 2, HashFields.NOT_POSITIVE);
    write(
        client
            .hashes()
            .change(
                request.argument(1),
                hash ->
                    read(
                        hash,
                        fields,
                        field -> {
                          if (expires) {
                            hash.expireAt(field, at);
                          } else if (persists) {
                            boolean ignored = hash.persist(field);
                          }
                        })),
        reply);
  }

  private static List<byte @Nullable []> read(
      FieldEditor hash, HashFields fields, Consumer<ByteRange> found) {
    List<byte @Nullable []> values = new ArrayList<>();
    ByteRange value = new ByteRange();
    for (ByteRange field : fields.names()) {
      boolean there = hash.get(field, value);
      values.add(there ? value.copy() : null);
      if (there) {
        found.accept(field);
      }
    }
    return values;
  }

  private static void write(List<byte @Nullable []> values, RedisReply reply) {
    reply.array(values.size());
    for (byte @Nullable [] each : values) {
      if (each == null) {
        reply.nil();
      } else {
        reply.bulk(each);
      }
    }
  }

  // ---- HSETEX

  private static boolean isExpiry(ByteRange word) {
    return word.isWord("EX") || word.isWord("PX") || word.isWord("EXAT") || word.isWord("PXAT");
  }

  private static long time(RedisClient client, ByteRange option, ByteRange word, String command) {
    boolean relative = option.isWord("EX") || option.isWord("PX");
    boolean seconds = option.isWord("EX") || option.isWord("EXAT");
    return HashFields.time(word, seconds, relative ? client.now() : 0, command);
  }

  /** What HSETEX says before its fields. */
  private static final class Options {
    boolean absent;
    boolean present;
    boolean keeps;
    boolean expires;
    long at = Hashes.NO_EXPIRY;
    int first;
  }

  private static void set(RedisClient client, RedisRequest request, RedisReply reply) {
    Options options = options(client, request);
    List<ByteRange> words = request.from(options.first);
    boolean set = client.hashes().change(request.argument(1), hash -> setIn(hash, words, options));
    reply.integer(set ? 1 : 0);
  }

  private static boolean setIn(FieldEditor hash, List<ByteRange> words, Options options) {
    for (int i = 0; i < words.size() && (options.absent || options.present); i += 2) {
      boolean there = hash.expiresAt(words.get(i)) != Hashes.NO_FIELD;
      if (there ? options.absent : options.present) {
        return false;
      }
    }
    for (int i = 0; i < words.size(); i += 2) {
      ByteRange field = words.get(i);
      long held = options.keeps ? hash.expiresAt(field) : Hashes.NO_FIELD;
      boolean ignored = hash.put(field, words.get(i + 1), held >= 0 ? held : options.at);
    }
    return true;
  }

  private static Options options(RedisClient client, RedisRequest request) {
    Options options = new Options();
    for (int i = 2; i < request.size(); i++) {
      ByteRange word = request.argument(i);
      if (word.isWord("FIELDS")) {
        options.first = fieldsAt(request, i);
        return options;
      }
      boolean keeps = word.isWord("KEEPTTL");
      if (keeps || isExpiry(word)) {
        if (options.keeps || options.expires) {
          throw new RedisError(
              "ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified");
        }
        options.keeps = keeps;
        options.expires = !keeps;
        if (!keeps) {
          i++;
          if (i >= request.size()) {
            throw new RedisError("ERR missing expire time");
          }
          options.at = time(client, word, request.argument(i), "hsetex");
        }
      } else if (word.isWord("FXX") || word.isWord("FNX")) {
        if (options.absent || options.present) {
          throw new RedisError("ERR Only one of FXX or FNX arguments can be specified");
        }
        options.present = word.isWord("FXX");
        options.absent = !options.present;
      } else {
        throw RedisError.echoing("ERR unknown argument: " + word.latin1());
      }
    }
    throw RedisError.wrongArguments("hsetex");
  }

  /** Where the first field stands, with as many fields and values behind it as were promised. */
  private static int fieldsAt(RedisRequest request, int at) {
    if (at >= request.size() - 3) {
      throw RedisError.wrongArguments("hsetex");
    }
    long count =
        Words.inRange(
            request.argument(at + 1), 1, Integer.MAX_VALUE, "ERR invalid number of fields");
    int left = request.size() - at - 2;
    if (left % 2 != 0 || count != left / 2) {
      throw RedisError.wrongArguments("hsetex");
    }
    return at + 2;
  }
}
