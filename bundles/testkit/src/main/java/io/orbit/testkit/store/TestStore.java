package io.orbit.testkit.store;

import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;

/**
 * The kernel's own store with an engine in memory: either on a folder, with its threads, or wholly
 * in memory and on the caller's thread. It can be closed and opened again, or lose its power.
 */
public final class TestStore implements AutoCloseable {
  /** The name of the only engine. */
  public static final String ENGINE = "map";

  private final SortedMapEngine.Factory engine = new SortedMapEngine.Factory(ENGINE);
  private final StoreConfiguration configuration;
  private OrbitStore store;

  private TestStore(StoreConfiguration base) {
    configuration = base.withEngines(name -> name.equals(ENGINE) ? engine : null, ENGINE);
    store = OrbitStore.open(configuration);
  }

  /** On a folder, with background threads, as a server has it. */
  public static TestStore in(Path directory) {
    return new TestStore(StoreConfiguration.in(directory).withSegmentBytes(4 << 20));
  }

  /**
   * In memory, deterministic: a wait for durability is over at once, upkeep runs when called.
   *
   * @param directory a temporary folder, which stays almost empty
   */
  public static TestStore inMemory(Path directory, long seed) {
    return new TestStore(
        StoreConfiguration.in(directory)
            .withDisk(new SimulatedDisk(seed))
            .withSegmentBytes(1 << 20)
            .deterministic(seed));
  }

  public Store store() {
    return store;
  }

  /** The store with what is not part of its contract: upkeep, recovery. */
  public OrbitStore orbitStore() {
    return store;
  }

  public int createSpace(boolean ordered) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      int space = transaction.createSpace(new SpaceOptions(ordered, ENGINE));
      long ignored = transaction.commit();
      return space;
    }
  }

  /** A clean stop and a start. */
  public void reopen() {
    store.close();
    store = OrbitStore.open(configuration);
  }

  @Override
  public void close() {
    store.close();
  }
}
