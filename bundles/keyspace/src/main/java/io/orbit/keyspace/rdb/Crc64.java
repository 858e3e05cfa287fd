package io.orbit.keyspace.rdb;

/**
 * The checksum of RDB: CRC-64 with the polynomial of Jones, reflected, beginning with 0. One
 * thread.
 */
final class Crc64 {
  private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;
  private static final long[] TABLE = table();

  private long value;

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
      table[i] = crc;
    }
    return table;
  }

  void update(byte[] bytes, int from, int length) {
    long crc = value;
    for (int i = from; i < from + length; i++) {
      crc = TABLE[(int) (crc ^ bytes[i]) & 0xFF] ^ crc >>> 8;
    }
    value = crc;
  }

  long value() {
    return value;
  }

  static long of(byte[] bytes, int from, int length) {
    Crc64 crc = new Crc64();
    crc.update(bytes, from, length);
    return crc.value;
  }
}
