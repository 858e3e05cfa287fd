package io.orbit.storage.memory;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineFormat;
import io.orbit.api.storage.SortedBatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that brings a tree back: batches as they were applied, from time to time replaced by one
 * of all there is. Byte by byte: {@link SnapshotFormat}. One thread at a time.
 */
final class SnapshotFile implements AutoCloseable {
  /** Grown by as much as it began with, and by that much at least, it is written anew. */
  private static final long LEAST_GROWTH = 16 << 20;

  private static final int FRAME = 64 << 10;

  private final Path path;
  private final RandomAccessFile lockFile;
  private RandomAccessFile file;
  private long number;
  private volatile long length;
  private long rewrittenLength;

  private SnapshotFile(Path path, RandomAccessFile lockFile, RandomAccessFile file) {
    this.path = path;
    this.lockFile = lockFile;
    this.file = file;
  }

  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(EngineFormat.FILE_NAME));
  }

  /** Removes what an engine has kept in a directory, so that it never comes back. */
  static void deleteFrom(Path directory) {
    try {
      for (String name :
          List.of(EngineFormat.FILE_NAME, SnapshotFormat.NAME, SnapshotFormat.NEW_NAME)) {
        Files.deleteIfExists(directory.resolve(name));
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "removing what was kept in " + directory);
    }
  }

  /** Opens the file of a directory, or makes it. */
  static SnapshotFile open(Path directory) {
    Path path = directory.resolve(SnapshotFormat.NAME);
    RandomAccessFile lock = null;
    try {
      lock = lock(directory);
      Optional<EngineFormat> format = EngineFormat.read(directory);
      boolean isNew = format.isEmpty() && !Files.exists(path);
      format.ifPresent(found -> SnapshotFormat.FORMAT.requireReadable(found, directory));
      if (format.isPresent() && !Files.exists(path)) {
        throw SnapshotFormat.damaged(path + " is missing");
      }
      Files.deleteIfExists(directory.resolve(SnapshotFormat.NEW_NAME));
      SnapshotFile opened = new SnapshotFile(path, lock, new RandomAccessFile(path.toFile(), "rw"));
      opened.begin(isNew);
      if (format.isEmpty()) {
        opened.requireEmpty();
        SnapshotFormat.FORMAT.write(directory);
      }
      return opened;
    } catch (IOException e) {
      closeQuietly(lock);
      throw DiskErrors.of(e, "opening " + path);
    } catch (OrbitException e) {
      closeQuietly(lock);
      throw e;
    }
  }

  private static RandomAccessFile lock(Path directory) throws IOException {
    RandomAccessFile file = new RandomAccessFile(directory.resolve("lock").toFile(), "rw");
    try {
      FileLock lock = file.getChannel().tryLock();
      if (lock != null) {
        return file;
      }
    } catch (OverlappingFileLockException heldHere) {
      // The same as when another process holds it.
    }
    file.close();
    throw new OrbitException(ErrorCode.CANNOT_CONNECT_NOW, directory + " is in use");
  }

  private static void closeQuietly(@Nullable Closeable file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "closing the lock of the memory engine");
    }
  }

  private void begin(boolean isNew) throws IOException {
    if (isNew) {
      length = SnapshotFormat.BEGIN;
      file.setLength(length);
      commit(0);
      return;
    }
    byte[] header = new byte[SnapshotFormat.BEGIN];
    if (file.length() < header.length) {
      throw SnapshotFormat.damaged(path + " is cut off");
    }
    file.seek(0);
    file.readFully(header);
    SnapshotFormat.Slot slot =
        SnapshotFormat.newest(header)
            .orElseThrow(() -> SnapshotFormat.damaged(path + ": its beginning is damaged"));
    number = slot.number();
    length = slot.length();
    if (file.length() < length) {
      throw SnapshotFormat.damaged(path + " is cut off");
    }
  }

  private void requireEmpty() {
    if (length != SnapshotFormat.BEGIN) {
      throw SnapshotFormat.damaged(
          path.resolveSibling(EngineFormat.FILE_NAME) + " is missing beside " + path);
    }
  }

  /** The tree that the file holds. */
  Tree read() {
    Tree tree = Tree.EMPTY;
    try {
      byte[] header = new byte[SnapshotFormat.BEGIN];
      file.seek(0);
      file.readFully(header);
      List<Change> changes = new ArrayList<>();
      long at = SnapshotFormat.BEGIN;
      boolean first = true;
      while (at < length) {
        byte[] payload = frame(at);
        if (SnapshotFormat.beginsBatch(payload) && !first) {
          tree = apply(tree, changes);
          rewrittenLength = rewrittenLength == 0 ? at : rewrittenLength;
        }
        first = false;
        SnapshotFormat.read(payload, changes);
        at += SnapshotFormat.FRAME_HEADER + payload.length;
      }
      tree = apply(tree, changes);
      rewrittenLength = rewrittenLength == 0 ? length : rewrittenLength;
      long position =
          SnapshotFormat.newest(header)
              .orElseThrow(() -> SnapshotFormat.damaged(path + ": its beginning is damaged"))
              .position();
      return new Tree(tree.root(), position, tree.entries(), tree.bytes());
    } catch (IOException e) {
      throw DiskErrors.of(e, "reading " + path);
    } catch (IllegalArgumentException e) {
      throw SnapshotFormat.damaged(path + ": " + e.getMessage());
    }
  }

  private static Tree apply(Tree tree, List<Change> changes) {
    Tree next = tree.apply(Change.batch(changes), 0);
    changes.clear();
    return next;
  }

  private byte[] frame(long at) throws IOException {
    byte[] head = new byte[SnapshotFormat.FRAME_HEADER];
    if (length - at >= head.length) {
      file.seek(at);
      file.readFully(head);
      long size = SnapshotFormat.frameLength(head);
      if (size >= 1 && size <= length - at - head.length) {
        byte[] payload = new byte[(int) size];
        file.readFully(payload);
        if (SnapshotFormat.isSound(head, payload)) {
          return payload;
        }
      }
    }
    throw SnapshotFormat.damaged(path + " is damaged at offset " + at);
  }

  /** What is wrong with the file; nothing, if nothing is. */
  List<String> verify() {
    try {
      for (long at = SnapshotFormat.BEGIN; at < length; ) {
        at += SnapshotFormat.FRAME_HEADER + frame(at).length;
      }
      return List.of();
    } catch (IOException e) {
      throw DiskErrors.of(e, "reading " + path);
    } catch (OrbitException damage) {
      return List.of(String.valueOf(damage.getMessage()));
    }
  }

  /** Adds a batch, durably or not at all. */
  void append(SortedBatch batch, long position) {
    try {
      long end = write(file, batch, length);
      file.getFD().sync();
      length = end;
      commit(position);
    } catch (IOException e) {
      throw DiskErrors.of(e, "writing " + path);
    }
  }

  private static long write(RandomAccessFile file, SortedBatch batch, long from)
      throws IOException {
    SnapshotFormat.Frame frame = new SnapshotFormat.Frame(true);
    long at = from;
    while (batch.next()) {
      frame.add(batch.key(), batch.value());
      if (frame.size() >= FRAME) {
        at = frame.writeTo(file, at);
        frame = new SnapshotFormat.Frame(false);
      }
    }
    return frame.writeTo(file, at);
  }

  /** What is before the length counts from now on. */
  private void commit(long position) throws IOException {
    SnapshotFormat.Slot slot = new SnapshotFormat.Slot(number + 1, length, position);
    slot.writeTo(file);
    file.getFD().sync();
    number++;
  }

  long bytes() {
    return length;
  }

  boolean isOvergrown() {
    return length > 2 * rewrittenLength + LEAST_GROWTH;
  }

  /** Writes all that a tree holds into a new file, which takes the place of this one. */
  void rewrite(MemorySnapshot tree) {
    Path next = path.resolveSibling(SnapshotFormat.NEW_NAME);
    try {
      RandomAccessFile written = new RandomAccessFile(next.toFile(), "rw");
      try (EngineCursor all = tree.cursor(new byte[0], null, false)) {
        written.setLength(SnapshotFormat.BEGIN);
        long end = write(written, Change.batch(all), SnapshotFormat.BEGIN);
        new SnapshotFormat.Slot(number + 1, end, tree.position()).writeTo(written);
        written.getFD().sync();
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        number++;
        length = end;
        rewrittenLength = end;
      } catch (IOException | RuntimeException e) {
        written.close();
        Files.deleteIfExists(next);
        throw e;
      }
      RandomAccessFile old = file;
      file = written;
      old.close();
      try (FileChannel folder =
          FileChannel.open(path.resolveSibling(""), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "writing " + next);
    }
  }

  @Override
  public void close() {
    try (lockFile) {
      file.close();
    } catch (IOException e) {
      throw DiskErrors.of(e, "closing " + path);
    }
  }
}
