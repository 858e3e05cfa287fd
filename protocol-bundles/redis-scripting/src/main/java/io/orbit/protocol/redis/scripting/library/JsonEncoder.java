package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.LuaError;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.Nil;
import io.orbit.protocol.redis.scripting.lua.Numbers;
import io.orbit.protocol.redis.scripting.lua.Values;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A value as JSON. */
final class JsonEncoder {
  private final LuaState state;
  private final JsonLibrary.Settings settings;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  JsonEncoder(LuaState state, JsonLibrary.Settings settings) {
    this.state = state;
    this.settings = settings;
  }

  LuaString encode(Object value) {
    write(value, 0);
    return state.newString(out.toByteArray());
  }

  private void write(Object value, int depth) {
    state.tick();
    switch (value) {
      case LuaString string -> string(string);
      case Double number -> number(number);
      case Boolean truth -> text(truth ? "true" : "false");
      case Nil nil -> text("null");
      case JsonNull none -> text("null");
      case LuaTable table -> table(table, depth + 1);
      default -> throw failure(value, "type not supported");
    }
  }

  private LuaError failure(Object value, String reason) {
    return state.error("Cannot serialise " + Values.typeName(value) + ": " + reason);
  }

  private void text(String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.ISO_8859_1);
    state.memory().charge(bytes.length);
    out.write(bytes, 0, bytes.length);
  }

  private void number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      if (!settings.encodesInvalidNumbers) {
        throw failure(number, "must not be NaN or Inf");
      }
      text(
          settings.invalidNumbersAreNull
              ? "null"
              : Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf");
      return;
    }
    text(
        settings.precision == 14
            ? Numbers.format(number)
            : Numbers.general(number, settings.precision, false));
  }

  private void string(LuaString string) {
    state.memory().charge(string.length());
    out.write('"');
    for (int i = 0; i < string.length(); i++) {
      int letter = string.at(i);
      switch (letter) {
        case '"' -> text("\\\"");
        case '\\' -> text("\\\\");
        case '/' -> text("\\/");
        case '\b' -> text("\\b");
        case '\t' -> text("\\t");
        case '\n' -> text("\\n");
        case '\f' -> text("\\f");
        case '\r' -> text("\\r");
        default -> {
          if (letter < 0x20 || letter == 0x7F) {
            text("\\u%04x".formatted(letter));
          } else {
            out.write(letter);
          }
        }
      }
    }
    out.write('"');
  }

  private void table(LuaTable table, int depth) {
    if (depth > settings.encodeDepth) {
      throw state.error("Cannot serialise, excessive nesting (" + depth + ")");
    }
    int length = arrayLength(table);
    if (length > 0) {
      out.write('[');
      for (int i = 1; i <= length; i++) {
        if (i > 1) {
          out.write(',');
        }
        write(table.get(i), depth);
      }
      out.write(']');
      return;
    }
    boolean[] first = {true};
    out.write('{');
    table.forEach(
        (key, value) -> {
          if (!first[0]) {
            out.write(',');
          }
          first[0] = false;
          switch (key) {
            case LuaString name -> string(name);
            case Double number -> {
              out.write('"');
              number(number);
              out.write('"');
            }
            default -> throw failure(key, "table key must be a number or string");
          }
          out.write(':');
          write(value, depth);
        });
    out.write('}');
  }

  /** The greatest index, -1 if it is no array. */
  private int arrayLength(LuaTable table) {
    int[] greatest = {0};
    int[] count = {0};
    boolean[] other = {false};
    table.forEach(
        (key, value) -> {
          if (key instanceof Double number && number >= 1 && number == Math.rint(number)) {
            greatest[0] = (int) Math.max(greatest[0], number);
            count[0]++;
          } else {
            other[0] = true;
          }
        });
    if (other[0]) {
      return -1;
    }
    boolean sparse =
        settings.sparseRatio > 0
            && greatest[0] > (long) count[0] * settings.sparseRatio
            && greatest[0] > settings.sparseSafe;
    if (sparse) {
      if (!settings.sparseAsObjects) {
        throw failure(table, "excessively sparse array");
      }
      return -1;
    }
    return greatest[0];
  }
}
