package io.orbit.simulation;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.simulation.Timeline.Value;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SimulatedDisk.PowerLoss;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends of a process, and what must be there after the next start. */
final class Crash {
  /** How a process ends. */
  enum Kind {
    STOP,
    KILL,
    POWER_CUT
  }

  private final World world;
  private final Verifier verifier;

  Crash(World world, Verifier verifier) {
    this.world = world;
    this.verifier = verifier;
  }

  /**
   * Ends the process, in whatever state, and starts it again.
   *
   * @param visible the newest commit that was visible before
   */
  void endAndStart(Kind kind, long visible) {
    world.note(kind + ", visible was " + visible);
    Kind survived = kind;
    if (kind == Kind.POWER_CUT) {
      world.disk().restart();
    } else {
      world.disk().restartProcess();
    }
    world.disturbance().restarted();
    boolean crashes = world.has(Plan.Part.CRASHING_RECOVERY) && world.oneIn(4);
    if (crashes && kind != Kind.STOP) {
      survived = crashWhileStarting(kind);
    }
    if (survived == Kind.KILL && world.has(Plan.Part.BIT_FLIPS) && world.oneIn(3)) {
      flip(visible);
    } else {
      world.reopen();
      arrived(survived, visible);
    }
    if (survived == Kind.POWER_CUT) {
      world.timeline().promise(world.timeline().now());
    }
  }

  private Kind crashWhileStarting(Kind kind) {
    world.disk().crashBefore(world.random().nextInt(1, 12));
    try {
      world.reopen();
      world.disk().restartProcess();
      return kind;
    } catch (PowerLoss e) {
      boolean power = kind == Kind.POWER_CUT || world.random().nextBoolean();
      if (power && world.has(Plan.Part.POWER_CUTS)) {
        world.note("power cut while starting");
        world.disk().restart();
        return Kind.POWER_CUT;
      }
      world.note("killed while starting");
      world.disk().restartProcess();
      return kind;
    }
  }

  /** One bit of the log changes: that is noticed, or it hit nothing that counts. */
  private void flip(long visible) {
    SimulatedDisk disk = world.disk();
    List<String> names = disk.list("log").stream().filter(name -> name.endsWith(".log")).toList();
    String name = "log/" + names.get(world.random().nextInt(names.size()));
    long offset = world.random().nextInt(disk.content(name).length);
    int bit = 1 << world.random().nextInt(8);
    world.note("flips bit " + bit + " at " + offset + " of " + name);
    disk.flip(name, offset, bit);
    try {
      world.reopen();
    } catch (OrbitException e) {
      if (e.code() != ErrorCode.DATA_CORRUPTED && e.code() != ErrorCode.CANNOT_CONNECT_NOW) {
        throw new Violation("damage is told as " + e.code() + ": " + e.getMessage(), e);
      }
      world.note("damage is noticed: " + e.getMessage());
      disk.flip(name, offset, bit);
      world.reopen();
      arrived(Kind.KILL, visible);
      return;
    }
    world.disturbance().flipped();
    // What was not synced and is hit looks as if a crash had torn it.
    arrived(Kind.POWER_CUT, visible);
  }

  /** The store is open again: what is there, and may that be? */
  private void arrived(Kind kind, long visible) {
    Timeline timeline = world.timeline();
    long recovered = world.store().visibleTimestamp();
    List<Map<String, @Nullable Value>> possible = timeline.possible();
    timeline.attemptFailed();
    if (recovered > visible && !possible.isEmpty()) {
      survived(recovered, possible);
    }
    int moment = timeline.momentOf(recovered);
    if (moment < timeline.promised()) {
      throw new Violation(
          "an acknowledged commit is lost: "
              + timeline.promised()
              + " was promised, the store is at "
              + moment);
    }
    if (kind != Kind.POWER_CUT && recovered < visible) {
      throw new Violation(
          "a commit is lost though the power stayed: "
              + visible
              + " was visible, the store is at "
              + recovered);
    }
    world.serializability().check();
    world.serializability().cut(moment);
    timeline.cut(moment);
    world.note("is at " + moment);
  }

  /** One attempt of which nobody was told that it succeeded is there: which one? */
  private void survived(long recovered, List<Map<String, @Nullable Value>> possible) {
    Timeline timeline = world.timeline();
    int before = timeline.now();
    for (Map<String, @Nullable Value> attempt : possible) {
      timeline.cut(before);
      int ignored = timeline.commit(recovered, attempt);
      if (verifier.fits()) {
        return;
      }
    }
  }
}
