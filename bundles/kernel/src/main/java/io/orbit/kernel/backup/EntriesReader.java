package io.orbit.kernel.backup;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.SortedBatch;
import io.orbit.kernel.bytes.ByteReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads an engine's content from a backup, as a batch for a new engine. */
final class EntriesReader implements SortedBatch, AutoCloseable {
  private final Path path;
  private final DataInputStream in;
  private final Inflater inflater = new Inflater();
  private ByteReader block = new ByteReader(new byte[0]);
  private byte[] key = new byte[0];
  private byte[] value = new byte[0];

  EntriesReader(Path path) {
    this.path = path;
    try {
      in = new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(path)));
      if (in.readLong() != EntriesFormat.MAGIC) {
        throw damaged();
      }
      if (in.readInt() > EntriesFormat.VERSION) {
        throw new OrbitException(
            ErrorCode.CANNOT_CONNECT_NOW, path + " was written by a newer Orbit; use that one");
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "reading " + path);
    }
  }

  @Override
  public boolean next() {
    if (!block.hasMore() && !nextBlock()) {
      return false;
    }
    key = block.block();
    value = block.block();
    return true;
  }

  private boolean nextBlock() {
    try {
      int length = in.readInt();
      if (length == 0) {
        return false;
      }
      int storedLength = in.readInt();
      int crc = in.readInt();
      byte[] stored = in.readNBytes(storedLength);
      CRC32C found = new CRC32C();
      found.update(stored, 0, stored.length);
      if (stored.length != storedLength || (int) found.getValue() != crc) {
        throw damaged();
      }
      block = new ByteReader(decompress(stored, length));
      return true;
    } catch (EOFException | DataFormatException e) {
      throw damaged();
    } catch (IOException e) {
      throw DiskErrors.of(e, "reading " + path);
    }
  }

  private byte[] decompress(byte[] stored, int length) throws DataFormatException {
    inflater.reset();
    inflater.setInput(stored);
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length && !inflater.finished()) {
      int more = inflater.inflate(bytes, filled, length - filled);
      if (more == 0) {
        break;
      }
      filled += more;
    }
    if (filled != length) {
      throw damaged();
    }
    return bytes;
  }

  private OrbitException damaged() {
    return new OrbitException(ErrorCode.DATA_CORRUPTED, path + " is damaged");
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public void close() {
    inflater.end();
    try {
      in.close();
    } catch (IOException e) {
      throw DiskErrors.of(e, "closing " + path);
    }
  }
}
