package io.orbit.kernel.checkpoint;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.api.storage.StoredEngine;
import io.orbit.kernel.record.ColdSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engines of a store, each in {@code engine/NAME}, opened when first needed. Thread-safe. */
public final class Engines implements AutoCloseable {
  private final Path folder;
  private final Function<String, @Nullable StorageEngineFactory> factories;
  private final long cacheBytes;
  private final Map<String, OpenEngine> open = new LinkedHashMap<>();

  /**
   * @param folder the data folder
   * @param factories knows the engines that are installed, by name
   */
  public Engines(
      Path folder, Function<String, @Nullable StorageEngineFactory> factories, long cacheBytes) {
    this.folder = folder.resolve("engine");
    this.factories = factories;
    this.cacheBytes = cacheBytes;
  }

  synchronized @Nullable OpenEngine find(String name) {
    return open.get(name);
  }

  /** An open engine, to read from. */
  public @Nullable ColdSource source(String name) {
    return find(name);
  }

  public synchronized boolean isOpen(String name) {
    return open.containsKey(name);
  }

  /** Whether an open engine has forgotten what it held before the start. */
  public synchronized boolean hasForgotten(String name) {
    OpenEngine known = open.get(name);
    return known != null && known.hasForgotten();
  }

  synchronized OpenEngine open(String name) {
    OpenEngine known = open.get(name);
    if (known != null) {
      return known;
    }
    StorageEngineFactory factory = factories.apply(name);
    if (factory == null) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW, "The storage engine \"" + name + "\" is not installed")
          .withHint("Install the feature orbit-storage-" + name + ".");
    }
    Path directory = directory(name);
    StorageEngine engine = factory.open(directory, cacheBytes);
    OpenEngine opened =
        new OpenEngine(name, engine, factory.isVolatile(directory), factory.isVolatile());
    open.put(name, opened);
    return opened;
  }

  private Path directory(String name) {
    Path directory = folder.resolve(name);
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw DiskErrors.of(e, "creating " + directory);
    }
  }

  /**
   * An engine's bundle has come back while the store runs.
   *
   * @return true when the engine has forgotten what it held, so that all of it is due
   */
  public synchronized boolean resume(StorageEngineFactory factory, long position, long timestamp) {
    OpenEngine missing = open.get(factory.name());
    if (missing == null || !missing.isMissing()) {
      return false;
    }
    StorageEngine opened = factory.open(directory(factory.name()), cacheBytes);
    if (missing.isVolatile()) {
      missing.renew(opened, position, timestamp);
      return true;
    }
    missing.resume(opened);
    return false;
  }

  /** An engine's bundle is going while the store runs. */
  public synchronized void detach(String name) {
    OpenEngine leaving = open.get(name);
    if (leaving != null) {
      leaving.detach();
    }
  }

  /** The engines whose bundles are not there. */
  public synchronized List<String> missing() {
    return open.values().stream().filter(OpenEngine::isMissing).map(OpenEngine::name).toList();
  }

  /**
   * Opens an engine while the store runs. No space is in it, so nothing committed so far is due.
   *
   * @return the spaces of which it holds something all the same, from before
   */
  public synchronized Set<Integer> require(String name, long position, long timestamp) {
    if (open.containsKey(name)) {
      return Set.of();
    }
    OpenEngine opened = open(name);
    if (opened.position() < position) {
      opened.begin(position, timestamp);
    }
    return opened.counts().spaces();
  }

  /** The same for one that need not be there. */
  synchronized void openIfInstalled(String name, long position, long timestamp) {
    if (factories.apply(name) != null) {
      Set<Integer> ignored = require(name, position, timestamp);
    }
  }

  /** An engine in which no space is any more goes with its bundle. */
  public synchronized void forget(String name) {
    OpenEngine unused = open.remove(name);
    if (unused != null) {
      unused.detach();
    }
  }

  /** How each engine is. */
  public List<StoredEngine> states() {
    return all().stream().map(OpenEngine::state).toList();
  }

  synchronized List<OpenEngine> all() {
    return new ArrayList<>(open.values());
  }

  /**
   * What each engine holds that keeps it over a restart; the caller closes the snapshots.
   *
   * @throws OrbitException CANNOT_CONNECT_NOW when the bundle of one is not there
   */
  public synchronized List<EngineCopy> copies() {
    List<EngineCopy> copies = new ArrayList<>();
    try {
      for (OpenEngine engine : open.values()) {
        if (!engine.isVolatile()) {
          copies.add(EngineCopy.of(engine.name(), engine.engine().snapshot()));
        }
      }
      return copies;
    } catch (OrbitException e) {
      copies.forEach(EngineCopy::close);
      throw e;
    }
  }

  /**
   * From where the log is still needed. An engine that forgets everything at a restart needs none
   * of it then, so it counts only where there is no other.
   */
  public synchronized long position() {
    boolean forgetful = open.values().stream().allMatch(OpenEngine::needsNoLog);
    return open.values().stream()
        .filter(engine -> forgetful || !engine.needsNoLog())
        .mapToLong(OpenEngine::position)
        .min()
        .orElse(0);
  }

  @Override
  public synchronized void close() {
    for (OpenEngine engine : open.values()) {
      engine.detach();
    }
    open.clear();
  }
}
