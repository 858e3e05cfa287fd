package io.orbit.keyspace.rdb;

import io.orbit.api.error.OrbitException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Redis' packed sequences: listpacks, ziplists, intsets and zipmaps, as lists of strings. */
final class PackedBytes {
  private static final int LISTPACK_HEADER = 6;
  private static final int ZIPLIST_HEADER = 10;
  private static final int INTSET_HEADER = 8;
  private static final int END = 0xFF;
  private static final int LONG = 254;

  private final ByteBuffer bytes;

  private PackedBytes(byte[] packed, int begin) {
    bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    if (packed.length < begin) {
      throw broken();
    }
    bytes.position(begin);
  }

  private static OrbitException broken() {
    return RdbErrors.broken("a packed value is broken");
  }

  private static byte[] decimal(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private int u8() {
    return bytes.get() & 0xFF;
  }

  private byte[] take(int length) {
    if (length < 0 || length > bytes.remaining()) {
      throw broken();
    }
    byte[] taken = new byte[length];
    bytes.get(taken);
    return taken;
  }

  /** Three bytes with a sign. */
  private long int24() {
    int low = u8();
    int middle = u8();
    return (long) bytes.get() << 16 | middle << 8 | low;
  }

  private interface Reading {
    List<byte[]> read(PackedBytes packed);
  }

  private static List<byte[]> read(byte[] packed, int header, Reading reading) {
    try {
      return reading.read(new PackedBytes(packed, header));
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
      throw broken();
    }
  }

  // ---- listpack

  static List<byte[]> listpack(byte[] packed) {
    return read(packed, LISTPACK_HEADER, PackedBytes::listpack);
  }

  private static List<byte[]> listpack(PackedBytes packed) {
    List<byte[]> elements = new ArrayList<>();
    while (true) {
      int begin = packed.bytes.position();
      int first = packed.u8();
      if (first == END) {
        return elements;
      }
      elements.add(packed.listpackElement(first));
      int length = packed.bytes.position() - begin;
      packed.bytes.position(packed.bytes.position() + backLength(length));
    }
  }

  private byte[] listpackElement(int first) {
    if (first < 0x80) {
      return decimal(first);
    }
    if (first < 0xC0) {
      return take(first & 0x3F);
    }
    if (first < 0xE0) {
      int value = (first & 0x1F) << 8 | u8();
      return decimal(value << 19 >> 19);
    }
    if (first < 0xF0) {
      return take((first & 0x0F) << 8 | u8());
    }
    return switch (first) {
      case 0xF0 -> take(bytes.getInt());
      case 0xF1 -> decimal(bytes.getShort());
      case 0xF2 -> decimal(int24());
      case 0xF3 -> decimal(bytes.getInt());
      case 0xF4 -> decimal(bytes.getLong());
      default -> throw broken();
    };
  }

  /** How many bytes tell the length of a listpack's element behind it. */
  static int backLength(int length) {
    if (length <= 127) {
      return 1;
    }
    if (length < 16383) {
      return 2;
    }
    if (length < 2097151) {
      return 3;
    }
    return length < 268435455 ? 4 : 5;
  }

  // ---- ziplist

  static List<byte[]> ziplist(byte[] packed) {
    return read(packed, ZIPLIST_HEADER, PackedBytes::ziplist);
  }

  private static List<byte[]> ziplist(PackedBytes packed) {
    List<byte[]> elements = new ArrayList<>();
    int previous = packed.u8();
    while (previous != END) {
      if (previous == LONG) {
        packed.bytes.getInt();
      }
      elements.add(packed.ziplistElement(packed.u8()));
      previous = packed.u8();
    }
    return elements;
  }

  private byte[] ziplistElement(int first) {
    return switch (first >> 6) {
      case 0 -> take(first);
      case 1 -> take((first & 0x3F) << 8 | u8());
      case 2 -> take(Integer.reverseBytes(bytes.getInt()));
      default ->
          switch (first) {
            case 0xC0 -> decimal(bytes.getShort());
            case 0xD0 -> decimal(bytes.getInt());
            case 0xE0 -> decimal(bytes.getLong());
            case 0xF0 -> decimal(int24());
            case 0xFE -> decimal(bytes.get());
            default -> {
              if (first < 0xF1 || first > 0xFD) {
                throw broken();
              }
              yield decimal((first & 0x0F) - 1);
            }
          };
    };
  }

  // ---- intset

  static List<byte[]> intset(byte[] packed) {
    return read(packed, INTSET_HEADER, PackedBytes::intset);
  }

  private static List<byte[]> intset(PackedBytes packed) {
    int width = packed.bytes.getInt(0);
    int count = packed.bytes.getInt(4);
    List<byte[]> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(
          switch (width) {
            case 2 -> decimal(packed.bytes.getShort());
            case 4 -> decimal(packed.bytes.getInt());
            case 8 -> decimal(packed.bytes.getLong());
            default -> throw broken();
          });
    }
    return members;
  }

  // ---- zipmap

  static List<byte[]> zipmap(byte[] packed) {
    return read(packed, 1, PackedBytes::zipmap);
  }

  private static List<byte[]> zipmap(PackedBytes packed) {
    List<byte[]> words = new ArrayList<>();
    int length = packed.u8();
    while (length != END) {
      words.add(packed.take(length == LONG ? packed.bytes.getInt() : length));
      int size = packed.u8();
      int valueLength = size == LONG ? packed.bytes.getInt() : size;
      int free = packed.u8();
      words.add(packed.take(valueLength));
      byte[] ignored = packed.take(free);
      assert ignored.length == free;
      length = packed.u8();
    }
    return words;
  }
}
