package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SETBIT, GETBIT, BITCOUNT, BITPOS, BITOP. */
final class BitmapCommands {
  private static final String READ = "RO access";
  private static final int BYTES_ON_LOOP = 1 << 20;

  private BitmapCommands() {}

  static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.BITMAP, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>();
    commands.add(
        command("SETBIT", 4, "write denyoom")
            .keys("RW access update", 1, 1, 1)
            .about("2.2.0", "O(N) in the length of the string", "Changes a bit")
            .runs(BitmapCommands::set));
    commands.add(
        command("GETBIT", 3, "readonly fast")
            .keys(READ, 1, 1, 1)
            .about("2.2.0", "O(1)", "A bit")
            .runs(
                (client, request, reply) -> {
                  long bit = Bits.offset(client, request.argument(2), 0);
                  reply.integer(Bits.get(value(client, request.argument(1)), bit));
                }));
    commands.add(
        command("BITCOUNT", -2, "readonly")
            .keys(READ, 1, 1, 1)
            .about("2.6.0", "O(N)", "Number of ones")
            .runs(BitmapCommands::count));
    commands.add(
        command("BITPOS", -3, "readonly")
            .keys(READ, 1, 1, 1)
            .about("2.8.7", "O(N)", "The first one or zero")
            .runs(BitmapCommands::position));
    commands.add(
        command("BITOP", -4, "write denyoom")
            .keys("OW update,RO access", 2, -1, 1)
            .about("2.6.0", "O(N)", "Combines strings bit by bit")
            .runs(BitmapCommands::operate));
    commands.addAll(BitfieldCommands.all());
    return commands;
  }

  /** The string of a key; empty when there is none. */
  static ByteRange value(RedisClient client, ByteRange key) {
    ByteRange value = new ByteRange();
    boolean found = client.strings().get(key, value);
    client.countLookup(found);
    return value;
  }

  static boolean bit(ByteRange word) {
    return Words.inRange(word, 0, 1, "ERR bit is not an integer or out of range") == 1;
  }

  private static void set(RedisClient client, RedisRequest request, RedisReply reply) {
    long bit = Bits.offset(client, request.argument(2), 0);
    int value = bit(request.argument(3)) ? 1 : 0;
    int[] old = new int[1];
    client
        .strings()
        .change(
            request.argument(1),
            (current, exists) -> {
              old[0] = Bits.get(current, bit);
              boolean same = old[0] == value && bit >>> 3 < current.length();
              if (same) {
                return null;
              }
              byte[] bytes = Bits.grown(current, bit);
              Bits.set(bytes, bit, value);
              return bytes;
            });
    reply.integer(old[0]);
  }

  /** Bits from one to another; empty when the first is larger. */
  private record Part(long first, long last) {
    /** Positions as Redis reads them, negative ones from the end. */
    static Part of(ByteRange bytes, long start, long end, boolean bits) {
      long total = bits ? bytes.length() * 8L : bytes.length();
      if (start < 0 && end < 0 && start > end) {
        return new Part(0, -1);
      }
      long from = Math.max(0, start < 0 ? start + total : start);
      long to = Math.min(total - 1, Math.max(0, end < 0 ? end + total : end));
      return bits ? new Part(from, to) : new Part(from * 8, to * 8 + 7);
    }
  }

  /** True for BIT, false for BYTE. */
  private static boolean isBit(ByteRange word) {
    if (word.isWord("BIT")) {
      return true;
    }
    if (word.isWord("BYTE")) {
      return false;
    }
    throw RedisError.syntax();
  }

  private static void count(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean all = request.size() == 2;
    if (!all && request.size() != 4 && request.size() != 5) {
      throw RedisError.syntax();
    }
    long start = all ? 0 : Words.integer(request.argument(2));
    long end = all ? -1 : Words.integer(request.argument(3));
    boolean bits = request.size() == 5 && isBit(request.argument(4));
    ByteRange value = value(client, request.argument(1));
    requireWaitingFor(client, value);
    Part part = Part.of(value, start, end, bits);
    reply.integer(value.length() == 0 ? 0 : Bits.count(value, part.first(), part.last()));
  }

  private static void requireWaitingFor(RedisClient client, ByteRange value) {
    if (value.length() > BYTES_ON_LOOP) {
      client.requireWaiting();
    }
  }

  private static void position(RedisClient client, RedisRequest request, RedisReply reply) {
    long wanted = Words.integer(request.argument(2));
    if (wanted != 0 && wanted != 1) {
      throw new RedisError("ERR The bit argument must be 1 or 0.");
    }
    if (request.size() > 6) {
      throw RedisError.syntax();
    }
    boolean endGiven = request.size() > 4;
    long start = request.size() > 3 ? Words.integer(request.argument(3)) : 0;
    long end = endGiven ? Words.integer(request.argument(4)) : -1;
    boolean bits = request.size() > 5 && isBit(request.argument(5));
    ByteRange value = new ByteRange();
    boolean found = client.strings().get(request.argument(1), value);
    client.countLookup(found);
    if (!found) {
      reply.integer(wanted == 1 ? -1 : 0);
      return;
    }
    requireWaitingFor(client, value);
    Part part = Part.of(value, start, end, bits);
    long position =
        part.first() > part.last() || value.length() == 0
            ? -1
            : Bits.find(value, (int) wanted, part.first(), part.last());
    boolean beyond =
        position < 0
            && wanted == 0
            && !endGiven
            && part.first() <= part.last()
            && value.length() > 0;
    reply.integer(beyond ? value.length() * 8L : position);
  }

  private enum Operation {
    AND,
    OR,
    XOR,
    NOT;

    static Operation of(ByteRange word) {
      for (Operation each : values()) {
        if (word.isWord(each.name())) {
          return each;
        }
      }
      throw RedisError.syntax();
    }

    int apply(int left, int right) {
      return switch (this) {
        case AND -> left & right;
        case OR -> left | right;
        case XOR -> left ^ right;
        case NOT -> ~left;
      };
    }
  }

  private static void operate(RedisClient client, RedisRequest request, RedisReply reply) {
    Operation operation = Operation.of(request.argument(1));
    if (operation == Operation.NOT && request.size() != 4) {
      throw new RedisError("ERR BITOP NOT must be called with a single source key.");
    }
    ByteRange target = request.argument(2);
    int[] length = new int[1];
    boolean ignored =
        client
            .keyspace()
            .atomically(
                request.from(2),
                List.of(),
                () -> {
                  List<ByteRange> sources = new ArrayList<>();
                  request.from(3).forEach(key -> sources.add(value(client, key)));
                  sources.forEach(source -> requireWaitingFor(client, source));
                  byte[] result = combine(operation, sources);
                  length[0] = result.length;
                  if (result.length == 0) {
                    boolean ignoredToo = client.keys().delete(target);
                  } else {
                    client.strings().set(target, ByteRange.of(result));
                  }
                });
    reply.integer(length[0]);
  }

  private static byte[] combine(Operation operation, List<ByteRange> sources) {
    int length = sources.stream().mapToInt(ByteRange::length).max().orElse(0);
    byte[] result = Arrays.copyOf(sources.getFirst().copy(), length);
    if (operation == Operation.NOT) {
      for (int i = 0; i < length; i++) {
        result[i] = (byte) ~result[i];
      }
    }
    for (ByteRange source : sources.subList(1, sources.size())) {
      for (int i = 0; i < length; i++) {
        int other = i < source.length() ? source.byteAt(i) : 0;
        result[i] = (byte) operation.apply(result[i], other);
      }
    }
    return result;
  }
}
