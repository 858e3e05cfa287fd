package io.orbit.kernel.backup;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.kernel.bytes.ByteWriter;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/** Writes what an engine holds, as {@link EntriesFormat} says. */
final class EntriesWriter {
  private final BackupFile file;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private byte[] stored = new byte[EntriesFormat.BLOCK];

  private EntriesWriter(BackupFile file) {
    this.file = file;
  }

  static void write(EngineSnapshot snapshot, BackupFile file) {
    EntriesWriter writer = new EntriesWriter(file);
    try {
      writer.run(snapshot);
    } finally {
      writer.deflater.end();
    }
  }

  private void run(EngineSnapshot snapshot) {
    put(new ByteWriter(EntriesFormat.HEADER).u64(EntriesFormat.MAGIC).u32(EntriesFormat.VERSION));
    ByteWriter block = new ByteWriter(2 * EntriesFormat.BLOCK);
    try (EngineCursor cursor = snapshot.cursor(new byte[0], null, false)) {
      while (cursor.next()) {
        block.block(cursor.key()).block(cursor.value());
        if (block.size() >= EntriesFormat.BLOCK) {
          block(block);
          block.resetAndShrink(4 * EntriesFormat.BLOCK);
        }
      }
    }
    if (!block.isEmpty()) {
      block(block);
    }
    put(new ByteWriter(4).u32(0));
  }

  private void block(ByteWriter block) {
    int length = compress(block);
    CRC32C crc = new CRC32C();
    crc.update(stored, 0, length);
    put(
        new ByteWriter(EntriesFormat.BLOCK_HEADER)
            .u32(block.size())
            .u32(length)
            .u32((int) crc.getValue()));
    file.write(stored, 0, length);
  }

  private int compress(ByteWriter block) {
    deflater.reset();
    deflater.setInput(block.array(), 0, block.size());
    deflater.finish();
    int length = 0;
    while (!deflater.finished()) {
      if (length == stored.length) {
        stored = java.util.Arrays.copyOf(stored, 2 * stored.length);
      }
      length += deflater.deflate(stored, length, stored.length - length);
    }
    return length;
  }

  private void put(ByteWriter bytes) {
    file.write(bytes.array(), 0, bytes.size());
  }
}
