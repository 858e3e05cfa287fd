package io.orbit.kernel.metrics;

import io.orbit.api.ops.ServerInfo;
import io.orbit.api.storage.Store;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * What an operator wants to be alarmed of: the disk's room, the memory's, what keeps writes off.
 */
@Component(service = {})
public final class DiskMetrics implements AutoCloseable {
  private final KernelMetrics metrics;
  private final Path dataDirectory;
  private final List<KernelMetrics.Registration> registered = new ArrayList<>();

  @Activate
  public DiskMetrics(
      @Reference KernelMetrics metrics, @Reference Store store, @Reference ServerInfo server) {
    this.metrics = metrics;
    this.dataDirectory = server.dataDirectory();
    gauge(
        "orbit_disk_free_bytes",
        "Room on the data directory's disk; NaN when it cannot be looked at.",
        () -> ofDisk(FileStore::getUsableSpace));
    gauge(
        "orbit_disk_size_bytes",
        "Size of the data directory's disk; NaN when it cannot be looked at.",
        () -> ofDisk(FileStore::getTotalSpace));
    gauge("orbit_store_memory_limit_bytes", "Limit of memory for data.", server::memoryLimit);
    gauge(
        "orbit_store_problems",
        "What keeps the store from part of its work, such as a log that cannot be written.",
        () -> store.problems().size());
  }

  /** A figure of a disk. */
  private interface Figure {
    long of(FileStore disk) throws IOException;
  }

  private double ofDisk(Figure figure) {
    try {
      return figure.of(Files.getFileStore(dataDirectory));
    } catch (IOException unreadable) {
      return Double.NaN;
    }
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    registered.add(metrics.gauge(name, help, value));
  }

  @Override
  @Deactivate
  public void close() {
    registered.forEach(KernelMetrics.Registration::close);
  }
}
