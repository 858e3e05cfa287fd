package io.orbit.kernel.metrics;

import io.orbit.api.ops.Health;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.storage.Store;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether commits can be written: DOWN with what the store says keeps it from it, DEGRADED while
 * the data directory's disk is nearly full.
 */
@Component(service = Health.class)
public final class LogHealth implements Health {
  static final long MINIMUM_FREE_BYTES = 1L << 30;

  private final Store store;
  private final Path dataDirectory;

  @Activate
  public LogHealth(@Reference Store store, @Reference ServerInfo server) {
    this(store, server.dataDirectory());
  }

  LogHealth(Store store, Path dataDirectory) {
    this.store = store;
    this.dataDirectory = dataDirectory;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Status check() {
    List<String> problems = store.problems();
    if (!problems.isEmpty()) {
      return new Status(State.DOWN, problems);
    }
    try {
      FileStore disk = Files.getFileStore(dataDirectory);
      return ofFreeSpace(disk.getUsableSpace());
    } catch (IOException e) {
      return new Status(
          State.DOWN, List.of("cannot look at " + dataDirectory + ": " + e.getMessage()));
    }
  }

  Status ofFreeSpace(long free) {
    if (free >= MINIMUM_FREE_BYTES) {
      return Status.UP;
    }
    return new Status(
        State.DEGRADED,
        List.of(
            "only %d MB are free for %s; writes are refused when none are: make room"
                .formatted(free >> 20, dataDirectory)));
  }
}
