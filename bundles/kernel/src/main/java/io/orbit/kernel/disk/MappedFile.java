package io.orbit.kernel.disk;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped as a whole. A write is one copy into the page cache: no system call, and a killed
 * process loses nothing. {@link #force} syncs by the channel (fdatasync), which covers the mapping
 * on every platform we run on and reports errors that msync may swallow.
 */
final class MappedFile implements DiskFile {
  private final Path path;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private MemorySegment memory;

  MappedFile(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.memory = map();
  }

  private MemorySegment map() throws IOException {
    return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
  }

  @Override
  public long size() {
    return memory.byteSize();
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) {
    try {
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, position, target, offset, length);
    } catch (InternalError e) {
      throw unreadable("read", e);
    }
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) {
    try {
      MemorySegment.copy(source, offset, memory, ValueLayout.JAVA_BYTE, position, length);
    } catch (InternalError e) {
      throw unreadable("write", e);
    }
  }

  /** The JVM turns a page that the disk could not give or take into an InternalError. */
  private OrbitException unreadable(String what, InternalError cause) {
    return new OrbitException(
        ErrorCode.IO_ERROR, "Cannot " + what + " " + path + ": the disk failed", cause);
  }

  @Override
  public void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw FileDisk.failure("syncing", path, e);
    }
  }

  @Override
  public void truncate(long size) {
    try {
      channel.truncate(size);
      channel.force(true);
      memory = map();
    } catch (IOException e) {
      throw FileDisk.failure("truncating", path, e);
    }
  }

  @Override
  public void close() {
    arena.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw FileDisk.failure("closing", path, e);
    }
  }
}
