package io.orbit.storage.cowbtree;

import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.testkit.storage.DurableEngineContract;

class CowbtreeEngineTest extends DurableEngineContract {
  @Override
  protected StorageEngineFactory factory() {
    return new CowbtreeEngineFactory();
  }
}
