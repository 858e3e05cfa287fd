package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** {@code struct}: values in the forms of C's structures (inf.puc-rio.br/~roberto/struct). */
final class StructLibrary {
  private static final int MOST_INTEGER = 32;
  private static final int MAXIMUM_ALIGNMENT = 8;

  private StructLibrary() {}

  static void addTo(LuaState state) {
    state
        .globals()
        .put(
            "struct",
            Library.in(state)
                .with("pack", StructLibrary::pack)
                .with("unpack", StructLibrary::unpack)
                .with("size", StructLibrary::size)
                .table());
  }

  /** A format that is read item by item. */
  private static final class Format {
    private final Arguments arguments;
    private final LuaString text;
    private int at;
    private boolean bigEndian;
    private int alignment = 1;

    Format(Arguments arguments) {
      this.arguments = arguments;
      this.text = arguments.string(1);
    }

    boolean hasNext() {
      return at < text.length();
    }

    int next() {
      return text.at(at++);
    }

    private int number(int otherwise) {
      if (at >= text.length() || text.at(at) < '0' || text.at(at) > '9') {
        return otherwise;
      }
      long value = 0;
      while (at < text.length() && text.at(at) >= '0' && text.at(at) <= '9') {
        value = value * 10 + text.at(at++) - '0';
        if (value > Integer.MAX_VALUE) {
          throw arguments.state().error("integral size overflow");
        }
      }
      return (int) value;
    }

    int sizeOf(int option) {
      return switch (option) {
        case 'B', 'b' -> 1;
        case 'H', 'h' -> 2;
        case 'L', 'l', 'T', 'd' -> 8;
        case 'f' -> 4;
        case 'x' -> 1;
        case 'c' -> number(1);
        case 'i', 'I' -> {
          int size = number(4);
          if (size > MOST_INTEGER) {
            throw arguments
                .state()
                .error("integral size " + size + " is larger than limit of " + MOST_INTEGER);
          }
          yield size;
        }
        default -> 0;
      };
    }

    /** Bytes before an item of a size at a place. */
    int padding(int size, int option, int place) {
      if (size == 0 || option == 'c') {
        return 0;
      }
      int step = Math.min(size, alignment);
      return step > 1 ? (step - (place & (step - 1))) & (step - 1) : 0;
    }

    void control(int option) {
      switch (option) {
        case ' ' -> {}
        case '>' -> bigEndian = true;
        case '<' -> bigEndian = false;
        case '!' -> {
          int given = number(MAXIMUM_ALIGNMENT);
          if (given == 0 || (given & (given - 1)) != 0) {
            throw arguments.state().error("alignment is not a power of 2");
          }
          alignment = given;
        }
        default -> throw arguments.wrong(1, "invalid format option '" + (char) option + "'");
      }
    }
  }

  private static Object[] pack(Arguments a) {
    Format format = new Format(a);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int argument = 2;
    while (format.hasNext()) {
      int option = format.next();
      int size = format.sizeOf(option);
      out.writeBytes(new byte[format.padding(size, option, out.size())]);
      switch (option) {
        case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' -> {
          writeInteger(out, integral(a.number(argument++)), size, format.bigEndian);
        }
        case 'x' -> out.write(0);
        case 'f' ->
            writeInteger(
                out, Float.floatToRawIntBits((float) a.number(argument++)), 4, format.bigEndian);
        case 'd' ->
            writeInteger(
                out, Double.doubleToRawLongBits(a.number(argument++)), 8, format.bigEndian);
        case 'c', 's' -> {
          LuaString value = a.string(argument++);
          int length = size == 0 ? value.length() : size;
          if (value.length() < length) {
            throw a.wrong(argument, "string too short");
          }
          a.state().memory().charge(length);
          out.write(value.bytes(), 0, length);
          if (option == 's') {
            out.write(0);
          }
        }
        default -> format.control(option);
      }
    }
    return Arguments.one(a.state().newString(out.toByteArray()));
  }

  private static long integral(double number) {
    return number < 0 || number < Long.MAX_VALUE
        ? (long) number
        : (long) (number - 0x1p63) + Long.MIN_VALUE;
  }

  private static void writeInteger(
      ByteArrayOutputStream out, long value, int size, boolean bigEndian) {
    for (int i = 0; i < size; i++) {
      int place = bigEndian ? size - 1 - i : i;
      out.write(place < 8 ? (int) (value >> (8 * place)) : 0);
    }
  }

  private static Object[] unpack(Arguments a) {
    Format format = new Format(a);
    LuaString data = a.string(2);
    long start = a.integer(3, 1) - 1;
    if (start < 0) {
      throw a.wrong(3, "offset must be 1 or greater");
    }
    int at = (int) Math.min(start, Integer.MAX_VALUE / 2);
    List<Object> values = new ArrayList<>();
    while (format.hasNext()) {
      int option = format.next();
      int size = format.sizeOf(option);
      at += format.padding(size, option, at);
      if (at > data.length() || size > data.length() - at) {
        throw a.wrong(2, "data string too short");
      }
      switch (option) {
        case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' -> {
          boolean signed = Character.isLowerCase(option);
          values.add(readInteger(data, at, size, format.bigEndian, signed));
        }
        case 'x' -> {}
        case 'f' ->
            values.add(
                (double) Float.intBitsToFloat((int) readBits(data, at, 4, format.bigEndian)));
        case 'd' -> values.add(Double.longBitsToDouble(readBits(data, at, 8, format.bigEndian)));
        case 'c' -> {
          if (size == 0) {
            if (values.isEmpty() || !(values.getLast() instanceof Double length)) {
              throw a.state().error("format 'c0' needs a previous size");
            }
            values.removeLast();
            size = length.intValue();
            if (size < 0 || size > data.length() - at) {
              throw a.wrong(2, "data string too short");
            }
          }
          values.add(a.state().newString(data.substring(at, at + size).bytes()));
        }
        case 's' -> {
          int end = at;
          while (end < data.length() && data.at(end) != 0) {
            end++;
          }
          if (end == data.length()) {
            throw a.state().error("unfinished string in data");
          }
          values.add(a.state().newString(data.substring(at, end).bytes()));
          size = end - at + 1;
        }
        default -> format.control(option);
      }
      at += size;
    }
    values.add((double) (at + 1));
    return values.toArray();
  }

  private static long readBits(LuaString data, int at, int size, boolean bigEndian) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      int place = bigEndian ? i : size - 1 - i;
      value = value << 8 | data.at(at + place);
    }
    return value;
  }

  private static Double readInteger(
      LuaString data, int at, int size, boolean bigEndian, boolean signed) {
    long value = readBits(data, at, size, bigEndian);
    if (size >= 8) {
      return signed || value >= 0 ? (double) value : value + 0x1p64;
    }
    int unused = 64 - 8 * size;
    return (double) (signed ? value << unused >> unused : value);
  }

  private static Object[] size(Arguments a) {
    Format format = new Format(a);
    int total = 0;
    while (format.hasNext()) {
      int option = format.next();
      int size = format.sizeOf(option);
      total += format.padding(size, option, total);
      if (option == 's') {
        throw a.wrong(1, "variable-size format in 'struct.size'");
      }
      if (option == 'c' && size == 0) {
        throw a.wrong(1, "variable-length format in 'struct.size'");
      }
      if ("bBhHlLTiIxfdc".indexOf(option) < 0) {
        format.control(option);
      }
      total += size;
    }
    return Arguments.one((double) total);
  }
}
