package io.orbit.storage.memory;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import java.util.List;

/**
 * Holds the current {@link Tree}. A snapshot is a reference to the tree of its moment, so readers
 * never wait, and a batch that fails half way leaves nothing behind.
 */
final class MemoryEngine implements StorageEngine {
  /** An estimate of array headers, references and the half-empty node, for each entry. */
  private static final long ENTRY_OVERHEAD_BYTES = 64;

  private volatile Tree tree = Tree.EMPTY;
  private volatile boolean closed;

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
    tree = before.apply(batch, position);
  }

  @Override
  public EngineSnapshot snapshot() {
    return new MemorySnapshot(this, current());
  }

  /** There is nothing to give back: replaced nodes are the garbage collector's. */
  @Override
  public void compact() {
    requireOpen();
  }

  @Override
  public EngineStatistics statistics() {
    Tree now = current();
    return new EngineStatistics(
        now.entries(), 0, now.bytes() + now.entries() * ENTRY_OVERHEAD_BYTES);
  }

  /** There are no checksums in memory; this checks the order of the keys and their number. */
  @Override
  public List<String> verify() {
    return current().verify();
  }

  @Override
  public void close() {
    closed = true;
    tree = Tree.EMPTY;
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
