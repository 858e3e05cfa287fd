package io.orbit.kernel.metrics;

import io.orbit.api.ops.Health;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.StoreStatistics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether checkpoints reach the engines: DEGRADED when they have not come forward for ten minutes
 * although the log has. Nothing is lost then, but the log grows and a restart takes longer.
 */
@Component(service = Health.class)
public final class EngineHealth implements Health {
  static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Store store;
  private final LongSupplier nanos;
  private long position = -1;
  private long since;

  @Activate
  public EngineHealth(@Reference Store store) {
    this(store, System::nanoTime);
  }

  /**
   * @param nanos a clock that never runs backwards
   */
  EngineHealth(Store store, LongSupplier nanos) {
    this.store = store;
    this.nanos = nanos;
  }

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public synchronized Status check() {
    StoreStatistics now = store.statistics();
    boolean forward = now.checkpointPosition() != position;
    if (forward || now.checkpointPosition() >= now.logPosition()) {
      position = now.checkpointPosition();
      since = nanos.getAsLong();
      return Status.UP;
    }
    long waiting = nanos.getAsLong() - since;
    if (waiting < PATIENCE_NANOS) {
      return Status.UP;
    }
    return new Status(
        State.DEGRADED,
        List.of(
            "no checkpoint for %d minutes while the log grew to %d MB: see the server's log for why"
                .formatted(TimeUnit.NANOSECONDS.toMinutes(waiting), now.logBytes() >> 20)));
  }
}
