package io.orbit.storage.lsm;

import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.SortedBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes a batch into tables beside the database, which knows nothing of them until they are
 * ingested; whatever is left when this is closed is deleted. One thread.
 */
final class BatchTables implements AutoCloseable {
  private final Path folder;
  private final Options options;
  private final AtomicLong numbers;
  private final List<Path> files = new ArrayList<>();
  private @Nullable SstFileWriter writer;

  /**
   * Tables in a folder.
   *
   * @param numbers names the files; one that was ingested is linked into the database, so its name
   *     must not be written to again even if it could not be deleted
   */
  BatchTables(Path folder, Options options, AtomicLong numbers) {
    this.folder = folder;
    this.options = options;
    this.numbers = numbers;
  }

  /** Writes the position and the batch; the files' paths, in the order of their keys. */
  List<String> write(SortedBatch batch, long position) throws RocksDBException {
    begin().put(LsmFormat.positionKey(), LsmFormat.encodePosition(position));
    finish();
    byte[] previous = null;
    while (batch.next()) {
      byte[] key = batch.key();
      if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
        throw new IllegalArgumentException("the batch is not in strictly ascending key order");
      }
      SstFileWriter table = writer == null ? begin() : writer;
      byte[] value = batch.value();
      if (value == null) {
        table.delete(LsmFormat.rowKey(key));
      } else {
        table.put(LsmFormat.rowKey(key), value);
      }
      if (table.fileSize() >= LsmFormat.TABLE_BYTES) {
        finish();
      }
      previous = key;
    }
    finish();
    return files.stream().map(Path::toString).toList();
  }

  private SstFileWriter begin() throws RocksDBException {
    Path file = folder.resolve(numbers.incrementAndGet() + ".sst");
    files.add(file);
    try (EnvOptions environment = new EnvOptions()) {
      SstFileWriter table = new SstFileWriter(environment, options);
      writer = table;
      table.open(file.toString());
      return table;
    }
  }

  private void finish() throws RocksDBException {
    if (writer != null) {
      writer.finish();
      writer.close();
      writer = null;
    }
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw DiskErrors.of(e, "deleting " + file);
      }
    }
  }
}
