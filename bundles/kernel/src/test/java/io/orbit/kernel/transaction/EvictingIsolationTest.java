package io.orbit.kernel.transaction;

import io.orbit.kernel.store.OrbitStore;

/** The same anomalies while every record that can leaves memory between the steps. */
class EvictingIsolationTest extends IsolationTest {
  @Override
  void pause(OrbitStore between) {
    boolean ignored = between.shrink(0);
  }
}
