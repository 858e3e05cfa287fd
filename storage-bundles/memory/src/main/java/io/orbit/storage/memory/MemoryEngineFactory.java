package io.orbit.storage.memory;

import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Registers the engine under the name {@code memory}. It forgets, unless its setting says that it
 * keeps a {@link SnapshotFile}.
 */
@Component(configurationPid = "io.orbit.storage.memory")
@Designate(ocd = MemoryEngineSettings.class)
public final class MemoryEngineFactory implements StorageEngineFactory {
  private enum Keeping {
    NEVER,
    ALWAYS,
    /** Where a directory already holds something: for tasks beside the server. */
    AS_IS
  }

  private final Keeping keeping;

  /** For whoever does not know the server's setting. */
  public MemoryEngineFactory() {
    keeping = Keeping.AS_IS;
  }

  @Activate
  public MemoryEngineFactory(MemoryEngineSettings settings) {
    this(settings.snapshot());
  }

  MemoryEngineFactory(boolean keeps) {
    keeping = keeps ? Keeping.ALWAYS : Keeping.NEVER;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public boolean isVolatile() {
    return true;
  }

  @Override
  public boolean isVolatile(Path directory) {
    return switch (keeping) {
      case NEVER -> true;
      case ALWAYS -> false;
      case AS_IS -> !SnapshotFile.isIn(directory);
    };
  }

  /** The bound of a cache is of no use to it. */
  @Override
  public StorageEngine open(Path directory, long cacheBytes) {
    if (!isVolatile(directory)) {
      return openKept(directory, cacheBytes);
    }
    SnapshotFile.deleteFrom(directory);
    return new MemoryEngine();
  }

  @Override
  public StorageEngine openKept(Path directory, long cacheBytes) {
    SnapshotFile file = SnapshotFile.open(directory);
    try {
      return new MemoryEngine(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }
}
