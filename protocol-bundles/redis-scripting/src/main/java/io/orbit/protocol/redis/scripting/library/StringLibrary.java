package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaFunction;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.NativeFunction;
import io.orbit.protocol.redis.scripting.lua.Nil;
import io.orbit.protocol.redis.scripting.lua.Values;
import java.io.ByteArrayOutputStream;

/** {@code string}. */
final class StringLibrary {
  private static final int NO_MATCH = -1;
  private static final String SPECIALS = "^$*+?.([%-";

  private StringLibrary() {}

  static void addTo(LuaState state) {
    Library strings =
        Library.in(state)
            .with("byte", StringLibrary::bytes)
            .with("char", StringLibrary::characters)
            .with("find", a -> find(a, true))
            .with("match", a -> find(a, false))
            .with("gmatch", StringLibrary::eachMatch)
            .with("gfind", StringLibrary::eachMatch)
            .with("gsub", StringLibrary::substitute)
            .with("format", a -> Arguments.one(new StringFormat(a).run()))
            .with("len", a -> Arguments.one((double) a.string(1).length()))
            .with("lower", a -> changeCase(a, 'A', 'Z', 0x20))
            .with("upper", a -> changeCase(a, 'a', 'z', -0x20))
            .with("rep", StringLibrary::repeat)
            .with("reverse", StringLibrary::reverse)
            .with("sub", StringLibrary::substring)
            .with(
                "dump",
                a -> {
                  throw a.state().error("unable to dump given function");
                });
    state.globals().put("string", strings.table());
    LuaTable metatable = state.newTable();
    metatable.put("__index", strings.table());
    state.setStringMetatable(metatable);
  }

  /** A position, negative ones from the end, as one that counts from 1. */
  private static long position(long given, int length) {
    return given >= 0 ? given : Math.max(0, length + given + 1);
  }

  private static Object[] bytes(Arguments a) {
    LuaString text = a.string(1);
    long first = position(a.integer(2, 1), text.length());
    long last = Math.min(position(a.integer(3, first), text.length()), text.length());
    first = Math.max(1, first);
    if (first > last) {
      return LuaFunction.NOTHING;
    }
    if (last - first >= 8_000) {
      throw a.state().error("string slice too long");
    }
    Object[] values = new Object[(int) (last - first) + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = (double) text.at((int) first - 1 + i);
    }
    return values;
  }

  private static Object[] characters(Arguments a) {
    byte[] text = new byte[a.count()];
    for (int i = 0; i < text.length; i++) {
      long code = a.integer(i + 1);
      if (code < 0 || code > 255) {
        throw a.wrong(i + 1, "invalid value");
      }
      text[i] = (byte) code;
    }
    return Arguments.one(a.state().newString(text));
  }

  private static Object[] changeCase(Arguments a, int first, int last, int distance) {
    byte[] text = a.string(1).bytes().clone();
    for (int i = 0; i < text.length; i++) {
      if (text[i] >= first && text[i] <= last) {
        text[i] += (byte) distance;
      }
    }
    return Arguments.one(a.state().newString(text));
  }

  private static Object[] repeat(Arguments a) {
    LuaString text = a.string(1);
    long count = Math.max(0, a.integer(2));
    double size = (double) text.length() * count;
    if (size > Integer.MAX_VALUE - 64) {
      throw a.state().error("not enough memory");
    }
    a.state().memory().charge((long) size);
    byte[] repeated = new byte[(int) size];
    for (int i = 0; i < repeated.length; i += text.length()) {
      System.arraycopy(text.bytes(), 0, repeated, i, text.length());
    }
    return Arguments.one(LuaString.of(repeated));
  }

  private static Object[] reverse(Arguments a) {
    byte[] text = a.string(1).bytes();
    byte[] reversed = new byte[text.length];
    for (int i = 0; i < text.length; i++) {
      reversed[text.length - 1 - i] = text[i];
    }
    return Arguments.one(a.state().newString(reversed));
  }

  private static Object[] substring(Arguments a) {
    LuaString text = a.string(1);
    long first = Math.max(1, position(a.integer(2), text.length()));
    long last = Math.min(position(a.integer(3, -1), text.length()), text.length());
    return Arguments.one(
        first > last
            ? LuaString.EMPTY
            : a.state().newString(text.substring((int) first - 1, (int) last).bytes()));
  }

  private static Object[] find(Arguments a, boolean positions) {
    LuaString text = a.string(1);
    LuaString pattern = a.string(2);
    long start = position(a.integer(3, 1), text.length()) - 1;
    if (start < 0) {
      start = 0;
    } else if (start > text.length()) {
      start = text.length();
    }
    if (positions && (Values.isTrue(a.get(4)) || isPlain(pattern))) {
      int found = indexOf(a.state(), text, pattern, (int) start);
      return found < 0
          ? Arguments.one(Nil.NIL)
          : new Object[] {(double) (found + 1), (double) (found + pattern.length())};
    }
    boolean anchored = pattern.length() > 0 && pattern.at(0) == '^';
    LuaPattern matcher = new LuaPattern(a.state(), text, pattern);
    for (int at = (int) start; at <= text.length(); at++) {
      int end = matcher.match(at, anchored ? 1 : 0);
      if (end != NO_MATCH) {
        return positions ? withPositions(matcher, at, end) : matcher.captures(at, end);
      }
      if (anchored) {
        break;
      }
    }
    return Arguments.one(Nil.NIL);
  }

  private static Object[] withPositions(LuaPattern matcher, int start, int end) {
    Object[] found = new Object[2 + matcher.captureCount()];
    found[0] = (double) (start + 1);
    found[1] = (double) end;
    for (int i = 2; i < found.length; i++) {
      found[i] = matcher.capture(i - 2, start, end);
    }
    return found;
  }

  private static boolean isPlain(LuaString pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if (SPECIALS.indexOf(pattern.at(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static int indexOf(LuaState state, LuaString text, LuaString wanted, int from) {
    for (int at = from; at + wanted.length() <= text.length(); at++) {
      if ((at & 0xFF) == 0) {
        state.tick();
      }
      int i = 0;
      while (i < wanted.length() && text.at(at + i) == wanted.at(i)) {
        i++;
      }
      if (i == wanted.length()) {
        return at;
      }
    }
    return -1;
  }

  private static Object[] eachMatch(Arguments a) {
    LuaString text = a.string(1);
    LuaString pattern = a.string(2);
    int[] next = {0};
    return Arguments.one(
        new NativeFunction(
            "gmatch",
            call -> {
              LuaPattern matcher = new LuaPattern(call.state(), text, pattern);
              for (int at = next[0]; at <= text.length(); at++) {
                int end = matcher.match(at, 0);
                if (end != NO_MATCH) {
                  next[0] = end == at ? end + 1 : end;
                  return matcher.captures(at, end);
                }
              }
              next[0] = text.length() + 1;
              return Arguments.one(Nil.NIL);
            }));
  }

  private static Object[] substitute(Arguments a) {
    LuaString text = a.string(1);
    LuaString pattern = a.string(2);
    Object replacement = a.get(3);
    long most = a.integer(4, text.length() + 1L);
    if (!(replacement instanceof LuaTable)
        && !(replacement instanceof LuaFunction)
        && Values.toStringValue(replacement) == null) {
      throw a.wrong(3, "string/function/table expected");
    }
    boolean anchored = pattern.length() > 0 && pattern.at(0) == '^';
    LuaPattern matcher = new LuaPattern(a.state(), text, pattern);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    long count = 0;
    while (count < most) {
      int end = matcher.match(at, anchored ? 1 : 0);
      if (end != NO_MATCH) {
        count++;
        replace(a.state(), matcher, text, at, end, replacement, out);
      }
      if (end != NO_MATCH && end > at) {
        at = end;
      } else if (at < text.length()) {
        out.write(text.at(at++));
      } else {
        break;
      }
      if (anchored) {
        break;
      }
    }
    if (at < text.length()) {
      out.write(text.bytes(), at, text.length() - at);
    }
    return new Object[] {a.state().newString(out.toByteArray()), (double) count};
  }

  private static void replace(
      LuaState state,
      LuaPattern matcher,
      LuaString text,
      int start,
      int end,
      Object replacement,
      ByteArrayOutputStream out) {
    Object value;
    switch (replacement) {
      case LuaFunction function -> {
        Object[] values = state.call(function, matcher.captures(start, end));
        value = values.length == 0 ? Nil.NIL : values[0];
      }
      case LuaTable table -> value = state.index(table, matcher.capture(0, start, end));
      default -> {
        expand(state, matcher, start, end, Values.show(replacement), out);
        return;
      }
    }
    if (!Values.isTrue(value)) {
      out.write(text.bytes(), start, end - start);
      return;
    }
    LuaString shown = Values.toStringValue(value);
    if (shown == null) {
      throw state.error("invalid replacement value (a " + Values.typeName(value) + ")");
    }
    state.memory().charge(shown.length());
    out.write(shown.bytes(), 0, shown.length());
  }

  private static void expand(
      LuaState state,
      LuaPattern matcher,
      int start,
      int end,
      LuaString template,
      ByteArrayOutputStream out) {
    state.memory().charge(template.length());
    for (int i = 0; i < template.length(); i++) {
      int letter = template.at(i);
      if (letter != '%') {
        out.write(letter);
        continue;
      }
      i++;
      int next = i < template.length() ? template.at(i) : 0;
      if (next < '0' || next > '9') {
        out.write(next);
      } else {
        Object capture =
            next == '0' ? matcher.whole(start, end) : matcher.capture(next - '1', start, end);
        LuaString shown = Values.show(capture);
        out.write(shown.bytes(), 0, shown.length());
      }
    }
  }
}
