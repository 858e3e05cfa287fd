package io.orbit.kernel.metrics;

import io.orbit.api.storage.Store;
import io.orbit.api.storage.StoreStatistics;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The store's statistics, asked for once for all figures of a scrape. Thread-safe. */
final class RecentStatistics {
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Store store;
  private final LongSupplier nanos;
  private @Nullable StoreStatistics last;
  private long taken;

  RecentStatistics(Store store, LongSupplier nanos) {
    this.store = store;
    this.nanos = nanos;
  }

  synchronized StoreStatistics now() {
    long now = nanos.getAsLong();
    StoreStatistics known = last;
    if (known == null || now - taken > FRESH_NANOS) {
      known = store.statistics();
      last = known;
      taken = now;
    }
    return known;
  }
}
