package io.orbit.storage.memory;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code snapshot}, byte by byte; numbers are big-endian.
 *
 * <pre>
 *   0  slot, 64  slot: of the two, the valid one with the higher number counts
 *        0  u64  number, one more with each batch; odd numbers stand at 0, even ones at 64
 *        8  u64  length: so much of the file counts
 *       16  u64  position of the log that it covers
 *       24  u32  CRC-32C of bytes 0 to 23
 * 128  frames, back to back
 *        0  u32  length of the payload
 *        4  u32  CRC-32C of the payload
 *        8       payload: u8 1 = begins a batch, 0 = goes on with it; then changes in ascending order
 *                of keys: u8 1 put, u8 2 remove; u32 length of the key, key; for put u32 length of
 *                the value, value
 * </pre>
 *
 * <p>A batch is written and synced, then its slot, which is synced too. So what follows the length
 * is what a crash has cut off, and anything wrong before it is damage. Damage of the newest slot
 * alone looks like a crash before it: the file then stands for the position before.
 */
final class SnapshotFormat {
  static final String NAME = "snapshot";
  static final String NEW_NAME = "snapshot.new";
  static final EngineFormat FORMAT = new EngineFormat("memory", 1);

  static final int BEGIN = 128;
  static final int FRAME_HEADER = 8;

  private static final int SLOT = 64;
  private static final int SLOT_BYTES = 28;
  private static final byte PUT = 1;
  private static final byte REMOVE = 2;

  private SnapshotFormat() {}

  /** How much of the file counts, and what it covers. */
  record Slot(long number, long length, long position) {
    void writeTo(RandomAccessFile file) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
      bytes.putLong(number).putLong(length).putLong(position);
      bytes.putInt(checksum(bytes.array(), 0, SLOT_BYTES - Integer.BYTES));
      file.seek(number % 2 == 0 ? SLOT : 0);
      file.write(bytes.array());
    }

    private static @Nullable Slot read(byte[] header, int at) {
      ByteBuffer bytes = ByteBuffer.wrap(header, at, SLOT_BYTES);
      Slot slot = new Slot(bytes.getLong(), bytes.getLong(), bytes.getLong());
      boolean valid =
          bytes.getInt() == checksum(header, at, SLOT_BYTES - Integer.BYTES)
              && slot.length >= BEGIN
              && at == (slot.number % 2 == 0 ? SLOT : 0);
      return valid ? slot : null;
    }
  }

  static Optional<Slot> newest(byte[] header) {
    Slot first = Slot.read(header, 0);
    Slot second = Slot.read(header, SLOT);
    if (first == null || second == null) {
      return Optional.ofNullable(first == null ? second : first);
    }
    return Optional.of(first.number > second.number ? first : second);
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }

  static long frameLength(byte[] head) {
    return ByteBuffer.wrap(head).getInt();
  }

  static boolean isSound(byte[] head, byte[] payload) {
    return ByteBuffer.wrap(head).getInt(Integer.BYTES) == checksum(payload, 0, payload.length);
  }

  static boolean beginsBatch(byte[] payload) {
    return payload[0] == 1;
  }

  /** Adds a frame's changes to those of the frames before. */
  static void read(byte[] payload, List<Change> changes) {
    ByteBuffer bytes = ByteBuffer.wrap(payload, 1, payload.length - 1);
    try {
      while (bytes.hasRemaining()) {
        boolean put = bytes.get() == PUT;
        byte[] key = block(bytes);
        changes.add(new Change(key, put ? block(bytes) : null));
      }
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("a frame does not hold what it says", e);
    }
  }

  private static byte[] block(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] block = new byte[length];
    bytes.get(block);
    return block;
  }

  /** A frame that is being filled. */
  static final class Frame {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    Frame(boolean beginsBatch) {
      bytes.write(beginsBatch ? 1 : 0);
    }

    int size() {
      return bytes.size();
    }

    void add(byte[] key, byte @Nullable [] value) {
      try {
        out.writeByte(value == null ? REMOVE : PUT);
        out.writeInt(key.length);
        out.write(key);
        if (value != null) {
          out.writeInt(value.length);
          out.write(value);
        }
      } catch (IOException impossibleInMemory) {
        throw new UncheckedIOException(impossibleInMemory);
      }
    }

    /** Writes the frame; answers where it ends. */
    long writeTo(RandomAccessFile file, long at) throws IOException {
      byte[] payload = bytes.toByteArray();
      ByteBuffer head = ByteBuffer.allocate(FRAME_HEADER);
      head.putInt(payload.length).putInt(checksum(payload, 0, payload.length));
      file.seek(at);
      file.write(head.array());
      file.write(payload);
      return at + FRAME_HEADER + payload.length;
    }
  }

  static OrbitException damaged(String what) {
    return new OrbitException(ErrorCode.DATA_CORRUPTED, what);
  }
}
