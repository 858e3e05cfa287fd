package io.orbit.storage.memory;

import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.testkit.storage.StorageEngineContract;

class MemoryEngineTest extends StorageEngineContract {
  @Override
  protected StorageEngineFactory factory() {
    return new MemoryEngineFactory();
  }
}
