package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** BITFIELD and BITFIELD_RO: a string as fields of whole numbers of any width. */
final class BitfieldCommands {
  private enum Action {
    GET,
    SET,
    INCRBY
  }

  private enum Overflow {
    WRAP,
    SAT,
    FAIL
  }

  /** A number of so many bits. */
  private record FieldType(boolean signed, int bits) {
    static FieldType parse(ByteRange word) {
      boolean signed = word.length() > 0 && word.byteAt(0) == 'i';
      boolean unsigned = word.length() > 0 && word.byteAt(0) == 'u';
      String error =
          "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported"
              + " but i64 is.";
      if (!signed && !unsigned) {
        throw new RedisError(error);
      }
      ByteRange width = new ByteRange();
      width.set(word.array(), word.offset() + 1, word.length() - 1);
      return new FieldType(signed, (int) Words.inRange(width, 1, signed ? 64 : 63, error));
    }

    long read(ByteRange bytes, long at) {
      long value = Bits.unsigned(bytes, at, bits);
      return signed ? value << (64 - bits) >> (64 - bits) : value;
    }

    private BigInteger maximum() {
      return BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
    }

    private BigInteger minimum() {
      return signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
    }

    /** What is kept of a value that may be too large; null when that fails. */
    @Nullable Long fit(BigInteger value, Overflow overflow) {
      boolean above = value.compareTo(maximum()) > 0;
      if (!above && value.compareTo(minimum()) >= 0) {
        return value.longValue();
      }
      return switch (overflow) {
        case FAIL -> null;
        case SAT -> (above ? maximum() : minimum()).longValue();
        case WRAP -> {
          long low = value.longValue() << (64 - bits);
          yield signed ? low >> (64 - bits) : low >>> (64 - bits);
        }
      };
    }
  }

  private record Step(Action action, FieldType type, long at, long operand, Overflow overflow) {}

  private BitfieldCommands() {}

  static List<RedisCommand> all() {
    return List.of(
        BitmapCommands.command("BITFIELD", -2, "write denyoom")
            .keys("RW access update", 1, 1, 1)
            .about("3.2.0", "O(N) in the length of the string", "Reads and changes numbers")
            .runs((client, request, reply) -> run(client, request, reply, false)),
        BitmapCommands.command("BITFIELD_RO", -2, "readonly fast")
            .keys("RO access", 1, 1, 1)
            .about("6.0.0", "O(1) a field", "Reads numbers")
            .runs((client, request, reply) -> run(client, request, reply, true)));
  }

  private static void run(
      RedisClient client, RedisRequest request, RedisReply reply, boolean readOnly) {
    List<Step> steps = parse(client, request, readOnly);
    List<@Nullable Long> answers = new ArrayList<>();
    long furthest =
        steps.stream()
            .filter(step -> step.action() != Action.GET)
            .mapToLong(step -> step.at() + step.type().bits() - 1)
            .max()
            .orElse(-1);
    if (furthest < 0) {
      ByteRange value = BitmapCommands.value(client, request.argument(1));
      steps.forEach(step -> answers.add(step.type().read(value, step.at())));
    } else {
      client
          .strings()
          .change(
              request.argument(1),
              (current, exists) -> {
                byte[] bytes = Bits.grown(current, furthest);
                ByteRange now = ByteRange.of(bytes);
                boolean wrote = false;
                for (Step step : steps) {
                  Long answer = take(step, bytes, now);
                  answers.add(answer);
                  wrote |= step.action() != Action.GET && answer != null;
                }
                if (!wrote) {
                  client.keyspace().announce(null, false);
                }
                return exists && now.equals(current) ? null : bytes;
              });
    }
    reply.array(answers.size());
    for (Long answer : answers) {
      if (answer == null) {
        reply.nil();
      } else {
        reply.integer(answer);
      }
    }
  }

  private static @Nullable Long take(Step step, byte[] bytes, ByteRange now) {
    FieldType type = step.type();
    long old = type.read(now, step.at());
    BigInteger operand = BigInteger.valueOf(step.operand());
    return switch (step.action()) {
      case GET -> old;
      case SET -> {
        BigInteger wanted =
            type.signed() ? operand : new BigInteger(Long.toUnsignedString(step.operand()));
        Long kept = type.fit(wanted, step.overflow());
        if (kept == null) {
          yield null;
        }
        Bits.put(bytes, step.at(), type.bits(), kept);
        yield old;
      }
      case INCRBY -> {
        Long kept = type.fit(BigInteger.valueOf(old).add(operand), step.overflow());
        if (kept != null) {
          Bits.put(bytes, step.at(), type.bits(), kept);
        }
        yield kept;
      }
    };
  }

  private static List<Step> parse(RedisClient client, RedisRequest request, boolean readOnly) {
    List<Step> steps = new ArrayList<>();
    Overflow overflow = Overflow.WRAP;
    int i = 2;
    while (i < request.size()) {
      ByteRange word = request.argument(i);
      int left = request.size() - 1 - i;
      if (word.isWord("OVERFLOW") && left >= 1) {
        overflow = overflow(request.argument(i + 1));
        i += 2;
        continue;
      }
      Action action = action(word, left);
      FieldType type = FieldType.parse(request.argument(i + 1));
      long at = Bits.offset(client, request.argument(i + 2), type.bits());
      if (readOnly && action != Action.GET) {
        throw new RedisError("ERR BITFIELD_RO only supports the GET subcommand");
      }
      long operand = action == Action.GET ? 0 : Words.integer(request.argument(i + 3));
      steps.add(new Step(action, type, at, operand, overflow));
      i += action == Action.GET ? 3 : 4;
    }
    return steps;
  }

  private static Action action(ByteRange word, int left) {
    if (word.isWord("GET") && left >= 2) {
      return Action.GET;
    }
    if (word.isWord("SET") && left >= 3) {
      return Action.SET;
    }
    if (word.isWord("INCRBY") && left >= 3) {
      return Action.INCRBY;
    }
    throw RedisError.syntax();
  }

  private static Overflow overflow(ByteRange word) {
    for (Overflow each : Overflow.values()) {
      if (word.isWord(each.name())) {
        return each;
      }
    }
    throw new RedisError("ERR Invalid OVERFLOW type specified");
  }
}
