package io.orbit.simulation;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.util.EnumSet;
import java.util.Set;

/** What is wrong with the disk now, and so which errors are allowed. */
final class Disturbance {
  private static final Set<ErrorCode> ALWAYS =
      EnumSet.of(
          ErrorCode.SERIALIZATION_FAILURE,
          ErrorCode.DEADLOCK_DETECTED,
          ErrorCode.LOCK_NOT_AVAILABLE,
          ErrorCode.QUERY_CANCELED,
          ErrorCode.UNIQUE_VIOLATION,
          ErrorCode.FOREIGN_KEY_VIOLATION);

  private final SimulatedDisk disk;
  private final SortedMapEngine.Factory engine;
  private boolean full;
  private boolean unwritable;
  private boolean unsynced;
  private boolean engineFails;
  private boolean flipped;

  Disturbance(SimulatedDisk disk, SortedMapEngine.Factory engine) {
    this.disk = disk;
    this.engine = engine;
  }

  void fill() {
    full = true;
    disk.setFull(true);
  }

  void stopWriting() {
    unwritable = true;
    disk.setUnwritable(true);
  }

  /** A sync that fails is failed for good: the log takes nothing more until the next start. */
  void failSyncs() {
    unsynced = true;
    disk.setFailing(true);
  }

  void failNextBatch(ErrorCode code) {
    engineFails = true;
    engine.failNextBatch(code);
  }

  /** A bit of the log is not what was written, and no start has minded. */
  void flipped() {
    flipped = true;
  }

  boolean hasFlipped() {
    return flipped;
  }

  /** The log is written no more, and nothing but a start changes that. */
  boolean needsStart() {
    return unsynced;
  }

  /** Whether anything may fail for the disk's sake. */
  boolean isAny() {
    return full || unwritable || unsynced || engineFails;
  }

  /** All is well again, as far as that goes without a start. */
  void mend() {
    full = false;
    unwritable = false;
    engineFails = false;
    engine.mend();
    disk.setFull(false);
    disk.setUnwritable(false);
    disk.setFailing(false);
  }

  /** A new start. */
  void restarted() {
    mend();
    unsynced = false;
  }

  /**
   * @param tight memory is short
   */
  void requireExpected(OrbitException error, boolean tight) {
    boolean expected =
        switch (error.code()) {
          case DISK_FULL -> full || engineFails;
          case IO_ERROR -> unwritable || unsynced || engineFails;
          case OUT_OF_MEMORY -> tight;
          default -> ALWAYS.contains(error.code());
        };
    if (!expected) {
      throw new Violation(
          "an error for no reason: " + error.code() + ", " + error.getMessage(), error);
    }
  }
}
