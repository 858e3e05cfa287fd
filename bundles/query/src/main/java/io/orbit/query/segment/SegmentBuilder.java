package io.orbit.query.segment;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes segments on a thread of its own, one after the other, of the tables that are used. */
public final class SegmentBuilder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentBuilder.class);
  private static final long EVERY_MILLIS = 500;

  /** A table that nobody has scanned for so long keeps what it has. */
  private static final long USED_WITHIN_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Segments segments;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  public SegmentBuilder(Segments segments) {
    this.segments = segments;
    segments.onChoice(wake::release);
    thread = Thread.ofVirtual().name("orbit-segments").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        boolean ignored = wake.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS);
        wake.drainPermits();
        try {
          buildMissing(segments, () -> !closed);
        } catch (OrbitException failure) {
          LOG.warn("Making column segments failed; it is tried again.", failure);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes all segments that are missing, or worn, of tables in use.
   *
   * @param goesOn asked before each
   */
  public static void buildMissing(Segments all, BooleanSupplier goesOn) {
    if (!all.catchUp()) {
      return;
    }
    for (SegmentedTable table : all.byUse()) {
      if (System.nanoTime() - table.lastUsedNanos() < USED_WITHIN_NANOS) {
        while (goesOn.getAsBoolean() && all.hasRoom(table) && build(all, table)) {
          Thread.yield();
        }
      }
    }
  }

  /**
   * Makes one segment of a table.
   *
   * @return false where none is missing
   */
  private static boolean build(Segments segments, SegmentedTable table) {
    Slot slot = table.begin();
    if (slot == null) {
      segments.whole(table);
      return false;
    }
    boolean installed = false;
    // Commits become visible under the log's lock, which this takes: what was in the log before,
    // and
    // perhaps passed over by the feed, is in the snapshot.
    segments.store().feeds().now();
    try (Snapshot snapshot = segments.store().snapshot()) {
      RowReader reader = segments.records().reader(snapshot, table.collection());
      Segment.Builder builder =
          new Segment.Builder(
              table.collection().columns().stream().map(Column::type).toList(),
              segments.segmentRows());
      List<byte[]> expiring = new ArrayList<>();
      byte[] end = null;
      try (RowCursor cursor = reader.scanKeys(slot.from(), slot.to())) {
        while (cursor.next()) {
          RowView row = cursor.row();
          byte[] key = row.key();
          if (builder.isFull()) {
            end = key;
            break;
          }
          if (row.expiresAt() != 0) {
            expiring.add(key);
          } else {
            builder.add(key, row);
          }
        }
      }
      Wait wait = segments.store().durable(reader.undurable());
      if (wait != null) {
        wait.await(0);
      }
      table.install(slot, builder.build(snapshot.timestamp()), expiring, end);
      installed = true;
      return true;
    } finally {
      if (!installed) {
        table.abandon();
      }
    }
  }

  /** Ends it; returns when it is over. */
  @Override
  public void close() {
    closed = true;
    wake.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    segments.close();
  }
}
