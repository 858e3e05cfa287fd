package io.orbit.kernel.security;

import java.util.ArrayList;
import java.util.List;

/** A clock that a test moves; pauses pass at once and are remembered. */
final class ManualClock implements SecurityClock {
  private final List<Long> pauses = new ArrayList<>();
  private long now = 1_800_000_000_000L;

  synchronized void advance(long millis) {
    now += millis;
  }

  synchronized List<Long> pauses() {
    return List.copyOf(pauses);
  }

  @Override
  public synchronized long wallMillis() {
    return now;
  }

  @Override
  public synchronized long millis() {
    return now;
  }

  @Override
  public synchronized void pause(long millis) {
    pauses.add(millis);
    now += millis;
  }
}
