package io.orbit.storage.xodus;

import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.testkit.storage.DurableEngineContract;

class XodusEngineTest extends DurableEngineContract {
  @Override
  protected StorageEngineFactory factory() {
    return new XodusEngineFactory();
  }
}
