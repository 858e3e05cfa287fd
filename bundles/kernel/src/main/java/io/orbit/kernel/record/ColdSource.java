package io.orbit.kernel.record;

import io.orbit.api.error.OrbitException;

/** An engine as the hot store sees it: where records lie that are not in memory. Thread-safe. */
public interface ColdSource {
  /** True when it holds what it holds in memory: nothing is gained by leaving a record there. */
  boolean isVolatile();

  /** Every commit up to this timestamp is there, in the current generation. */
  long covered();

  /**
   * What the engine holds now.
   *
   * @throws OrbitException CANNOT_CONNECT_NOW while the engine's bundle is not there
   */
  ColdGeneration acquire();
}
