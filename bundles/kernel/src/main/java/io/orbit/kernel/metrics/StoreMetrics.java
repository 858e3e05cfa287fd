package io.orbit.kernel.metrics;

import io.orbit.api.storage.Store;
import io.orbit.api.storage.StoreStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The store's figures in the registry, until closed. */
@Component(service = StoreMetrics.class, immediate = true)
public final class StoreMetrics implements AutoCloseable {
  private static final double MILLIS = 1e3;

  private final KernelMetrics metrics;
  private final RecentStatistics statistics;
  private final List<KernelMetrics.Registration> registered = new ArrayList<>();

  @Activate
  public StoreMetrics(@Reference KernelMetrics metrics, @Reference Store store) {
    this(metrics, store, System::nanoTime);
  }

  /**
   * @param nanos a clock that never runs backwards
   */
  StoreMetrics(KernelMetrics metrics, Store store, LongSupplier nanos) {
    this.metrics = metrics;
    this.statistics = new RecentStatistics(store, nanos);
    gauge("orbit_store_records", "Living records.", StoreStatistics::records);
    gauge(
        "orbit_store_memory_bytes",
        "Memory of record versions and indexes.",
        StoreStatistics::memoryBytes);
    gauge("orbit_log_size_bytes", "Size of the commit log's segments.", StoreStatistics::logBytes);
    gauge("orbit_log_position", "Where the commit log ends.", StoreStatistics::logPosition);
    gauge(
        "orbit_log_durable_position",
        "Up to where the commit log is on disk.",
        StoreStatistics::durablePosition);
    gauge(
        "orbit_checkpoint_position",
        "Up to where the engines have the commit log.",
        StoreStatistics::checkpointPosition);
    gauge("orbit_transactions", "Open transactions.", StoreStatistics::activeTransactions);
    gauge(
        "orbit_oldest_snapshot_seconds",
        "Age of the oldest snapshot.",
        now -> now.oldestSnapshotMillis() / MILLIS);
    gauge(
        "orbit_store_old_versions",
        "Versions kept for snapshots, beside the newest of each record.",
        StoreStatistics::oldVersions);
    counter("orbit_commits", "Committed transactions.", StoreStatistics::commits);
    counter("orbit_rollbacks", "Transactions rolled back.", StoreStatistics::rollbacks);
    counter("orbit_deadlocks", "Deadlocks broken.", StoreStatistics::deadlocks);
    counter(
        "orbit_serialization_failures",
        "Transactions refused for a conflict.",
        StoreStatistics::serializationFailures);
    counter(
        "orbit_memory_hits",
        "Look-ups that found their record in memory, in spaces that evict.",
        StoreStatistics::memoryHits);
    counter(
        "orbit_memory_misses",
        "Look-ups that did not, whether there is such a record or not.",
        StoreStatistics::memoryMisses);
    counter("orbit_cold_reads", "Look-ups that asked an engine.", StoreStatistics::coldReads);
    counter("orbit_evictions", "Records taken out of memory.", StoreStatistics::evictions);
  }

  private void gauge(String name, String help, ToDoubleFunction<StoreStatistics> figure) {
    registered.add(metrics.gauge(name, help, () -> figure.applyAsDouble(statistics.now())));
  }

  private void counter(String name, String help, ToDoubleFunction<StoreStatistics> figure) {
    registered.add(metrics.counterOf(name, help, () -> figure.applyAsDouble(statistics.now())));
  }

  @Override
  @Deactivate
  public void close() {
    registered.forEach(KernelMetrics.Registration::close);
  }
}
