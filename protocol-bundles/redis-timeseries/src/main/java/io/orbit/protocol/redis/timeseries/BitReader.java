package io.orbit.protocol.redis.timeseries;

/** Reads what a {@link BitWriter} wrote. One thread. */
final class BitReader {
  private final byte[] bytes;
  private long at;

  BitReader(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.at = (long) offset << 3;
  }

  boolean bit() {
    int octet = bytes[(int) (at >>> 3)];
    boolean set = (octet >>> 7 - (int) (at & 7) & 1) != 0;
    at++;
    return set;
  }

  /** Unsigned, up to 64 bits. */
  long read(int count) {
    long value = 0;
    int left = count;
    while (left > 0) {
      int room = 8 - (int) (at & 7);
      int take = Math.min(room, left);
      int part = (bytes[(int) (at >>> 3)] & 0xFF) >>> room - take & (1 << take) - 1;
      value = value << take | part;
      at += take;
      left -= take;
    }
    return value;
  }

  long readSigned(int count) {
    long value = read(count);
    int unused = Long.SIZE - count;
    return value << unused >> unused;
  }
}
