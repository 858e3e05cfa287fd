package io.orbit.kernel.store;

import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.ExpiringElements;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.record.ColdSweep;
import io.orbit.kernel.record.HotStore;
import io.orbit.kernel.record.StoreRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what has expired, drops versions that nobody needs, and begins checkpoints. */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final long EXPIRY_MILLIS = 100;
  private static final long CHECKPOINT_CHECK_MILLIS = 250;

  /** Elements of one record that a round removes. */
  private static final int MOST_ELEMENTS = 10_000;

  /** The log since the last checkpoint is kept below this part of the memory budget. */
  private static final int LOG_SHARE = 4;

  private final OrbitStore store;
  private final StoreConfiguration configuration;
  private final RecordOperation operation;
  private final ColdSweep sweep;
  private final long checkpointBytes;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("orbit-upkeep-", 0).factory());
  private long lastCheckpoint;
  private long lastPosition;
  private volatile @Nullable OrbitException failure;

  Upkeep(OrbitStore store, StoreConfiguration configuration) {
    this.store = store;
    this.configuration = configuration;
    this.operation = store.operation();
    this.sweep = new ColdSweep(store.hot());
    this.checkpointBytes =
        Math.min(configuration.checkpointBytes(), configuration.memoryLimit() / LOG_SHARE);
    this.lastCheckpoint = configuration.millis().getAsLong();
    this.lastPosition = store.hot().log().endPosition();
  }

  void start() {
    var ignored =
        threads.scheduleWithFixedDelay(
            guarded(this::clean), EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
    var alsoIgnored =
        threads.scheduleWithFixedDelay(
            guarded(this::write),
            CHECKPOINT_CHECK_MILLIS,
            CHECKPOINT_CHECK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** A round that fails is tried again: a full disk may have room later. */
  private static Runnable guarded(Runnable round) {
    return () -> {
      try {
        round.run();
      } catch (OrbitException e) {
        LOG.warn("Upkeep failed and is tried again: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("Upkeep failed and is tried again", e);
      }
    };
  }

  void round() {
    clean();
    write();
  }

  private void write() {
    checkpointWhenDue();
    store.keepBudget();
  }

  private void clean() {
    HotStore hot = store.hot();
    long now = hot.clock().wallTime();
    List<StoreRecord> expired = new ArrayList<>();
    hot.expiries().due(now, expired::add);
    int done = 0;
    try {
      while (done < expired.size()) {
        StoreRecord record = expired.get(done);
        if (!record.table().isDetached() && !remove(record.table().space(), record.key())) {
          hot.expiries().retry(record, now);
        }
        done++;
      }
    } finally {
      expired.subList(done, expired.size()).forEach(left -> hot.expiries().retry(left, now));
    }
    hot.collectGarbage();
    List<StoreRecord> outside = new ArrayList<>();
    sweep.step(outside::add);
    for (StoreRecord record : outside) {
      boolean ignored = remove(record.table().space(), record.key());
    }
  }

  /**
   * Removes a record if it has expired, or its elements that have; false when somebody holds it.
   */
  private boolean remove(int space, byte[] key) {
    if (!operation.begin(space, key, 0, key.length)) {
      return false;
    }
    if (operation.exists()) {
      removeElements(space, key);
    } else {
      operation.delete();
      long ignored = operation.commit(Durability.OFF);
    }
    return true;
  }

  /** What is left of them is due again at the next round. */
  private void removeElements(int space, byte[] key) {
    RecordView held = operation.current();
    int removed =
        held.type() == ValueType.EXPIRING_HASH
            ? ExpiringElements.removeDue(operation, store.hot().clock().wallTime(), MOST_ELEMENTS)
            : 0;
    if (removed == 0) {
      operation.abandon();
      return;
    }
    Composite left = operation.current().composite();
    boolean last = left == null || left.size() == 0;
    if (last) {
      operation.delete();
    }
    long ignored = operation.commit(Durability.OFF);
    store.hot().showElementsExpired(space, key, last);
  }

  private void checkpointWhenDue() {
    long now = configuration.millis().getAsLong();
    long position = store.hot().log().endPosition();
    boolean due =
        now - lastCheckpoint >= configuration.checkpointMillis()
            || position - lastPosition >= checkpointBytes;
    if (due && (position != lastPosition || failure != null)) {
      lastCheckpoint = now;
      lastPosition = position;
      try {
        store.checkpoint();
        failure = null;
      } catch (OrbitException e) {
        failure = e;
        throw e;
      }
    }
  }

  /** Why the last checkpoint failed, or null when it did not. */
  @Nullable OrbitException failure() {
    return failure;
  }

  void stop() {
    threads.shutdown();
    try {
      boolean ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      if (!ended) {
        LOG.warn("A checkpoint has not ended within a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
