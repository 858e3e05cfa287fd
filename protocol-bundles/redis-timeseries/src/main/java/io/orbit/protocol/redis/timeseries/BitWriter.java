package io.orbit.protocol.redis.timeseries;

import java.util.Arrays;

/** Bits one after the other, the highest first. One thread. */
final class BitWriter {
  private byte[] bytes = new byte[64];
  private long bits;

  void write(long value, int count) {
    int need = (int) ((bits + count + 7) >>> 3);
    if (need > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(need, bytes.length * 2));
    }
    int left = count;
    while (left > 0) {
      int at = (int) (bits >>> 3);
      int room = 8 - (int) (bits & 7);
      int take = Math.min(room, left);
      int part = (int) (value >>> left - take) & (1 << take) - 1;
      bytes[at] |= (byte) (part << room - take);
      bits += take;
      left -= take;
    }
  }

  int size() {
    return (int) ((bits + 7) >>> 3);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size());
  }
}
