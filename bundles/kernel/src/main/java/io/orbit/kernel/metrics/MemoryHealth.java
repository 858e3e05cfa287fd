package io.orbit.kernel.metrics;

import io.orbit.api.ops.Health;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.storage.Store;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether there is memory for more data: DEGRADED from nine tenths of the budget, DOWN at it. */
@Component(service = Health.class)
public final class MemoryHealth implements Health {
  private final Store store;
  private final long limit;

  @Activate
  public MemoryHealth(@Reference Store store, @Reference ServerInfo server) {
    this(store, server.memoryLimit());
  }

  /**
   * @param limit the budget in bytes
   */
  MemoryHealth(Store store, long limit) {
    this.store = store;
    this.limit = limit;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Status check() {
    long used = store.statistics().memoryBytes();
    if (used < limit - limit / 10) {
      return Status.UP;
    }
    String message =
        "data take %d of %d MB; writes are refused when all is taken: raise memory.limit or remove data"
            .formatted(used >> 20, limit >> 20);
    return new Status(used < limit ? State.DEGRADED : State.DOWN, List.of(message));
  }
}
