package io.orbit.storage.memory;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import org.jspecify.annotations.Nullable;

/** The tree of one moment. */
final class MemorySnapshot implements EngineSnapshot {
  private final MemoryEngine engine;
  private final long position;
  private volatile @Nullable Tree tree;

  MemorySnapshot(MemoryEngine engine, Tree tree) {
    this.engine = engine;
    this.position = tree.position();
    this.tree = tree;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return requireOpen().get(key);
  }

  @Override
  public EngineCursor cursor(byte[] from, byte @Nullable [] to, boolean descending) {
    return new MemoryCursor(this, requireOpen().root(), from, to, descending);
  }

  @Override
  public void close() {
    tree = null;
  }

  Tree requireOpen() {
    Tree open = tree;
    engine.requireOpen();
    if (open == null) {
      throw MemoryEngine.closed("the snapshot");
    }
    return open;
  }
}
