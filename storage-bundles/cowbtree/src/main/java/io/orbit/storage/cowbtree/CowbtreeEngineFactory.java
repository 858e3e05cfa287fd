package io.orbit.storage.cowbtree;

import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Registers the engine under the name {@code cowbtree}. */
@Component
public final class CowbtreeEngineFactory implements StorageEngineFactory {
  @Override
  public String name() {
    return CowbtreeFormat.FORMAT.engine();
  }

  @Override
  public boolean isVolatile() {
    return false;
  }

  @Override
  public StorageEngine open(Path directory, long cacheBytes) {
    return CowbtreeEngine.open(directory, cacheBytes);
  }
}
