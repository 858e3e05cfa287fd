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
      case "SMEMBERS", "SINTER", "SUNION", "SDIFF", "SPOP", "SRANDMEMBER" -> 0;
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
          "MOVE K 1",
          "MOVE K 0",
          "MOVE K I",
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
          "SWAPDB 0 1",
          "SWAPDB 1 0",
          "SWAPDB I 0",
          "SWAPDB 0 I",
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
          "COMMAND GETKEYS MSET K V K V",
          "COMMAND GETKEYS SORT a STORE b BY c STORE d",
          "COMMAND GETKEYS GEORADIUS a 1 1 1 m STORE b",
          "COMMAND GETKEYS ZUNIONSTORE a 2 b c WEIGHTS 1 2",
          "COMMAND GETKEYS BLMPOP 0 2 a b LEFT",
          "COMMAND GETKEYS BLPOP a b 0");

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
    "\1\2",
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

  private static final String[] MEMBERS = {
    "a", "b", "c", "d", "e", "f", "aa", "1", "2", "-7", "", "10"
  };
  private static final String[] SCORES = {
    "0", "1", "2", "3", "-1", "2.5", "-0.5", "inf", "-inf", "+inf", "100", "x", "nan", "", "1e3"
  };
  private static final String[] SCORE_BOUNDS = {
    "-inf", "+inf", "0", "1", "2", "3", "(1", "(2", "(2.5", "(inf", "-1", "x", "nan", "(", ""
  };
  private static final String[] NAME_BOUNDS = {
    "-", "+", "[a", "(a", "[b", "(c", "[d", "(f", "[", "(", "x", "", "-a"
  };
  private static final String[] COUNTS = {"0", "1", "2", "3", "-1", "-2", "5", "100", "x"};
  private static final String[] ENDS = {"LEFT", "RIGHT", "left", "right", "LEFT", "RIGHT"};
  private static final String[] ADD_OPTIONS = {"NX", "XX", "GT", "LT", "CH", "nx", "ch"};
  private static final String[] RANGE_OPTIONS = {
    "BYSCORE", "REV", "WITHSCORES", "LIMIT", "bogus", "MIN", "LEFT"
  };
  private static final List<String> BIT_SHAPES = CompositeShapes.BITS;
  private static final List<String> PLACE_SHAPES = CompositeShapes.PLACES;
  private static final List<List<String>> FAMILIES =
      List.of(
          SHAPES,
          CompositeShapes.SORTED_SETS,
          CompositeShapes.SETS,
          CompositeShapes.LISTS,
          BIT_SHAPES,
          StreamShapes.ALL);

  private static final String[] OFFSETS = {
    "0", "1", "7", "8", "13", "31", "100", "-1", "x", "4294967296000"
  };
  private static final String[] FIELD_TYPES = {
    "u1", "u8", "i8", "u4", "i5", "u63", "i64", "i16", "u64", "x8", "i", "i0"
  };
  private static final String[] OVERFLOWS = {"WRAP", "SAT", "FAIL", "sat", "none"};

  private static final List<List<String>> COMPOSITES =
      List.of(
          CompositeShapes.SORTED_SETS,
          CompositeShapes.SETS,
          CompositeShapes.LISTS,
          StreamShapes.ALL);
  private static final String[] COORDINATES = {
    "0", "13.361389", "38.1", "-0.5", "48.85", "2.35", "-79.9", "85", "15", "x", "181", "1e3"
  };
  private static final String[] UNITS = {"m", "km", "ft", "mi", "KM", "parsec"};
  private static final String[] LENGTHS = {"100", "1", "200000", "5000", "0", "-1", "x", "20"};

  private final SplittableRandom random;
  private boolean bits;
  private boolean places;
  private boolean streams;
  private long nextEntry;

  RandomCommands(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One that concerns lists, sets or sorted sets. */
  List<String> nextOfComposites() {
    return next(COMPOSITES.get(random.nextInt(COMPOSITES.size())));
  }

  List<String> next() {
    return next(FAMILIES.get(random.nextInt(FAMILIES.size())));
  }

  private List<String> next(List<String> shapes) {
    List<String> words = new ArrayList<>();
    bits = shapes == BIT_SHAPES;
    places = shapes == PLACE_SHAPES;
    streams = shapes == StreamShapes.ALL;
    for (String part : shapes.get(random.nextInt(shapes.size())).split(" ")) {
      boolean repeated = part.length() == 2 && part.endsWith("+");
      int count = repeated ? 1 + random.nextInt(4) : 1;
      for (int i = 0; i < count; i++) {
        words.add(word(repeated ? part.substring(0, 1) : part));
      }
    }
    return words;
  }

  private String word(String part) {
    if (places) {
      return placeWord(part);
    }
    if (streams) {
      return streamWord(part);
    }
    return bits ? bitWord(part) : otherWord(part);
  }

  private String streamWord(String part) {
    return switch (part) {
      case "T" -> key("t");
      case "J" -> random.nextInt(3) == 0 ? entryId() : pick(StreamShapes.IDS);
      case "A" -> newId();
      case "R" -> random.nextInt(3) == 0 ? entryId() : pick(StreamShapes.ENDS);
      case "G" -> "g" + random.nextInt(2);
      case "Y" -> "c" + random.nextInt(3);
      case "P" -> pick(StreamShapes.OPTIONS);
      default -> otherWord(part);
    };
  }

  /** An id to add: mostly greater than all before, now and then any. */
  private String newId() {
    return switch (random.nextInt(12)) {
      case 0 -> pick(StreamShapes.IDS);
      case 1 -> nextEntry + "-*";
      case 2 -> (1 + nextEntry++) + "-*";
      default -> String.valueOf(++nextEntry);
    };
  }

  /** An id that was added not long ago. */
  private String entryId() {
    return String.valueOf(Math.max(0, nextEntry - random.nextInt(30)));
  }

  private String placeWord(String part) {
    return switch (part) {
      case "G" -> key("g");
      case "U" -> pick(COORDINATES);
      case "Q" -> pick(UNITS);
      case "O" -> pick(LENGTHS);
      default -> otherWord(part);
    };
  }

  private String bitWord(String part) {
    return switch (part) {
      case "B" -> key("b");
      case "H" -> key("h");
      case "D" -> pick(OFFSETS);
      case "T" -> pick(FIELD_TYPES);
      case "W" -> pick(OVERFLOWS);
      default -> otherWord(part);
    };
  }

  private String otherWord(String part) {
    return switch (part) {
      case "K" -> "k" + random.nextInt(6);
      case "L", "S", "Z" -> key(part.toLowerCase(java.util.Locale.ROOT));
      case "Y" -> sameScores();
      case "M" -> random.nextInt(20) == 0 ? pick(VALUES) : pick(MEMBERS);
      case "N" -> pick(SCORES);
      case "R" -> pick(SCORE_BOUNDS);
      case "X" -> pick(NAME_BOUNDS);
      case "C" -> pick(COUNTS);
      case "E" -> pick(ENDS);
      case "A" -> pick(ADD_OPTIONS);
      case "P" -> pick(RANGE_OPTIONS);
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

  /** A key of a kind, seldom one of any. */
  private String key(String kind) {
    return random.nextInt(25) == 0 ? "k" + random.nextInt(6) : kind + random.nextInt(3);
  }

  /**
   * A sorted set whose scores are all 0, seldom a list: what names lie between two where scores
   * differ, Redis does not say.
   */
  private String sameScores() {
    return (random.nextInt(25) == 0 ? "l" : "y") + random.nextInt(3);
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
