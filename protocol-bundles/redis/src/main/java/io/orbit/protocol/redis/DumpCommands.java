package io.orbit.protocol.redis;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/** DUMP and RESTORE: a value in Redis' own serialization. */
final class DumpCommands {
  private static final int BYTES_ON_LOOP = 1 << 20;

  private DumpCommands() {}

  static List<RedisCommand> all() {
    return List.of(
        new RedisCommand(CommandGroup.GENERIC, "DUMP", 2, "readonly")
            .keys("RO access", 1, 1, 1)
            .about("2.6.0", "O(N) in the size of the value", "A value as Redis serializes it")
            .runs(DumpCommands::dump),
        new RedisCommand(CommandGroup.GENERIC, "RESTORE", -4, "write denyoom")
            .keys("OW update", 1, 1, 1)
            .about("2.6.0", "O(N) in the size of the value", "A key from a serialized value")
            .runs(DumpCommands::restore),
        new RedisCommand(CommandGroup.SERVER, "RESTORE-ASKING", -4, "write denyoom asking")
            .keys("OW update", 1, 1, 1)
            .about("3.0.0", "O(N) in the size of the value", "RESTORE as clusters send it")
            .runs(DumpCommands::restore));
  }

  private static void dump(RedisClient client, RedisRequest request, RedisReply reply) {
    byte[] payload = client.keyspace().dumps().dump(request.argument(1));
    client.countLookup(payload != null);
    if (payload == null) {
      reply.nil();
    } else {
      reply.bulk(payload);
    }
  }

  /** The options of RESTORE. */
  private record Options(boolean replace, boolean absolute) {
    static Options parse(RedisRequest request) {
      boolean replace = false;
      boolean absolute = false;
      boolean idle = false;
      boolean frequent = false;
      for (int i = 4; i < request.size(); i++) {
        ByteRange word = request.argument(i);
        boolean more = i + 1 < request.size();
        if (word.isWord("REPLACE")) {
          replace = true;
        } else if (word.isWord("ABSTTL")) {
          absolute = true;
        } else if (word.isWord("IDLETIME") && more && !frequent) {
          idle = true;
          if (Words.integer(request.argument(++i)) < 0) {
            throw new RedisError("ERR Invalid IDLETIME value, must be >= 0");
          }
        } else if (word.isWord("FREQ") && more && !idle) {
          frequent = true;
          long frequency = Words.integer(request.argument(++i));
          if (frequency < 0 || frequency > 255) {
            throw new RedisError("ERR Invalid FREQ value, must be >= 0 and <= 255");
          }
        } else {
          throw RedisError.syntax();
        }
      }
      return new Options(replace, absolute);
    }
  }

  private static void restore(RedisClient client, RedisRequest request, RedisReply reply) {
    Options options = Options.parse(request);
    ByteRange key = request.argument(1);
    ByteRange payload = request.argument(3);
    if (payload.length() > BYTES_ON_LOOP) {
      client.requireWaiting();
    }
    if (!options.replace() && client.keys().exists(key)) {
      throw busy();
    }
    long time = Words.integer(request.argument(2));
    if (time < 0) {
      throw new RedisError("ERR Invalid TTL value, must be >= 0");
    }
    if (!client.keyspace().dumps().isIntact(payload)) {
      throw new RedisError("ERR DUMP payload version or checksum are wrong");
    }
    long at = time == 0 || options.absolute() ? time : time + client.now();
    if (!restored(client, request, at, options.replace())) {
      throw busy();
    }
    reply.ok();
  }

  private static boolean restored(
      RedisClient client, RedisRequest request, long expiresAt, boolean replace) {
    try {
      return client
          .keyspace()
          .dumps()
          .restore(request.argument(1), request.argument(3), expiresAt, replace);
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.BAD_COPY_FILE_FORMAT) {
        throw new RedisError("ERR Bad data format");
      }
      throw e;
    }
  }

  private static RedisError busy() {
    return new RedisError("BUSYKEY Target key name already exists.");
  }
}
