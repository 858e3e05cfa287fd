package io.orbit.keyspace.rdb;

/** Decompression of LZF, as liblzf writes it. */
final class Lzf {
  private static final int LONGEST_LITERAL = 32;

  private Lzf() {}

  static byte[] decompress(byte[] packed, int length) {
    byte[] plain = new byte[length];
    int in = 0;
    int out = 0;
    try {
      while (in < packed.length) {
        int control = packed[in++] & 0xFF;
        if (control < LONGEST_LITERAL) {
          System.arraycopy(packed, in, plain, out, control + 1);
          in += control + 1;
          out += control + 1;
          continue;
        }
        int size = control >> 5;
        if (size == 7) {
          size += packed[in++] & 0xFF;
        }
        int from = out - ((control & 0x1F) << 8) - (packed[in++] & 0xFF) - 1;
        for (int i = 0; i < size + 2; i++) {
          plain[out++] = plain[from++];
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw RdbErrors.broken("a compressed string is broken");
    }
    if (out != length) {
      throw RdbErrors.broken("a compressed string is too short");
    }
    return plain;
  }
}
