package io.orbit.kernel.backup;

/**
 * An engine's content in a backup, byte by byte. Numbers are big-endian, varints unsigned LEB128.
 *
 * <pre>
 * header  u64 magic "ORBITENT", u32 version (1)
 * blocks  u32 bytes of the block before compression, u32 bytes stored, u32 CRC32C of those,
 *         then them: a zlib stream (RFC 1950) of entries
 *           varint length of the key, the key, varint length of the value, the value
 *         in the order of the keys
 * end     u32 0
 * </pre>
 */
final class EntriesFormat {
  static final long MAGIC = 0x4F52424954_454E54L;
  static final int VERSION = 1;
  static final int HEADER = 12;
  static final int BLOCK_HEADER = 12;

  /** A block is closed once it has so many bytes. */
  static final int BLOCK = 256 << 10;

  private EntriesFormat() {}
}
