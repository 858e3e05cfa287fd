package io.orbit.telemetry;

import java.util.concurrent.ThreadLocalRandom;

/** Chooses a part of what begins. Thread-safe. */
final class Sampling {
  private final double ratio;

  /**
   * @param ratio 0 for none to 1 for all
   */
  Sampling(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio is " + ratio + ", must be 0 to 1");
    }
    this.ratio = ratio;
  }

  boolean next() {
    return ThreadLocalRandom.current().nextDouble() < ratio;
  }
}
