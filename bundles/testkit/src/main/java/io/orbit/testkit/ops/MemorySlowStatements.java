package io.orbit.testkit.ops;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.SlowStatements;
import java.util.List;

/** One slow statement that is only told of. */
public final class MemorySlowStatements implements SlowStatements {
  private volatile long threshold = 200;

  @Override
  public long thresholdMillis() {
    return threshold;
  }

  @Override
  public void setThresholdMillis(long millis) {
    if (millis < 0) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "a threshold is not negative");
    }
    threshold = millis;
  }

  @Override
  public List<Slow> list() {
    return List.of(new Slow(1_000, 7, "orbit", "orbit", "postgres", "SELECT 1", 250.5, 1, false));
  }
}
