package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Reply;
import io.orbit.api.keyspace.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the commands share: definitions, numbers, chunks, replies. */
final class Calls {
  private static final int CHUNK_ELEMENTS = 1_024;

  private Calls() {}

  static CommandDefinition reads(String name, int arity, String what) {
    return CommandDefinition.of("module", name, arity, "readonly fast module")
        .keys("RO access", 1, 1, 1)
        .about("1.0.0", "O(K) for K hash functions and each item", what);
  }

  static CommandDefinition writes(String name, int arity, String what) {
    return CommandDefinition.of("module", name, arity, "write denyoom module")
        .keys("RW access update", 1, 1, 1)
        .about("1.0.0", "O(K) for K hash functions and each item", what);
  }

  static long integer(ByteRange word, long least, long most, String error) {
    try {
      long value = Long.parseLong(word.latin1());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new CommandFailure(error);
    }
    throw new CommandFailure(error);
  }

  static double number(ByteRange word, String error) {
    try {
      double value = Double.parseDouble(word.latin1());
      if (!Double.isNaN(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new CommandFailure(error);
    }
    throw new CommandFailure(error);
  }

  static Reply ok() {
    return new Reply.Simple("OK");
  }

  static Reply text(String text) {
    return new Reply.Bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One or nothing: in RESP3 a truth. */
  static Reply truth(CommandCall call, boolean value) {
    return call.resp3() ? new Reply.Truth(value) : new Reply.Whole(value ? 1 : 0);
  }

  /** Names and values, as INFO commands answer them. */
  static Reply facts(Object... namesAndValues) {
    List<Map.Entry<Reply, Reply>> entries = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Reply value =
          switch (namesAndValues[i + 1]) {
            case Long number -> new Reply.Whole(number);
            case Integer number -> new Reply.Whole(number);
            case Double number -> new Reply.Floating(number);
            default -> new Reply.Nothing();
          };
      entries.add(Map.entry(new Reply.Simple((String) namesAndValues[i]), value));
    }
    return new Reply.Table(entries);
  }

  /**
   * SCANDUMP: the value in chunks, each a run of elements: lengths of key and value, four bytes
   * each, key, value.
   */
  static Reply dump(Trees.View tree, long iterator) {
    java.io.ByteArrayOutputStream chunk = new java.io.ByteArrayOutputStream();
    java.io.DataOutputStream out = new java.io.DataOutputStream(chunk);
    long[] at = {0};
    tree.forEach(
        null,
        (key, value) -> {
          if (at[0]++ >= iterator) {
            try {
              out.writeInt(key.length);
              out.writeInt(value.length);
              out.write(key);
              out.write(value);
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
          return at[0] < iterator + CHUNK_ELEMENTS;
        });
    long next = chunk.size() == 0 ? 0 : at[0];
    return new Reply.Sequence(List.of(new Reply.Whole(next), new Reply.Bulk(chunk.toByteArray())));
  }

  /** LOADCHUNK: elements of a chunk into a value. */
  static void load(Trees.Editor tree, byte[] chunk) {
    java.nio.ByteBuffer in = java.nio.ByteBuffer.wrap(chunk);
    try {
      while (in.hasRemaining()) {
        byte[] key = new byte[checked(in.getInt(), chunk.length)];
        byte[] value = new byte[checked(in.getInt(), chunk.length)];
        in.get(key);
        in.get(value);
        tree.put(key, value);
      }
    } catch (java.nio.BufferUnderflowException e) {
      throw new CommandFailure("Couldn't load chunk!");
    }
  }

  private static int checked(int length, int most) {
    if (length < 0 || length > most) {
      throw new CommandFailure("Couldn't load chunk!");
    }
    return length;
  }
}
