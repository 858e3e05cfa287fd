package io.orbit.storage.cowbtree;

import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.EngineFormat;
import io.orbit.api.storage.EngineGate;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tree of a directory, and its copy when it is compacted. */
final class CowbtreeEngine implements StorageEngine {
  /** Compaction copies when at least that part of the pages is free. */
  private static final int WORTHWHILE = 8;

  private final Path directory;
  private final long cacheBytes;
  private final FileChannel lock;
  private final EngineGate gate = new EngineGate(CowbtreeErrors::closed);
  private final Set<CowbtreeSnapshot> snapshots = ConcurrentHashMap.newKeySet();
  private volatile Tree tree;
  private boolean folderSynced = true;

  private CowbtreeEngine(Path directory, long cacheBytes, FileChannel lock, Tree tree) {
    this.directory = directory;
    this.cacheBytes = cacheBytes;
    this.lock = lock;
    this.tree = tree;
  }

  static CowbtreeEngine open(Path directory, long cacheBytes) {
    Optional<EngineFormat> found = EngineFormat.read(directory);
    found.ifPresent(format -> CowbtreeFormat.FORMAT.requireReadable(format, directory));
    FileChannel lock = lock(directory);
    try {
      Files.deleteIfExists(directory.resolve(CowbtreeFormat.COPY));
      Tree tree = open(directory, cacheBytes, found.isEmpty());
      return new CowbtreeEngine(directory, cacheBytes, lock, tree);
    } catch (IOException e) {
      unlock(lock);
      throw DiskErrors.of(e, "opening " + directory);
    } catch (RuntimeException e) {
      unlock(lock);
      throw e;
    }
  }

  private static Tree open(Path directory, long cacheBytes, boolean create) throws IOException {
    Path file = CowbtreeFormat.file(directory);
    if (!create) {
      if (!Files.exists(file)) {
        throw CowbtreeErrors.corrupted(file + " is missing");
      }
      return Tree.open(file, cacheBytes);
    }
    if (hasData(file)) {
      throw CowbtreeErrors.corrupted(directory.resolve(EngineFormat.FILE_NAME) + " is missing");
    }
    Files.deleteIfExists(file);
    Tree tree = Tree.create(file, cacheBytes);
    CowbtreeFormat.FORMAT.write(directory);
    return tree;
  }

  /** More than what creating a directory has written before it broke off. */
  private static boolean hasData(Path path) {
    if (!Files.exists(path)) {
      return false;
    }
    PageFile file = PageFile.open(path);
    try {
      return Tree.newest(file).filter(root -> !root.equals(Root.EMPTY)).isPresent();
    } finally {
      file.close();
    }
  }

  private static FileChannel lock(Path directory) {
    Path path = directory.resolve(CowbtreeFormat.LOCK);
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        @Nullable FileLock taken = channel.tryLock();
        if (taken != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        channel.close();
        throw CowbtreeErrors.inUse(directory.toString());
      }
      channel.close();
      throw CowbtreeErrors.inUse(directory.toString());
    } catch (IOException e) {
      throw DiskErrors.of(e, "locking " + path);
    }
  }

  private static void unlock(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw DiskErrors.of(e, "unlocking");
    }
  }

  @Override
  public long position() {
    long stamp = gate.enter();
    try {
      return tree.root().position();
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public void apply(SortedBatch batch, long newPosition) {
    long stamp = gate.enter();
    try {
      long position = tree.root().position();
      if (newPosition < position) {
        throw new IllegalArgumentException("position " + newPosition + " is before " + position);
      }
      syncFolder();
      tree.apply(batch, newPosition);
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public EngineSnapshot snapshot() {
    long stamp = gate.enter();
    try {
      CowbtreeSnapshot snapshot = new CowbtreeSnapshot(this, tree);
      snapshots.add(snapshot);
      return snapshot;
    } finally {
      gate.leave(stamp);
    }
  }

  void closed(CowbtreeSnapshot snapshot) {
    snapshots.remove(snapshot);
  }

  /**
   * Copies the tree, in order and without gaps, and puts the copy in its place; snapshots go on
   * reading the old one. Takes as much space again as there is data meanwhile.
   */
  @Override
  public void compact() {
    long stamp = gate.enter();
    try {
      Tree old = tree;
      if (old.freePages() * WORTHWHILE >= old.root().pages() || old.freeListLost()) {
        tree = copy(old);
        folderSynced = false;
        old.retire();
      }
      syncFolder();
    } finally {
      gate.leave(stamp);
    }
  }

  private Tree copy(Tree old) {
    Path path = directory.resolve(CowbtreeFormat.COPY);
    Path file = CowbtreeFormat.file(directory);
    Tree copy = null;
    boolean done = false;
    try {
      Files.deleteIfExists(path);
      copy = Tree.create(path, cacheBytes);
      copy.apply(new TreeBatch(old), old.root().position());
      Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
      copy.movedTo(file);
      done = true;
      return copy;
    } catch (IOException e) {
      throw DiskErrors.of(e, "compacting " + directory);
    } finally {
      if (!done) {
        drop(copy, path);
      }
    }
  }

  /** Nothing is written to a copy before its name is on the disk. */
  private void syncFolder() {
    if (!folderSynced) {
      try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
        folder.force(true);
        folderSynced = true;
      } catch (IOException e) {
        throw DiskErrors.of(e, "syncing " + directory);
      }
    }
  }

  private static void drop(@Nullable Tree copy, Path path) {
    if (copy != null) {
      copy.retire();
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw DiskErrors.of(e, "deleting " + path);
    }
  }

  @Override
  public EngineStatistics statistics() {
    long stamp = gate.enter();
    try {
      Tree current = tree;
      Root root = current.root();
      return new EngineStatistics(
          root.entries(),
          (long) root.pages() * CowbtreeFormat.PAGE,
          Math.min(current.cacheBytes(), (long) root.pages() * CowbtreeFormat.PAGE));
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public List<String> verify() {
    long stamp = gate.enter();
    try {
      return TreeCheck.run(tree);
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public void close() {
    gate.shut(
        () -> {
          snapshots.forEach(CowbtreeSnapshot::close);
          tree.retire();
          unlock(lock);
        });
  }
}
