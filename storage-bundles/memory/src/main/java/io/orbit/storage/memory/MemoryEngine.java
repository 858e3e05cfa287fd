package io.orbit.storage.memory;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the current {@link Tree}. A snapshot is a reference to the tree of its moment, so readers
 * never wait, and a batch that fails half way leaves nothing behind. With a {@link SnapshotFile} a
 * batch is in it before anybody sees it.
 */
final class MemoryEngine implements StorageEngine {
  /** An estimate of array headers, references and the half-empty node, for each entry. */
  private static final long ENTRY_OVERHEAD_BYTES = 64;

  private final @Nullable SnapshotFile file;
  private volatile Tree tree;
  private volatile boolean closed;

  /** An engine that forgets. */
  MemoryEngine() {
    file = null;
    tree = Tree.EMPTY;
  }

  /** An engine that comes back with what its file holds. */
  MemoryEngine(SnapshotFile file) {
    this.file = file;
    this.tree = file.read();
  }

  @Override
  public long position() {
    return current().position();
  }

  @Override
  public void apply(SortedBatch batch, long position) {
    Tree before = current();
    if (position < before.position()) {
      throw new IllegalArgumentException(
          "position " + position + " is before " + before.position());
    }
    SnapshotFile kept = file;
    if (kept == null) {
      tree = before.apply(batch, position);
      return;
    }
    List<Change> changes = Change.all(batch);
    Tree next = before.apply(Change.batch(changes), position);
    synchronized (kept) {
      kept.append(Change.batch(changes), position);
      tree = next;
      if (kept.isOvergrown()) {
        rewriteIfPossible(kept);
      }
    }
  }

  /** The file that is there is good, only longer; the next batch tries again. */
  private void rewriteIfPossible(SnapshotFile kept) {
    try {
      rewrite(kept);
    } catch (OrbitException e) {
      if (e.code() != ErrorCode.DISK_FULL) {
        throw e;
      }
    }
  }

  private void rewrite(SnapshotFile kept) {
    try (MemorySnapshot all = new MemorySnapshot(this, current())) {
      kept.rewrite(all);
    }
  }

  @Override
  public EngineSnapshot snapshot() {
    return new MemorySnapshot(this, current());
  }

  /** Replaced nodes are the garbage collector's; the file is written anew. */
  @Override
  public void compact() {
    requireOpen();
    SnapshotFile kept = file;
    if (kept != null) {
      synchronized (kept) {
        rewrite(kept);
      }
    }
  }

  @Override
  public EngineStatistics statistics() {
    Tree now = current();
    SnapshotFile kept = file;
    long disk = kept == null ? 0 : kept.bytes();
    return new EngineStatistics(
        now.entries(), disk, now.bytes() + now.entries() * ENTRY_OVERHEAD_BYTES);
  }

  /** The file's checksums; in memory, where there are none, the order and number of the keys. */
  @Override
  public List<String> verify() {
    List<String> problems = new ArrayList<>(current().verify());
    SnapshotFile kept = file;
    if (kept != null) {
      synchronized (kept) {
        problems.addAll(kept.verify());
      }
    }
    return problems;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    tree = Tree.EMPTY;
    SnapshotFile kept = file;
    if (kept != null) {
      synchronized (kept) {
        kept.close();
      }
    }
  }

  void requireOpen() {
    if (closed) {
      throw closed("the memory engine");
    }
  }

  static OrbitException closed(String what) {
    return new OrbitException(ErrorCode.CANNOT_CONNECT_NOW, what + " is closed");
  }

  private Tree current() {
    Tree now = tree;
    requireOpen();
    return now;
  }
}
