package io.orbit.storage.lsm;

import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.testkit.storage.DurableEngineContract;

class LsmEngineTest extends DurableEngineContract {
  @Override
  protected StorageEngineFactory factory() {
    return new LsmEngineFactory();
  }
}
