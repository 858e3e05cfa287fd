package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.Nil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** {@code cmsgpack}: MessagePack (msgpack.org). */
final class MessagePackLibrary {
  private static final int MOST_NESTED = 16;

  private MessagePackLibrary() {}

  static void addTo(LuaState state) {
    LuaTable table =
        Library.in(state)
            .with("pack", MessagePackLibrary::pack)
            .with("unpack", a -> unpack(a, 0, 0))
            .with("unpack_one", a -> unpack(a, 1, a.integer(2, 0)))
            .with("unpack_limit", a -> unpack(a, a.integer(2), a.integer(3, 0)))
            .table();
    table.put("_NAME", LuaString.of("cmsgpack"));
    table.put("_VERSION", LuaString.of("lua-cmsgpack 0.4.0"));
    state.globals().put("cmsgpack", table);
  }

  // ---- packing

  private static Object[] pack(Arguments a) {
    if (a.count() == 0) {
      throw a.wrong(0, "MessagePack pack needs input.");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object value : a.values()) {
      write(a.state(), out, value, 0);
    }
    return Arguments.one(a.state().newString(out.toByteArray()));
  }

  private static void write(LuaState state, ByteArrayOutputStream out, Object value, int depth) {
    state.tick();
    switch (value) {
      case LuaString string -> {
        state.memory().charge(string.length());
        header(out, string.length(), 32, 0xA0, 0xD9);
        out.write(string.bytes(), 0, string.length());
      }
      case Boolean truth -> out.write(truth ? 0xC3 : 0xC2);
      case Double number -> {
        if (number == Math.rint(number) && Math.abs(number) < 0x1p63) {
          whole(out, number.longValue());
        } else {
          fraction(out, number);
        }
      }
      case LuaTable table -> {
        if (depth == MOST_NESTED) {
          out.write(0xC0);
        } else {
          table(state, out, table, depth + 1);
        }
      }
      default -> out.write(0xC0);
    }
  }

  private static void bigEndian(ByteArrayOutputStream out, long value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (value >> (8 * i)));
    }
  }

  /**
   * @param word the form with one byte of length; 0 for none
   */
  private static void header(ByteArrayOutputStream out, int length, int few, int small, int word) {
    if (length < few) {
      out.write(small | length);
    } else if (few == 32 && length <= 0xFF) {
      out.write(word);
      out.write(length);
    } else if (length <= 0xFFFF) {
      out.write(few == 32 ? word + 1 : word);
      bigEndian(out, length, 2);
    } else {
      out.write(few == 32 ? word + 2 : word + 1);
      bigEndian(out, length, 4);
    }
  }

  private static void whole(ByteArrayOutputStream out, long value) {
    if (value >= -32 && value <= 127) {
      out.write((int) value);
    } else if (value >= 0) {
      int size = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : value <= 0xFFFFFFFFL ? 2 : 3;
      out.write(0xCC + size);
      bigEndian(out, value, 1 << size);
    } else {
      int size =
          value >= Byte.MIN_VALUE
              ? 0
              : value >= Short.MIN_VALUE ? 1 : value >= Integer.MIN_VALUE ? 2 : 3;
      out.write(0xD0 + size);
      bigEndian(out, value, 1 << size);
    }
  }

  private static void fraction(ByteArrayOutputStream out, double value) {
    if ((float) value == value) {
      out.write(0xCA);
      bigEndian(out, Float.floatToRawIntBits((float) value), 4);
    } else {
      out.write(0xCB);
      bigEndian(out, Double.doubleToRawLongBits(value), 8);
    }
  }

  private static void table(LuaState state, ByteArrayOutputStream out, LuaTable table, int depth) {
    int[] count = {0};
    int[] indexes = {0};
    double[] greatest = {0};
    table.forEach(
        (key, value) -> {
          count[0]++;
          if (key instanceof Double number && number > 0 && number == Math.rint(number)) {
            indexes[0]++;
            greatest[0] = Math.max(greatest[0], number);
          }
        });
    boolean isArray = count[0] == indexes[0] && greatest[0] == count[0];
    if (isArray) {
      header(out, count[0], 16, 0x90, 0xDC);
      for (int i = 1; i <= count[0]; i++) {
        write(state, out, table.get(i), depth);
      }
      return;
    }
    header(out, count[0], 16, 0x80, 0xDE);
    table.forEach(
        (key, value) -> {
          write(state, out, key, depth);
          write(state, out, value, depth);
        });
  }

  // ---- unpacking

  private static Object[] unpack(Arguments a, long limit, long offset) {
    LuaString data = a.string(1);
    if (offset < 0 || limit < 0) {
      throw a.state()
          .error(
              "Invalid request to unpack with offset of "
                  + offset
                  + " and limit of "
                  + data.length()
                  + ".");
    }
    if (offset > data.length()) {
      throw a.state()
          .error("Start offset " + offset + " greater than input length " + data.length() + ".");
    }
    Reader reader = new Reader(a.state(), data, (int) offset);
    List<Object> values = new ArrayList<>();
    while (reader.at < data.length() && (limit == 0 || values.size() < limit)) {
      values.add(reader.read());
    }
    if (limit > 0) {
      values.addFirst(reader.at == data.length() ? -1.0 : (double) reader.at);
    }
    return values.toArray();
  }

  /** Values one after the other. */
  private static final class Reader {
    private final LuaState state;
    private final LuaString data;
    private int at;
    private int depth;

    Reader(LuaState state, LuaString data, int at) {
      this.state = state;
      this.data = data;
      this.at = at;
    }

    private int take() {
      need(1);
      return data.at(at++);
    }

    private void need(long bytes) {
      if (bytes > data.length() - at) {
        throw state.error("Missing bytes in input.");
      }
    }

    private long number(int bytes) {
      need(bytes);
      long value = 0;
      for (int i = 0; i < bytes; i++) {
        value = value << 8 | data.at(at++);
      }
      return value;
    }

    Object read() {
      state.tick();
      int tag = take();
      if (tag <= 0x7F) {
        return (double) tag;
      }
      if (tag >= 0xE0) {
        return (double) (byte) tag;
      }
      if (tag <= 0x8F) {
        return map(tag & 0xF);
      }
      if (tag <= 0x9F) {
        return array(tag & 0xF);
      }
      if (tag <= 0xBF) {
        return string(tag & 0x1F);
      }
      return switch (tag) {
        case 0xC0 -> Nil.NIL;
        case 0xC2 -> Boolean.FALSE;
        case 0xC3 -> Boolean.TRUE;
        case 0xC4, 0xD9 -> string(number(1));
        case 0xC5, 0xDA -> string(number(2));
        case 0xC6, 0xDB -> string(number(4));
        case 0xCA -> (double) Float.intBitsToFloat((int) number(4));
        case 0xCB -> Double.longBitsToDouble(number(8));
        case 0xCC -> (double) number(1);
        case 0xCD -> (double) number(2);
        case 0xCE -> (double) number(4);
        case 0xCF -> {
          long value = number(8);
          yield value >= 0 ? (double) value : value + 0x1p64;
        }
        case 0xD0 -> (double) (byte) number(1);
        case 0xD1 -> (double) (short) number(2);
        case 0xD2 -> (double) (int) number(4);
        case 0xD3 -> (double) number(8);
        case 0xDC -> array(number(2));
        case 0xDD -> array(number(4));
        case 0xDE -> map(number(2));
        case 0xDF -> map(number(4));
        default -> throw state.error("Bad data format in input.");
      };
    }

    private LuaString string(long length) {
      need(length);
      LuaString value = state.newString(data.substring(at, at + (int) length).bytes());
      at += (int) length;
      return value;
    }

    private void descend() {
      if (++depth > 1_000) {
        throw state.error("too many nested values");
      }
    }

    private LuaTable array(long length) {
      descend();
      LuaTable table = state.newTable();
      for (int i = 1; i <= length; i++) {
        table.put(i, read());
      }
      depth--;
      return table;
    }

    private LuaTable map(long length) {
      descend();
      LuaTable table = state.newTable();
      for (long i = 0; i < length; i++) {
        Object key = read();
        state.set(table, key, read());
      }
      depth--;
      return table;
    }
  }
}
