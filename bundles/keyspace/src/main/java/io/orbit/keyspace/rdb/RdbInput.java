package io.orbit.keyspace.rdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The elementary parts of RDB, read one after the other, with their checksum. One thread. */
final class RdbInput {
  /** What stands before a string that is a number or compressed, as {@link #length} answers it. */
  private static final long ENCODED = Long.MIN_VALUE;

  /** More is taken piece by piece, so that a broken length costs no memory. */
  private static final int PIECE = 1 << 20;

  private static final long LONGEST = 512L << 20;

  private final InputStream in;
  private final Crc64 checksum = new Crc64();
  private final byte[] small = new byte[16];

  RdbInput(InputStream in) {
    this.in = in;
  }

  long checksum() {
    return checksum.value();
  }

  int u8() {
    fill(small, 1);
    return small[0] & 0xFF;
  }

  private void fill(byte[] target, int length) {
    try {
      if (in.readNBytes(target, 0, length) != length) {
        throw RdbErrors.endsEarly();
      }
    } catch (IOException e) {
      throw RdbErrors.unreadable(e);
    }
    checksum.update(target, 0, length);
  }

  /** Little-endian. */
  long fixed(int bytes) {
    fill(small, bytes);
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | small[i] & 0xFF;
    }
    return value;
  }

  private long bigEndian(int bytes) {
    fill(small, bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | small[i] & 0xFF;
    }
    return value;
  }

  double number() {
    return Double.longBitsToDouble(fixed(8));
  }

  /** A length, or another number that is written like one. */
  long length() {
    long length = lengthOrEncoding();
    if (length < ENCODED + 64) {
      throw RdbErrors.broken("a string stands where a length should");
    }
    return length;
  }

  /** A number of elements. */
  int count() {
    long count = length();
    if (count < 0 || count > Integer.MAX_VALUE - 16) {
      throw RdbErrors.broken("a value has " + Long.toUnsignedString(count) + " elements");
    }
    return (int) count;
  }

  private long lengthOrEncoding() {
    int first = u8();
    return switch (first >> 6) {
      case 0 -> first & 0x3F;
      case 1 -> (first & 0x3FL) << 8 | u8();
      case 2 -> {
        if (first == 0x80) {
          yield bigEndian(4);
        }
        if (first == 0x81) {
          yield bigEndian(8);
        }
        throw RdbErrors.broken("a length is broken");
      }
      default -> ENCODED + (first & 0x3F);
    };
  }

  byte[] string() {
    long length = lengthOrEncoding();
    if (length == ENCODED) {
      return decimal((byte) u8());
    }
    if (length == ENCODED + 1) {
      return decimal((short) fixed(2));
    }
    if (length == ENCODED + 2) {
      return decimal((int) fixed(4));
    }
    if (length == ENCODED + 3) {
      int packed = count();
      int plain = count();
      return Lzf.decompress(bytes(packed), requireLength(plain));
    }
    return bytes(requireLength(length));
  }

  private static int requireLength(long length) {
    if (length < 0 || length > LONGEST) {
      throw RdbErrors.broken("a string is longer than 512 MB");
    }
    return (int) length;
  }

  private static byte[] decimal(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  byte[] bytes(int length) {
    byte[] all = new byte[Math.min(length, PIECE)];
    int read = 0;
    while (read < length) {
      if (read == all.length) {
        all = java.util.Arrays.copyOf(all, (int) Math.min(length, all.length * 2L));
      }
      try {
        int more = in.readNBytes(all, read, all.length - read);
        if (more == 0) {
          throw RdbErrors.endsEarly();
        }
        read += more;
      } catch (IOException e) {
        throw RdbErrors.unreadable(e);
      }
    }
    checksum.update(all, 0, length);
    return all;
  }
}
