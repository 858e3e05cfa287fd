package io.orbit.protocol.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random commands of the supported set over few keys, so that they meet; some wrong. {@code K} is a
 * key, {@code V} a value, {@code F} a field, {@code I} a number, {@code B} no fit time, {@code T} a
 * far one, {@code O} an option or none; {@code +} repeats the word before it.
 */
final class RandomCommands {
  /** At which depth a command's reply comes in any order; of EXEC's replies, some do. */
  static int unorderedDepth(String command) {
    return switch (command) {
      case "HGETALL", "HKEYS", "HVALS", "KEYS" -> 0;
      case "EXEC" -> 1;
      default -> -1;
    };
  }

  private static final List<String> SHAPES =
      List.of(
          "GET K",
          "SET K V",
          "SET K V",
          "SET K V O O",
          "SET K V O B",
          "SET K V EX T",
          "SET K V PXAT 99999999999999",
          "SET K V KEEPTTL",
          "SET K V EX B",
          "SETNX K V",
          "SETEX K B V",
          "PSETEX K T V",
          "GETSET K V",
          "GETDEL K",
          "GETEX K",
          "GETEX K PERSIST",
          "GETEX K EXAT 99999999999",
          "GETEX K O B",
          "MGET K+",
          "MSET K V K V",
          "MSET K V K",
          "MSETNX K V K V",
          "INCR K",
          "DECR K",
          "INCRBY K I",
          "DECRBY K I",
          "INCRBYFLOAT K V",
          "INCRBYFLOAT K I",
          "APPEND K V",
          "STRLEN K",
          "GETRANGE K I I",
          "SUBSTR K I I",
          "SETRANGE K I V",
          "DEL K",
          "DEL K+",
          "UNLINK K+",
          "EXISTS K",
          "EXISTS K+",
          "EXPIRE K T",
          "EXPIRE K B",
          "EXPIREAT K 77777777777 O",
          "EXPIREAT K 77777777777 O O",
          "PEXPIRE K T000",
          "EXPIREAT K 99999999999",
          "PEXPIREAT K 88888888888888 O",
          "EXPIREAT K I",
          "TTL K",
          "EXPIRETIME K",
          "PEXPIRETIME K",
          "PERSIST K",
          "TYPE K",
          "KEYS k0",
          "KEYS V",
          "KEYS k[^1-5]",
          "RENAME K K",
          "RENAMENX K K",
          "TOUCH K+",
          "COPY K K",
          "COPY K K REPLACE",
          "COPY K K DB 1",
          "DBSIZE",
          "OBJECT FREQ K",
          "HSET K F V",
          "HSET K F V F V",
          "HSET K F V F",
          "HSETNX K F V",
          "HMSET K F V F V",
          "HGET K F",
          "HMGET K F+",
          "HGETALL K",
          "HDEL K F+",
          "HLEN K",
          "HEXISTS K F",
          "HKEYS K",
          "HVALS K",
          "HINCRBY K F I",
          "HINCRBYFLOAT K F V",
          "HINCRBYFLOAT K F I",
          "HSTRLEN K F",
          "HRANDFIELD K 0",
          "HRANDFIELD K x",
          "HSCAN K 0 COUNT 1000 MATCH none",
          "SCAN 0 COUNT 1000 MATCH none",
          "SCAN abc",
          "HSCAN K inf",
          "MULTI",
          "EXEC",
          "EXEC",
          "DISCARD",
          "WATCH K",
          "WATCH K K",
          "UNWATCH",
          "PING",
          "PING V",
          "ECHO V",
          "SELECT 0",
          "SELECT 99",
          "SELECT 0",
          "GET",
          "GET K K",
          "NOSUCH K V",
          "SET K",
          "HSET K F",
          "CLIENT NOSUCH",
          "OBJECT NOSUCH K",
          "CONFIG GET nosuch*",
          "FLUSHDB V",
          "SCAN 0 V V",
          "WAIT 0 0",
          "COMMAND GETKEYS MSET K V K V");

  private static final String[] VALUES = {
    "",
    "0",
    "1",
    "-1",
    "10",
    "3.5",
    "abc",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "1e3",
    " 5",
    "05",
    "nan",
    "inf",
    "-",
    "+1",
    "1.5e300",
    "0.1",
    "-0.3",
    "\0",
    "a\r\nb",
    "\u00ff\u00fe",
    "k*",
    "*",
    "x".repeat(100),
    "-0",
    "1.",
    ".5",
    "3.0",
    "100.0000"
  };
  private static final String[] NUMBERS = {
    "0",
    "1",
    "-1",
    "2",
    "5",
    "-5",
    "100",
    "x",
    "9223372036854775807",
    "-9223372036854775808",
    "1.5",
    "",
    "-100",
    "12345678901234567890"
  };
  private static final String[] BAD_TIMES = {
    "0", "-1", "x", "", "-100", "9223372036854775807", "12345678901234567890", "1.5"
  };
  private static final String[] OPTIONS = {
    "NX", "XX", "GT", "LT", "GET", "KEEPTTL", "PERSIST", "EX", "PX", "nx", "xx", "get", "bogus"
  };

  private final SplittableRandom random;

  RandomCommands(long seed) {
    random = new SplittableRandom(seed);
  }

  List<String> next() {
    List<String> words = new ArrayList<>();
    for (String part : pick(SHAPES.toArray(String[]::new)).split(" ")) {
      boolean repeated = part.length() == 2 && part.endsWith("+");
      int count = repeated ? 1 + random.nextInt(4) : 1;
      for (int i = 0; i < count; i++) {
        words.add(word(repeated ? part.substring(0, 1) : part));
      }
    }
    return words;
  }

  private String word(String part) {
    return switch (part) {
      case "K" -> "k" + random.nextInt(6);
      case "F" -> "f" + random.nextInt(4);
      case "V" -> pick(VALUES);
      case "I" -> pick(NUMBERS);
      case "B" -> pick(BAD_TIMES);
      case "T" -> "100000";
      case "T000" -> "100000000";
      case "O" -> pick(OPTIONS);
      default -> part;
    };
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
