package io.orbit.simulation;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Snapshot;
import io.orbit.testkit.simulation.SimulatedDisk.PowerLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A run of one plan: see the package. One thread. */
public final class Simulation {
  /**
   * How a run ended.
   *
   * @param failure what must hold and did not; null when all did
   * @param trace the last that happened
   * @param commits how many commits there were
   * @param starts how often the store was started
   * @param serializable how many serializable transactions have committed
   * @param refused how many were refused because of what depends on what
   * @param refusedInVain how many of them would have closed no circle
   * @param digest a number that two runs of the same plan have in common
   */
  public record Outcome(
      @Nullable Throwable failure,
      List<String> trace,
      int commits,
      int starts,
      int serializable,
      int refused,
      int refusedInVain,
      long digest) {}

  /** A snapshot that stays open, with the moment it shows. */
  private record Kept(Snapshot snapshot, int moment) {}

  private static final Template TEMPLATE = Template.make();
  private static final int AT_END = 2_000;

  private final World world;
  private final Verifier verifier;
  private final Crash crash;
  private final SplittableRandom random;
  private final List<Client> clients = new ArrayList<>();
  private final List<Kept> snapshots = new ArrayList<>();
  private boolean inside;
  private long visible;
  private int commits;
  private int starts = 1;

  private Simulation(Plan plan) {
    world = new World(plan, TEMPLATE);
    random = world.random();
    verifier = new Verifier(world);
    crash = new Crash(world, verifier);
    visible = world.store().visibleTimestamp();
    started();
  }

  /** Runs a plan to its end, or to the first thing that does not hold. */
  public static Outcome run(Plan plan) {
    Simulation simulation = new Simulation(plan);
    Throwable failure = null;
    try {
      simulation.run();
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      failure = e;
    }
    World world = simulation.world;
    long digest = 31L * world.trace().hashCode() + world.timeline().now();
    Serializability serializability = world.serializability();
    return new Outcome(
        failure,
        world.trace(),
        simulation.commits,
        simulation.starts,
        serializability.commits(),
        serializability.refusals(),
        serializability.refusalsInVain(),
        digest);
  }

  /** The clients and hooks of a store that has just been opened. */
  private void started() {
    Plan plan = world.plan();
    clients.clear();
    snapshots.clear();
    for (int i = 0; i < plan.clients(); i++) {
      if (plan.has(Plan.Part.OPERATIONS)) {
        clients.add(new OperationClient(world));
      }
      if (plan.has(Plan.Part.TRANSACTIONS)) {
        clients.add(new TransactionClient(world));
      }
      if (plan.has(Plan.Part.KEYS) && i == 0) {
        clients.add(new KeyClient(world));
      }
      if (plan.has(Plan.Part.ROWS) && i < 2) {
        clients.add(new RowClient(world));
      }
      if (plan.has(Plan.Part.NETWORK)) {
        clients.add(new NetworkClient(world));
      }
    }
    world
        .disk()
        .observe(
            (name, done) -> {
              world.pass(random.nextInt(20));
              if (name.endsWith(".log")) {
                meanwhile();
              }
            });
    world.engine().atEntry(this::meanwhile);
  }

  /** Others go on while a checkpoint or a group commit is at work. */
  private void meanwhile() {
    if (inside && !world.isTight() && world.oneIn(4)) {
      inside = false;
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        clientStep();
      }
      inside = true;
    }
  }

  private void run() {
    for (int i = 0; i < world.plan().steps(); i++) {
      try {
        step();
        visible = world.store().visibleTimestamp();
      } catch (PowerLoss e) {
        inside = false;
        restart(crashKind());
      }
    }
    finish();
  }

  private Crash.Kind crashKind() {
    boolean power = world.has(Plan.Part.POWER_CUTS);
    boolean kill = world.has(Plan.Part.KILLS);
    return power && (!kill || random.nextBoolean()) ? Crash.Kind.POWER_CUT : Crash.Kind.KILL;
  }

  private void step() {
    world.pass(random.nextInt(8));
    int choice = random.nextInt(100);
    if (choice < 60) {
      clientStep();
    } else if (choice < 72) {
      boolean ignored = world.goOn();
    } else if (choice < 80) {
      if (!world.hasRareSyncs() || world.oneIn(8)) {
        flush();
      }
    } else if (choice < 90) {
      maintain(choice);
    } else if (choice < 94) {
      snapshot();
    } else if (choice < 96) {
      verifier.check(false);
    } else if (choice < 98) {
      waiter();
    } else {
      disturb();
    }
  }

  private void clientStep() {
    List<Client> ready = clients.stream().filter(client -> !client.isWaiting()).toList();
    if (!ready.isEmpty()) {
      world.step(ready.get(random.nextInt(ready.size())));
      visible = world.store().visibleTimestamp();
    }
  }

  /** Group commit: what was visible when it began is safe when it has ended well. */
  private void flush() {
    int moment = world.timeline().now();
    long end = world.store().statistics().logPosition();
    inside = true;
    world.guarded(
        () -> {
          world.store().flush();
          if (world.store().statistics().durablePosition() >= end) {
            world.timeline().promise(moment);
          }
        },
        () -> {});
    inside = false;
    verifier.follow();
  }

  private void maintain(int choice) {
    if (choice < 85 || !world.has(Plan.Part.CHECKPOINTS)) {
      world.guarded(() -> world.store().upkeep(), () -> {});
      return;
    }
    if (choice < 88) {
      world.note("checkpoint");
      inside = true;
      world.guarded(() -> world.store().checkpoint(), () -> {});
      inside = false;
      return;
    }
    if (world.has(Plan.Part.EVICTION)) {
      world.note("all leave memory that can");
      world.guarded(
          () -> {
            boolean ignored = world.store().shrink(0);
          },
          () -> {});
    }
  }

  private void snapshot() {
    if (!world.has(Plan.Part.SNAPSHOTS)) {
      return;
    }
    if (snapshots.size() < 3 && random.nextBoolean()) {
      snapshots.add(new Kept(world.store().snapshot(), world.timeline().now()));
    } else if (!snapshots.isEmpty()) {
      int which = random.nextInt(snapshots.size());
      Kept kept = snapshots.get(which);
      verifier.checkRecords(
          kept.snapshot(), kept.moment(), "a snapshot of moment " + kept.moment());
      if (random.nextBoolean()) {
        kept.snapshot().close();
        snapshots.remove(which);
      }
    }
  }

  /** A client that waits goes away. */
  private void waiter() {
    List<Client> waiting = clients.stream().filter(Client::isWaiting).toList();
    if (!waiting.isEmpty() && world.oneIn(3)) {
      waiting.get(random.nextInt(waiting.size())).leave();
    }
  }

  private void disturb() {
    if (world.disturbance().needsStart()) {
      restart(crashKind());
      return;
    }
    Plan.Part part = world.pick(world.plan().choices());
    switch (part) {
      case STOPS -> stop();
      case KILLS -> world.disk().crashBefore(random.nextInt(1, 30));
      case POWER_CUTS -> world.disk().crashBefore(random.nextInt(1, 30));
      case FULL_DISK -> world.disturbance().fill();
      case WRITE_ERRORS -> {
        if (random.nextBoolean()) {
          world.disturbance().stopWriting();
        } else {
          world.disturbance().failNextBatch(ErrorCode.DISK_FULL);
        }
      }
      case SYNC_ERRORS -> world.disturbance().failSyncs();
      case OPERATIONS, TRANSACTIONS, KEYS, ROWS, NETWORK, EXPIRY, CLEARS ->
          world.disturbance().mend();
      case SNAPSHOTS, CHECKPOINTS, EVICTION, FEED, CRASHING_RECOVERY, BIT_FLIPS -> {}
    }
    world.note("disturbs: " + part);
  }

  private void stop() {
    world.disturbance().mend();
    clients.forEach(Client::abort);
    snapshots.forEach(kept -> kept.snapshot().close());
    world.guarded(
        () -> {
          world.store().flush();
          world.store().close();
        },
        () -> {});
    restart(Crash.Kind.STOP);
  }

  private void restart(Crash.Kind kind) {
    commits += world.timeline().now();
    int promised = world.timeline().promised();
    world.note("promised " + promised);
    Timeline timeline = world.timeline();
    crash.endAndStart(kind, Math.max(visible, timeline.timestampOf(timeline.now())));
    starts++;
    commits -= world.timeline().now();
    visible = world.store().visibleTimestamp();
    started();
    verifier.reopened();
    world.guarded(() -> world.store().flush(), () -> {});
    verifier.check(true);
  }

  /** All end what they are at; then everything is checked once more, and after a last start. */
  private void finish() {
    world.disk().crashBefore(Long.MAX_VALUE / 2);
    if (world.disturbance().needsStart()) {
      restart(crashKind());
    }
    world.disturbance().mend();
    for (int i = 0; i < AT_END && !isOver(); i++) {
      for (Client client : clients) {
        if (!client.isWaiting()) {
          world.guarded(client::finish, client::abort);
        }
      }
    }
    if (!isOver()) {
      throw new Violation("somebody waits for ever");
    }
    snapshots.forEach(
        kept -> {
          verifier.checkRecords(kept.snapshot(), kept.moment(), "a snapshot");
          kept.snapshot().close();
        });
    snapshots.clear();
    requireWritable();
    flush();
    world.serializability().check();
    world.network().check();
    verifier.check(true);
    visible = world.store().visibleTimestamp();
    restart(Crash.Kind.STOP);
    commits += world.timeline().now();
  }

  private boolean isOver() {
    boolean moved = world.goOn();
    return !moved && clients.stream().noneMatch(Client::isWaiting);
  }

  /** With the disk as it should be, writing goes on by itself. */
  private void requireWritable() {
    try {
      new OperationClient(world).step();
      world.store().checkpoint();
    } catch (OrbitException e) {
      if (e.code() != ErrorCode.OUT_OF_MEMORY) {
        throw new Violation("nothing can be written though all is well again", e);
      }
    }
  }
}
