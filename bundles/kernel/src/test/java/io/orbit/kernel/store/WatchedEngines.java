package io.orbit.kernel.store;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two engines, {@code map} and {@code other}, whose batches are operations of a disk, so that the
 * power may go before each of them, and during which something else may happen.
 */
final class WatchedEngines {
  private final @Nullable SimulatedDisk disk;
  private final Map<String, SortedMapEngine.Factory> factories =
      Map.of(
          "map", new SortedMapEngine.Factory("map"), "other", new SortedMapEngine.Factory("other"));
  private String watched = "";
  private Runnable during = () -> {};
  private boolean inside;
  private long batches;

  WatchedEngines() {
    this(null);
  }

  WatchedEngines(@Nullable SimulatedDisk disk) {
    this.disk = disk;
  }

  /** What is done before each batch of an engine, but not before those that it leads to itself. */
  void duringBatchesOf(String engine, Runnable action) {
    watched = engine;
    during = action;
  }

  /** The next batch of an engine fails. */
  void fail(String engine) {
    duringBatchesOf(
        engine,
        () -> {
          during = () -> {};
          throw new io.orbit.api.error.OrbitException(ErrorCode.DISK_FULL, "told to fail");
        });
  }

  @Nullable StorageEngineFactory factory(String name) {
    SortedMapEngine.Factory factory = factories.get(name);
    return factory == null ? null : new Watched(factory);
  }

  private final class Watched implements StorageEngineFactory {
    private final SortedMapEngine.Factory factory;

    Watched(SortedMapEngine.Factory factory) {
      this.factory = factory;
    }

    @Override
    public String name() {
      return factory.name();
    }

    @Override
    public boolean isVolatile() {
      return false;
    }

    @Override
    public StorageEngine open(Path directory, long cacheBytes) {
      return new Engine(factory.name(), factory.open(directory, cacheBytes));
    }
  }

  private void before(String name) {
    SimulatedDisk counting = disk;
    if (counting != null) {
      counting.create("batch/" + ++batches, 1).close();
    }
    if (name.equals(watched) && !inside) {
      inside = true;
      try {
        during.run();
      } finally {
        inside = false;
      }
    }
  }

  private final class Engine implements StorageEngine {
    private final String name;
    private final StorageEngine engine;

    Engine(String name, StorageEngine engine) {
      this.name = name;
      this.engine = engine;
    }

    @Override
    public long position() {
      return engine.position();
    }

    @Override
    public void apply(SortedBatch batch, long position) {
      before(name);
      engine.apply(batch, position);
    }

    @Override
    public EngineSnapshot snapshot() {
      return engine.snapshot();
    }

    @Override
    public void compact() {
      engine.compact();
    }

    @Override
    public EngineStatistics statistics() {
      return engine.statistics();
    }

    @Override
    public List<String> verify() {
      return engine.verify();
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
