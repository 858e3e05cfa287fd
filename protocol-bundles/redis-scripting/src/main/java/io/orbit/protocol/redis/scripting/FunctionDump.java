package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * FUNCTION DUMP's bytes, those of Redis 7 (rdb.h): for each library the byte 245 and its text as a
 * string with a length; then the format's version, two bytes, and CRC-64/Jones of all before, eight
 * bytes, both with the lowest byte first. Texts may be compressed (LZF) when they come from Redis.
 */
final class FunctionDump {
  private static final int LIBRARY = 245;
  private static final int VERSION = 10;
  private static final int NEWEST = 12;
  private static final int FOOTER = 10;
  private static final int COMPRESSED = 0xC3;
  private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;

  private final byte[] bytes;
  private int at;

  private FunctionDump(byte[] bytes) {
    this.bytes = bytes;
  }

  static byte[] write(Collection<FunctionLibrary> libraries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (FunctionLibrary library : libraries) {
      out.write(LIBRARY);
      writeLength(out, library.code().length);
      out.writeBytes(library.code());
    }
    out.write(VERSION);
    out.write(0);
    long checksum = checksum(out.toByteArray(), out.size());
    for (int i = 0; i < Long.BYTES; i++) {
      out.write((int) (checksum >>> (8 * i)));
    }
    return out.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 1 << 6) {
      out.write(length);
    } else if (length < 1 << 14) {
      out.write(0x40 | length >> 8);
      out.write(length);
    } else {
      out.write(0x80);
      for (int shift = 24; shift >= 0; shift -= 8) {
        out.write(length >> shift);
      }
    }
  }

  static List<FunctionLibrary> read(byte[] bytes) {
    int end = bytes.length - FOOTER;
    if (end < 0 || !isWhole(bytes, end)) {
      throw new CommandFailure("ERR DUMP payload version or checksum are wrong");
    }
    FunctionDump dump = new FunctionDump(Arrays.copyOf(bytes, end));
    List<FunctionLibrary> libraries = new ArrayList<>();
    try {
      while (dump.at < end) {
        if (dump.next() != LIBRARY) {
          throw new CommandFailure("ERR given type is not a function");
        }
        libraries.add(FunctionLibrary.of(dump.string()));
      }
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new CommandFailure("ERR failed loading functions: the payload breaks off");
    }
    return libraries;
  }

  private static boolean isWhole(byte[] bytes, int end) {
    int version = bytes[end] & 0xFF | (bytes[end + 1] & 0xFF) << 8;
    long stated = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      stated |= (bytes[end + 2 + i] & 0xFFL) << (8 * i);
    }
    return version <= NEWEST && (stated == 0 || stated == checksum(bytes, end + 2));
  }

  /** CRC-64 of Jones: reflected, begun with zero. */
  static long checksum(byte[] bytes, int length) {
    long checksum = 0;
    for (int i = 0; i < length; i++) {
      checksum ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        checksum = (checksum & 1) == 0 ? checksum >>> 1 : checksum >>> 1 ^ POLYNOMIAL;
      }
    }
    return checksum;
  }

  private int next() {
    return bytes[at++] & 0xFF;
  }

  private int length(int first) {
    return switch (first >> 6) {
      case 0 -> first & 0x3F;
      case 1 -> (first & 0x3F) << 8 | next();
      default -> {
        int length = 0;
        for (int i = 0; i < 4; i++) {
          length = length << 8 | next();
        }
        yield length;
      }
    };
  }

  private byte[] string() {
    int first = next();
    if (first == COMPRESSED) {
      int packed = length(next());
      int size = length(next());
      if (packed < 0 || size < 0 || packed > bytes.length - at || size > packed * 300L) {
        throw new IndexOutOfBoundsException();
      }
      byte[] text = decompress(at, packed, new byte[size]);
      at += packed;
      return text;
    }
    int size = length(first);
    if (size < 0 || size > bytes.length - at) {
      throw new IndexOutOfBoundsException();
    }
    at += size;
    return Arrays.copyOfRange(bytes, at - size, at);
  }

  /** LZF: runs of literals, and references to what came before. */
  private byte[] decompress(int from, int length, byte[] out) {
    int in = from;
    int filled = 0;
    while (in < from + length) {
      int control = bytes[in++] & 0xFF;
      if (control < 32) {
        System.arraycopy(bytes, in, out, filled, control + 1);
        in += control + 1;
        filled += control + 1;
      } else {
        int size = control >> 5;
        if (size == 7) {
          size += bytes[in++] & 0xFF;
        }
        int reference = filled - ((control & 0x1F) << 8 | bytes[in++] & 0xFF) - 1;
        for (int i = 0; i < size + 2; i++) {
          out[filled++] = out[reference++];
        }
      }
    }
    return out;
  }
}
