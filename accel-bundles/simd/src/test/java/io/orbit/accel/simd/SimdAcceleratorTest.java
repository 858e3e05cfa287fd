package io.orbit.accel.simd;

import io.orbit.api.accel.Accelerator;
import io.orbit.testkit.accel.AcceleratorContract;

class SimdAcceleratorTest extends AcceleratorContract {
  private final Accelerator accelerator = new SimdAccelerator();

  @Override
  protected Accelerator accelerator() {
    return accelerator;
  }
}
