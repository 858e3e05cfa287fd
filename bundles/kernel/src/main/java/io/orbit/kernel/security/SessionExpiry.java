package io.orbit.kernel.security;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has idle sessions and detached transactions ended, once a second, on a thread of its own. */
@Component(service = SessionExpiry.class, immediate = true)
public final class SessionExpiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionExpiry.class);

  private final KernelSessions sessions;
  private final ScheduledExecutorService scheduler;

  @Activate
  public SessionExpiry(@Reference KernelSessions sessions) {
    this.sessions = sessions;
    this.scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("orbit-session-expiry").factory());
    scheduler.scheduleWithFixedDelay(this::expire, 1, 1, TimeUnit.SECONDS);
  }

  private void expire() {
    try {
      sessions.expire();
    } catch (RuntimeException e) {
      LOG.error("ending idle sessions failed; tried again in a second", e);
    }
  }

  @Override
  @Deactivate
  public void close() {
    scheduler.shutdownNow();
  }
}
