package io.orbit.storage.cowbtree;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineGate;
import io.orbit.api.storage.EngineSnapshot;
import org.jspecify.annotations.Nullable;

/** A state of the tree, whose pages nobody writes over while this is open. */
final class CowbtreeSnapshot implements EngineSnapshot {
  private final CowbtreeEngine engine;
  private final Tree tree;
  private final Root state;
  private final EngineGate gate = new EngineGate(CowbtreeErrors::closed);

  CowbtreeSnapshot(CowbtreeEngine engine, Tree tree) {
    this.engine = engine;
    this.tree = tree;
    this.state = tree.pin();
  }

  @Override
  public long position() {
    return state.position();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    long stamp = gate.enter();
    try {
      return tree.get(state, key);
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public EngineCursor cursor(byte[] from, byte @Nullable [] to, boolean descending) {
    gate.leave(gate.enter());
    return new CowbtreeCursor(gate, new TreeCursor(tree, state, from, to, descending));
  }

  /** Waits for reads in progress. */
  @Override
  public void close() {
    gate.shut(
        () -> {
          tree.unpin(state);
          engine.closed(this);
        });
  }
}
