package io.orbit.kernel.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.SpaceOptions;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.DurabilityQueue;
import io.orbit.kernel.log.LogRetention;
import io.orbit.kernel.log.Timestamps;
import io.orbit.kernel.record.HotStore;
import io.orbit.kernel.record.LoadedRecords;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.SpaceTransfer;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.testkit.simulation.SimulatedDisk;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A transaction system over an empty store without engines, whose records can be looked at. */
final class TransactionFixture {
  final TransactionSystem system;
  final int space;
  private final Space records;
  private final HotStore store;

  TransactionFixture() {
    LoadedRecords loaded = new LoadedRecords(1, 1L << 30);
    Timestamps clock = new Timestamps(System::currentTimeMillis);
    CommitLog log =
        new CommitLog(
            new SimulatedDisk(1),
            1 << 20,
            clock,
            0,
            0,
            DurabilityQueue.INLINE,
            new LogRetention(LogRetention.Limits.NONE));
    store = new HotStore(log, clock, loaded);
    records = loaded.spaces().create(new SpaceOptions(false, "none"));
    space = records.id();
    system = new TransactionSystem(store, Runnable::run, engine -> {}, TransactionFixture::noMove);
  }

  List<StoreRecord> records() {
    List<StoreRecord> found = new ArrayList<>();
    for (Iterator<StoreRecord> all = records.table().all(); all.hasNext(); ) {
      found.add(all.next());
    }
    return found;
  }

  void collectGarbage() {
    store.collectGarbage();
  }

  /** Nobody holds or waits for anything, and no record is there for a lock alone. */
  void requireNothingLeft() {
    assertThat(system.active()).as("transactions that have not ended").isZero();
    for (StoreRecord record : records()) {
      String key = new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(record.lockWord()).as("lock word of %s", key).isNull();
      assertThat(record.committed()).as("value of %s", key).isNotNull();
    }
  }

  private static SpaceTransfer noMove(Space space, String engine, Runnable step) {
    throw new UnsupportedOperationException("there is but one engine");
  }
}
