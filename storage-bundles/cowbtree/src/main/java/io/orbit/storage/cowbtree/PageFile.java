package io.orbit.storage.cowbtree;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of pages: read by copying from its mapping, which costs no system call and cannot be
 * interrupted; written by system calls, for a full disk is an error there and a signal in a
 * mapping. Any number of threads read, one writes.
 */
final class PageFile implements AutoCloseable {
  private static final int GATHERED_BYTES = 64 * CowbtreeFormat.PAGE;
  private static final long LEAST_GROWTH = 16L * CowbtreeFormat.PAGE;

  /** A piece of the file that is mapped at once. */
  private record Window(long begin, MemorySegment bytes) {
    long end() {
      return begin + bytes.byteSize();
    }
  }

  private volatile Path path;
  private final Arena arena = Arena.ofShared();
  private final ByteBuffer gathered;
  private FileChannel channel;
  private long gatheredAt;
  private volatile List<Window> windows = List.of();

  private PageFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
    this.gathered = arena.allocate(GATHERED_BYTES).asByteBuffer();
  }

  /** Opens a file, or creates it. */
  static PageFile open(Path path) {
    try {
      PageFile file = new PageFile(path, channel(path));
      file.map(file.channel.size());
      return file;
    } catch (IOException e) {
      throw DiskErrors.of(e, "opening " + path);
    }
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  Path path() {
    return path;
  }

  /** The file has got another name. */
  void movedTo(Path newPath) {
    path = newPath;
  }

  /** How many bytes there are to be read. */
  long size() {
    List<Window> mapped = windows;
    return mapped.isEmpty() ? 0 : mapped.getLast().end();
  }

  private void map(long size) throws IOException {
    long begin = size();
    if (size > begin) {
      List<Window> more = new ArrayList<>(windows);
      more.add(
          new Window(
              begin, channel.map(FileChannel.MapMode.READ_ONLY, begin, size - begin, arena)));
      windows = List.copyOf(more);
    }
  }

  /** Reads and verifies what a pointer points to. */
  byte[] read(Pointer pointer) {
    byte[] bytes = read(pointer.page(), pointer.length());
    if (CowbtreeFormat.checksum(bytes, bytes.length) != pointer.checksum()) {
      throw CowbtreeErrors.corrupted("page %d of %s is damaged".formatted(pointer.page(), path));
    }
    return bytes;
  }

  /** Reads bytes from the beginning of a page on. */
  byte[] read(int page, int length) {
    long from = (long) page * CowbtreeFormat.PAGE;
    List<Window> mapped = windows;
    if (length < 0 || from < 0 || from + length > size()) {
      throw CowbtreeErrors.corrupted("page %d of %s is not there".formatted(page, path));
    }
    byte[] bytes = new byte[length];
    int at = window(mapped, from);
    int done = 0;
    try {
      while (done < length) {
        Window window = mapped.get(at++);
        int part = (int) Math.min(length - done, window.end() - from - done);
        MemorySegment.copy(
            window.bytes(), ValueLayout.JAVA_BYTE, from + done - window.begin(), bytes, done, part);
        done += part;
      }
      return bytes;
    } catch (InternalError e) {
      // The system could not read a mapped page.
      throw new OrbitException(ErrorCode.IO_ERROR, "failure while reading " + path, e);
    }
  }

  private static int window(List<Window> mapped, long offset) {
    int low = 0;
    int high = mapped.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (mapped.get(middle).begin() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Writes bytes from the beginning of a page on; they may wait for those that follow. */
  void write(int page, byte[] bytes) {
    long at = (long) page * CowbtreeFormat.PAGE;
    int room = CowbtreeFormat.pages(bytes.length) * CowbtreeFormat.PAGE;
    if (at != gatheredAt + gathered.position() || gathered.remaining() < room) {
      flush();
      gatheredAt = at;
    }
    if (room <= gathered.remaining()) {
      gathered.put(bytes);
      while (gathered.position() % CowbtreeFormat.PAGE != 0) {
        gathered.put((byte) 0);
      }
      return;
    }
    for (int done = 0; done < bytes.length; done += GATHERED_BYTES) {
      gathered.put(bytes, done, Math.min(GATHERED_BYTES, bytes.length - done));
      flush();
      gatheredAt = at + done + GATHERED_BYTES;
    }
  }

  private void flush() {
    if (gathered.position() == 0) {
      return;
    }
    gathered.flip();
    try {
      FileChannel open = open();
      while (gathered.hasRemaining()) {
        open.write(gathered, gatheredAt + gathered.position());
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "writing " + path);
    } finally {
      gathered.clear();
    }
  }

  /** A thread that is interrupted while it writes closes a channel under it. */
  private FileChannel open() throws IOException {
    if (!channel.isOpen()) {
      channel = channel(path);
    }
    return channel;
  }

  /** Drops what waits to be written. */
  void discard() {
    gathered.clear();
  }

  /**
   * Puts everything written on the disk, where it can be read from then on.
   *
   * @param pages how many pages the file has at least
   */
  void sync(int pages) {
    flush();
    try {
      FileChannel open = open();
      long wanted = (long) pages * CowbtreeFormat.PAGE;
      if (wanted > size()) {
        // Behind what is written, for the byte that makes the file longer must hit none of it.
        long more = Math.max(LEAST_GROWTH, size() / 8);
        long size = wanted + more - more % CowbtreeFormat.PAGE;
        open.write(ByteBuffer.wrap(new byte[1]), size - 1);
        open.force(true);
        map(size);
      } else {
        open.force(false);
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "writing " + path);
    }
  }

  @Override
  public void close() {
    arena.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskErrors.of(e, "closing " + path);
    }
  }
}
