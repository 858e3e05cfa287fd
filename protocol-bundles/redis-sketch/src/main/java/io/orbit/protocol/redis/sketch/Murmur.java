package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.ByteRange;

/** Austin Appleby's MurmurHash 2, in 32 bits and in 64 (64A). */
final class Murmur {
  private static final int M32 = 0x5BD1E995;
  private static final long M64 = 0xC6A4A7935BD1E995L;

  private Murmur() {}

  private static int at(ByteRange data, int index) {
    return data.byteAt(index) & 0xFF;
  }

  static int hash32(ByteRange data, int seed) {
    int length = data.length();
    int hash = seed ^ length;
    int at = 0;
    for (; length - at >= 4; at += 4) {
      int word =
          at(data, at) | at(data, at + 1) << 8 | at(data, at + 2) << 16 | at(data, at + 3) << 24;
      word *= M32;
      word ^= word >>> 24;
      word *= M32;
      hash = hash * M32 ^ word;
    }
    if (at < length) {
      for (int i = length - at - 1; i >= 0; i--) {
        hash ^= at(data, at + i) << (8 * i);
      }
      hash *= M32;
    }
    hash ^= hash >>> 13;
    hash *= M32;
    return hash ^ hash >>> 15;
  }

  static long hash64(ByteRange data, long seed) {
    int length = data.length();
    long hash = seed ^ length * M64;
    int at = 0;
    for (; length - at >= 8; at += 8) {
      long word = 0;
      for (int i = 7; i >= 0; i--) {
        word = word << 8 | at(data, at + i);
      }
      word *= M64;
      word ^= word >>> 47;
      word *= M64;
      hash = (hash ^ word) * M64;
    }
    if (at < length) {
      for (int i = length - at - 1; i >= 0; i--) {
        hash ^= (long) at(data, at + i) << (8 * i);
      }
      hash *= M64;
    }
    hash ^= hash >>> 47;
    hash *= M64;
    return hash ^ hash >>> 47;
  }
}
