package io.orbit.kernel.checkpoint;

import io.orbit.kernel.record.ColdGeneration;
import io.orbit.kernel.record.ColdSource;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.SpaceTransfer;

/**
 * A space on its way into another engine. Until the commit that switches over, the engine it comes
 * from is read, and only what both engines hold counts as held, so that the commit may come at any
 * moment.
 */
public final class SpaceMove implements SpaceTransfer, ColdSource {
  private final SpaceMover mover;
  private final Space space;
  private final OpenEngine from;
  private final OpenEngine to;
  private final long total;
  private volatile long copied;
  private volatile boolean switched;
  private byte[] last;

  SpaceMove(SpaceMover mover, Space space, OpenEngine from, OpenEngine to, long total) {
    this.mover = mover;
    this.space = space;
    this.from = from;
    this.to = to;
    this.total = total;
    this.last = EngineFormat.spacePrefix(space.id());
  }

  OpenEngine source() {
    return from;
  }

  OpenEngine target() {
    return to;
  }

  /** The last key copied. */
  byte[] last() {
    return last;
  }

  void copied(byte[] key, long records) {
    last = key;
    copied += records;
  }

  /** How many records there were when it began. */
  public long total() {
    return total;
  }

  /** How many have been copied. */
  public long copied() {
    return copied;
  }

  @Override
  public Space space() {
    return space;
  }

  @Override
  public String from() {
    return from.name();
  }

  @Override
  public String to() {
    return to.name();
  }

  @Override
  public void switchOver() {
    switched = true;
    space.place(to.name());
    space.copyTo(null);
    from.expireGeneration();
  }

  @Override
  public void end() {
    mover.end(this, switched);
  }

  @Override
  public boolean isVolatile() {
    return from.isVolatile() || to.isVolatile();
  }

  @Override
  public long covered() {
    return switched ? to.covered() : Math.min(from.covered(), to.covered());
  }

  @Override
  public ColdGeneration acquire() {
    return switched ? to.acquire() : from.acquire();
  }
}
