package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.Values;

/** {@code cjson}, as lua-cjson 2.1 has it, with its settings. */
final class JsonLibrary {
  /** What is encoded and decoded how; {@code cjson.new()} begins with these values. */
  static final class Settings {
    boolean sparseAsObjects;
    int sparseRatio = 2;
    int sparseSafe = 10;
    int encodeDepth = 1000;
    int decodeDepth = 1000;
    int precision = 14;
    boolean encodesInvalidNumbers;
    boolean invalidNumbersAreNull;
    boolean decodesInvalidNumbers = true;
  }

  private final Settings settings = new Settings();

  private JsonLibrary() {}

  static void addTo(LuaState state) {
    state.globals().put("cjson", new JsonLibrary().table(state));
  }

  private LuaTable table(LuaState state) {
    LuaTable table =
        Library.in(state)
            .with("encode", this::encode)
            .with("decode", this::decode)
            .with("new", a -> Arguments.one(new JsonLibrary().table(a.state())))
            .with("encode_sparse_array", this::sparseArrays)
            .with(
                "encode_max_depth",
                a -> {
                  settings.encodeDepth = number(a, settings.encodeDepth, 1, Integer.MAX_VALUE);
                  return Arguments.one((double) settings.encodeDepth);
                })
            .with(
                "decode_max_depth",
                a -> {
                  settings.decodeDepth = number(a, settings.decodeDepth, 1, Integer.MAX_VALUE);
                  return Arguments.one((double) settings.decodeDepth);
                })
            .with(
                "encode_number_precision",
                a -> {
                  settings.precision = number(a, settings.precision, 1, 14);
                  return Arguments.one((double) settings.precision);
                })
            .with("encode_keep_buffer", a -> Arguments.one(truth(a, true)))
            .with("encode_invalid_numbers", this::invalidNumbers)
            .with(
                "decode_invalid_numbers",
                a -> {
                  settings.decodesInvalidNumbers = truth(a, settings.decodesInvalidNumbers);
                  return Arguments.one(settings.decodesInvalidNumbers);
                })
            .table();
    table.put("null", JsonNull.NULL);
    table.put("_NAME", LuaString.of("cjson"));
    table.put("_VERSION", LuaString.of("2.1.0"));
    return table;
  }

  private static int number(Arguments a, int current, int least, int most) {
    long given = a.integer(1, current);
    if (given < least || given > most) {
      throw a.wrong(1, "expected integer between " + least + " and " + most);
    }
    return (int) given;
  }

  private static boolean truth(Arguments a, boolean current) {
    return a.isAbsent(1) ? current : Values.isTrue(a.get(1));
  }

  private Object[] sparseArrays(Arguments a) {
    settings.sparseAsObjects = truth(a, settings.sparseAsObjects);
    settings.sparseRatio = (int) a.integer(2, settings.sparseRatio);
    settings.sparseSafe = (int) a.integer(3, settings.sparseSafe);
    return new Object[] {
      settings.sparseAsObjects, (double) settings.sparseRatio, (double) settings.sparseSafe
    };
  }

  private Object[] invalidNumbers(Arguments a) {
    if (!a.isAbsent(1)) {
      boolean asNull = a.get(1) instanceof LuaString word && word.toString().equals("null");
      settings.invalidNumbersAreNull = asNull;
      settings.encodesInvalidNumbers = asNull || Values.isTrue(a.get(1));
    }
    return Arguments.one(
        settings.invalidNumbersAreNull ? LuaString.of("null") : settings.encodesInvalidNumbers);
  }

  private Object[] encode(Arguments a) {
    if (a.count() != 1) {
      throw a.wrong(1, "expected 1 argument");
    }
    return Arguments.one(new JsonEncoder(a.state(), settings).encode(a.get(1)));
  }

  private Object[] decode(Arguments a) {
    if (a.count() != 1) {
      throw a.wrong(1, "expected 1 argument");
    }
    return Arguments.one(new JsonDecoder(a.state(), settings, a.string(1)).decode());
  }
}
