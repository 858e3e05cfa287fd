package io.orbit.storage.lsm;

import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Registers the engine under the name {@code lsm}. */
@Component
public final class LsmEngineFactory implements StorageEngineFactory {
  @Override
  public String name() {
    return LsmFormat.FORMAT.engine();
  }

  @Override
  public boolean isVolatile() {
    return false;
  }

  @Override
  public StorageEngine open(Path directory, long cacheBytes) {
    return LsmEngine.open(directory, cacheBytes);
  }
}
