package io.orbit.storage.memory;

import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Registers the engine under the name {@code memory}. */
@Component
public final class MemoryEngineFactory implements StorageEngineFactory {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public boolean isVolatile() {
    return true;
  }

  /** A new, empty engine; neither the directory nor the bound of a cache is of use to it. */
  @Override
  public StorageEngine open(Path directory, long cacheBytes) {
    return new MemoryEngine();
  }
}
