package io.orbit.storage.cowbtree;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineGate;

/** A run that ends with its snapshot. */
final class CowbtreeCursor implements EngineCursor {
  private final EngineGate gate;
  private final TreeCursor run;
  private boolean closed;

  CowbtreeCursor(EngineGate gate, TreeCursor run) {
    this.gate = gate;
    this.run = run;
  }

  @Override
  public boolean next() {
    long stamp = gate.enter();
    try {
      return !closed && run.next();
    } finally {
      gate.leave(stamp);
    }
  }

  @Override
  public byte[] key() {
    return run.key();
  }

  @Override
  public byte[] value() {
    return run.value();
  }

  @Override
  public void close() {
    closed = true;
  }
}
