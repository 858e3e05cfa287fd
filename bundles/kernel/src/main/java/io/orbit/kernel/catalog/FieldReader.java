package io.orbit.kernel.catalog;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads numbered fields, as {@link CatalogFormat} describes. Missing ones have their default. */
final class FieldReader {
  private final byte[] bytes;
  private int position;
  private final Map<Integer, List<Long>> numbers = new HashMap<>();
  private final Map<Integer, List<byte[]>> strings = new HashMap<>();

  /**
   * @throws OrbitException DATA_CORRUPTED when the bytes are no fields
   */
  FieldReader(byte[] bytes, int start) {
    this.bytes = bytes;
    this.position = start;
    while (position < bytes.length) {
      long tag = unsigned();
      int field = (int) (tag >>> 1);
      if ((tag & 1) == FieldWriter.NUMBER) {
        long value = unsigned();
        numbers
            .computeIfAbsent(field, ignored -> new ArrayList<>())
            .add((value >>> 1) ^ -(value & 1));
      } else {
        strings.computeIfAbsent(field, ignored -> new ArrayList<>()).add(string());
      }
    }
  }

  long number(int field) {
    List<Long> values = numbers.getOrDefault(field, List.of());
    return values.isEmpty() ? 0 : values.getLast();
  }

  int integer(int field) {
    return (int) number(field);
  }

  boolean flag(int field) {
    return number(field) != 0;
  }

  boolean has(int field) {
    return numbers.containsKey(field) || strings.containsKey(field);
  }

  String text(int field) {
    List<byte[]> values = strings.getOrDefault(field, List.of());
    return values.isEmpty() ? "" : utf8(values.getLast());
  }

  <E extends Enum<E>> E constant(int field, Class<E> type) {
    return constant(text(field), type);
  }

  <E extends Enum<E>> List<E> constants(int field, Class<E> type) {
    return strings.getOrDefault(field, List.of()).stream()
        .map(name -> constant(utf8(name), type))
        .toList();
  }

  List<Long> numbers(int field) {
    return List.copyOf(numbers.getOrDefault(field, List.of()));
  }

  List<Integer> integers(int field) {
    return numbers(field).stream().map(Long::intValue).toList();
  }

  FieldReader message(int field) {
    return new FieldReader(strings.getOrDefault(field, List.of(new byte[0])).getLast(), 0);
  }

  <T> List<T> messages(int field, Function<FieldReader, T> decode) {
    return strings.getOrDefault(field, List.of()).stream()
        .map(message -> decode.apply(new FieldReader(message, 0)))
        .toList();
  }

  Map<String, String> map(int field) {
    Map<String, String> map = new LinkedHashMap<>();
    messages(field, Function.identity()).forEach(entry -> map.put(entry.text(1), entry.text(2)));
    return java.util.Collections.unmodifiableMap(map);
  }

  private long unsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position == bytes.length) {
        throw corrupted("ends inside a number");
      }
      byte next = bytes[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw corrupted("has a number of more than 64 bits");
  }

  private byte[] string() {
    long length = unsigned();
    if (length < 0 || length > bytes.length - position) {
      throw corrupted("ends inside a field");
    }
    position += (int) length;
    return java.util.Arrays.copyOfRange(bytes, position - (int) length, position);
  }

  private static <E extends Enum<E>> E constant(String name, Class<E> type) {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException unknown) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED,
          "catalog record has the unknown " + type.getSimpleName() + " \"" + name + "\"",
          unknown);
    }
  }

  private static OrbitException corrupted(String how) {
    return new OrbitException(ErrorCode.DATA_CORRUPTED, "catalog record " + how);
  }

  private static String utf8(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
