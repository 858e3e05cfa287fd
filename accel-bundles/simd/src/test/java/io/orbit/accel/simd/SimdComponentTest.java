package io.orbit.accel.simd;

import io.orbit.api.accel.Accelerator;
import io.orbit.testkit.accel.AcceleratorContract;

/** What the service hands on, it hands on whole. */
class SimdComponentTest extends AcceleratorContract {
  private final Accelerator accelerator = new SimdComponent();

  @Override
  protected Accelerator accelerator() {
    return accelerator;
  }
}
