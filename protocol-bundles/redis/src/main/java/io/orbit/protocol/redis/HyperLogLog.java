package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A HyperLogLog of 16,384 registers in Redis' own representation (hyperloglog.c), so that its
 * string can be moved between servers.
 *
 * <pre>
 * "HYLL", u8 encoding (0 dense, 1 sparse), 3 × u8 0,
 * 8 bytes little-endian: the cached number of elements; the highest bit says that it is not valid
 * dense:  16,384 numbers of 6 bits, the lowest bits of each byte first
 * sparse: runs  00nnnnnn               n + 1 registers are 0
 *               01nnnnnn nnnnnnnn      n + 1 registers are 0
 *               1vvvvvnn               n + 1 registers are v + 1
 * </pre>
 */
final class HyperLogLog {
  static final int REGISTERS = 1 << 14;

  private static final int INDEX_BITS = 14;
  private static final int RANK_BITS = 64 - INDEX_BITS;
  private static final int HEADER = 16;
  private static final int CACHE = 8;
  private static final int WIDTH = 6;
  private static final int DENSE_SIZE = HEADER + REGISTERS * WIDTH / 8;
  private static final int MOST_SPARSE_BYTES = 3000;
  private static final int MOST_SPARSE_VALUE = 32;
  private static final double ALPHA = 0.721347520444481703680;
  private static final long SEED = 0xadc83b19L;
  private static final byte[] MAGIC = {'H', 'Y', 'L', 'L'};

  private final byte[] registers = new byte[REGISTERS];
  private boolean dense;

  /** As it was read; what is written says that it is not valid, and like Redis keeps the rest. */
  private long cache;

  /** Reads a string. */
  static HyperLogLog of(ByteRange bytes) {
    requireValid(bytes);
    HyperLogLog read = new HyperLogLog();
    read.dense = bytes.byteAt(MAGIC.length) == 0;
    read.cache = cache(bytes);
    if (read.dense) {
      read.readDense(bytes);
    } else {
      read.readSparse(bytes);
    }
    return read;
  }

  /** Fails unless the string begins as one. */
  static void requireValid(ByteRange bytes) {
    boolean valid = bytes.length() >= HEADER;
    for (int i = 0; valid && i < MAGIC.length; i++) {
      valid = bytes.byteAt(i) == MAGIC[i];
    }
    int encoding = valid ? bytes.byteAt(MAGIC.length) : -1;
    if ((encoding != 0 && encoding != 1) || (encoding == 0 && bytes.length() != DENSE_SIZE)) {
      throw new RedisError("WRONGTYPE Key is not a valid HyperLogLog string value.");
    }
  }

  private void readDense(ByteRange bytes) {
    for (int i = 0; i < REGISTERS; i++) {
      int bit = i * WIDTH;
      int at = HEADER + bit / 8;
      int low = bytes.byteAt(at) & 0xFF;
      int high = at + 1 < bytes.length() ? bytes.byteAt(at + 1) & 0xFF : 0;
      registers[i] = (byte) ((high << 8 | low) >> bit % 8 & 63);
    }
  }

  private void readSparse(ByteRange bytes) {
    int register = 0;
    int at = HEADER;
    while (at < bytes.length()) {
      int code = bytes.byteAt(at++) & 0xFF;
      int value = 0;
      int run = (code & 0x3F) + 1;
      if (code >= 0x80) {
        value = (code >> 2 & 0x1F) + 1;
        run = (code & 3) + 1;
      } else if (code >= 0x40) {
        if (at == bytes.length()) {
          throw corrupted();
        }
        run = ((code & 0x3F) << 8 | bytes.byteAt(at++) & 0xFF) + 1;
      }
      if (register + run > REGISTERS) {
        throw corrupted();
      }
      java.util.Arrays.fill(registers, register, register + run, (byte) value);
      register += run;
    }
    if (register != REGISTERS) {
      throw corrupted();
    }
  }

  private static RedisError corrupted() {
    return new RedisError("INVALIDOBJ Corrupted HLL object detected");
  }

  private static long cache(ByteRange bytes) {
    return ByteBuffer.wrap(bytes.array(), bytes.offset() + CACHE, Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong();
  }

  /** The cached number of elements; -1 when it is not valid. */
  static long cached(ByteRange bytes) {
    requireValid(bytes);
    long value = cache(bytes);
    return value < 0 ? -1 : value;
  }

  /** The same string with another cached number. */
  static byte[] withCached(ByteRange bytes, long count) {
    byte[] copy = bytes.copy();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(CACHE, count);
    return copy;
  }

  boolean isDense() {
    return dense;
  }

  int register(int index) {
    return registers[index];
  }

  /** As a string of the dense encoding, its number of elements not cached. */
  byte[] toDense() {
    return denseBytes();
  }

  /** The runs of the sparse encoding, as PFDEBUG DECODE shows them. */
  static String runs(ByteRange bytes) {
    StringBuilder out = new StringBuilder();
    for (int at = HEADER; at < bytes.length(); at++) {
      int code = bytes.byteAt(at) & 0xFF;
      out.append(out.isEmpty() ? "" : " ");
      if (code >= 0x80) {
        out.append("v:").append((code >> 2 & 0x1F) + 1).append(',').append((code & 3) + 1);
      } else if (code >= 0x40) {
        at++;
        out.append("Z:").append(((code & 0x3F) << 8 | bytes.byteAt(at) & 0xFF) + 1);
      } else {
        out.append("z:").append((code & 0x3F) + 1);
      }
    }
    return out.toString();
  }

  /** True when that changes something. */
  boolean add(ByteRange element) {
    long hash = hash(element);
    int index = (int) (hash & (REGISTERS - 1));
    int rank = Long.numberOfTrailingZeros(hash >>> INDEX_BITS | 1L << RANK_BITS) + 1;
    if (rank <= registers[index]) {
      return false;
    }
    registers[index] = (byte) rank;
    return true;
  }

  void merge(HyperLogLog other) {
    dense |= other.dense;
    for (int i = 0; i < REGISTERS; i++) {
      registers[i] = (byte) Math.max(registers[i], other.registers[i]);
    }
  }

  /** Otmar Ertl's estimator, arXiv:1702.01284. */
  long count() {
    int[] histogram = new int[64];
    for (byte register : registers) {
      histogram[register]++;
    }
    double m = REGISTERS;
    double z = m * tau((m - histogram[RANK_BITS + 1]) / m);
    for (int i = RANK_BITS; i >= 1; i--) {
      z += histogram[i];
      z *= 0.5;
    }
    z += m * sigma(histogram[0] / m);
    return Math.round(ALPHA * m * m / z);
  }

  private static double tau(double start) {
    if (start == 0 || start == 1) {
      return 0;
    }
    double x = start;
    double y = 1;
    double z = 1 - x;
    double before;
    do {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (before != z);
    return z / 3;
  }

  private static double sigma(double start) {
    if (start == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = start;
    double y = 1;
    double z = x;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (before != z);
    return z;
  }

  /** As a string, its number of elements not cached. */
  byte[] bytes() {
    byte[] sparse = dense ? null : sparse();
    return sparse == null ? denseBytes() : sparse;
  }

  /** As {@link #bytes}, in the place of another. */
  byte[] bytesOver(ByteRange old) {
    cache = old.length() == 0 ? 0 : cache(old);
    return bytes();
  }

  private void header(ByteBuffer out, int encoding) {
    out.order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) encoding).put(new byte[3]);
    out.putLong(cache | Long.MIN_VALUE);
  }

  private byte[] denseBytes() {
    byte[] bytes = new byte[DENSE_SIZE];
    header(ByteBuffer.wrap(bytes), 0);
    for (int i = 0; i < REGISTERS; i++) {
      int bit = i * WIDTH;
      int at = HEADER + bit / 8;
      int shifted = registers[i] << bit % 8;
      bytes[at] |= (byte) shifted;
      if (bit % 8 > 8 - WIDTH) {
        bytes[at + 1] |= (byte) (shifted >> 8);
      }
    }
    return bytes;
  }

  /** Null when it would be too long, or a register too large for it. */
  private byte @Nullable [] sparse() {
    ByteBuffer out = ByteBuffer.allocate(HEADER + MOST_SPARSE_BYTES + 4);
    header(out, 1);
    int at = 0;
    while (at < REGISTERS) {
      int value = registers[at];
      int end = at + 1;
      int most = value == 0 ? REGISTERS : Math.min(REGISTERS, at + 4);
      while (end < most && registers[end] == value) {
        end++;
      }
      int run = end - at - 1;
      if (value > MOST_SPARSE_VALUE || out.position() > HEADER + MOST_SPARSE_BYTES) {
        return null;
      }
      if (value > 0) {
        out.put((byte) (0x80 | value - 1 << 2 | run));
      } else if (run < 64) {
        out.put((byte) run);
      } else {
        out.put((byte) (0x40 | run >> 8)).put((byte) run);
      }
      at = end;
    }
    return out.position() > HEADER + MOST_SPARSE_BYTES
        ? null
        : java.util.Arrays.copyOf(out.array(), out.position());
  }

  /** MurmurHash64A, by Austin Appleby, in the public domain. */
  private static long hash(ByteRange element) {
    long multiplier = 0xc6a4a7935bd1e995L;
    int length = element.length();
    long hash = SEED ^ length * multiplier;
    ByteBuffer bytes =
        ByteBuffer.wrap(element.array(), element.offset(), length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.remaining() >= Long.BYTES) {
      long word = bytes.getLong() * multiplier;
      word ^= word >>> 47;
      hash = (hash ^ word * multiplier) * multiplier;
    }
    if (bytes.hasRemaining()) {
      long rest = 0;
      for (int shift = 0; bytes.hasRemaining(); shift += 8) {
        rest |= (bytes.get() & 0xFFL) << shift;
      }
      hash = (hash ^ rest) * multiplier;
    }
    hash ^= hash >>> 47;
    hash *= multiplier;
    return hash ^ hash >>> 47;
  }
}
