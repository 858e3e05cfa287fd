package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.createSpace;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that stay in memory whatever else comes and goes. */
class PinTest {
  private static final long BUDGET = 400_000;
  private static final int ROWS = 300;
  private static final String VALUE = "x".repeat(100);

  @TempDir private Path directory;
  private StoreConfiguration configuration;
  private OrbitStore store;
  private int pinned;
  private int other;

  @BeforeEach
  void open() {
    SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
    configuration =
        Stores.simulated(directory, new SimulatedDisk(1), engine, 1).withMemory(BUDGET, 1 << 20);
    store = OrbitStore.open(configuration);
    pinned = createSpace(store, true, "map");
    other = createSpace(store, true, "map");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void fill(int space, int rows) {
    for (int i = 0; i < rows; i++) {
      put(store, space, "key" + i, VALUE + i);
    }
  }

  /** How many look-ups of the pinned space had to ask the engine. */
  private long coldReads() {
    long before = store.statistics().coldReads();
    for (int i = 0; i < ROWS; i++) {
      assertThat(get(store.latest(), pinned, "key" + i)).isEqualTo(VALUE + i);
    }
    return store.statistics().coldReads() - before;
  }

  @Test
  void whatIsPinnedStaysAndTheRestGoes() {
    store.pin(Set.of(pinned));
    fill(pinned, ROWS);
    fill(other, 4_000);
    Stores.shrink(store, 0);
    assertThat(coldReads()).isZero();
    store.pin(Set.of());
    Stores.shrink(store, 0);
    assertThat(coldReads()).isPositive();
  }

  @Test
  void whatIsOutsideIsReadInAgainAndAfterAStart() {
    fill(pinned, ROWS);
    fill(other, 4_000);
    Stores.shrink(store, 0);
    store.pin(Set.of(pinned));
    store.upkeep();
    assertThat(coldReads()).isZero();
    store.close();
    store = OrbitStore.open(configuration.withMemory(BUDGET / 2, 1 << 20));
    Stores.shrink(store, 0);
    store.pin(Set.of(pinned));
    store.upkeep();
    Stores.shrink(store, 0);
    assertThat(coldReads()).isZero();
  }

  @Test
  void whatWouldNotFitIsRefused() {
    fill(other, 4_000);
    Stores.shrink(store, 0);
    store.requirePinnable(Set.of(pinned));
    assertRefused(() -> store.requirePinnable(Set.of(other)));
    store.pin(Set.of(pinned));
    fill(pinned, 700);
    int more = createSpace(store, false, "map");
    fill(more, 700);
    assertRefused(() -> store.requirePinnable(Set.of(more)));
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OrbitException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
        .hasMessageContaining("memory.limit");
  }

  @Test
  void aTablesOptionPinsItsSpaceFromItsCommitOn() {
    KernelCatalog catalog = new KernelCatalog(store, "map");
    Collection table = table(catalog, Map.of());
    fill(table.space(), 1_200);
    assertRefused(() -> table(catalog, table, Map.of("pin", "")));
    Collection small = table(catalog, Map.of("pin", "true"));
    pinned = small.space();
    fill(pinned, ROWS);
    fill(other, 4_000);
    Stores.shrink(store, 0);
    assertThat(coldReads()).isZero();
    store.close();
    store = OrbitStore.open(configuration);
    KernelCatalog again = new KernelCatalog(store, "map");
    store.upkeep();
    Stores.shrink(store, 0);
    assertThat(coldReads()).isZero();
    table(again, small, Map.of());
    Stores.shrink(store, 0);
    assertThat(coldReads()).isPositive();
  }

  private Collection table(KernelCatalog catalog, Map<String, String> options) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      Database database = catalog.current().database("orbit").orElseThrow();
      Schema schema = catalog.current().schema(database.id(), "public").orElseThrow();
      long id = catalog.edit(transaction).newId();
      int space = transaction.createSpace(new SpaceOptions(true, "map"));
      Collection made = collection(id, database, schema, space, options);
      catalog.edit(transaction).put(made);
      long ignored = transaction.commit();
      return made;
    }
  }

  private void table(KernelCatalog catalog, Collection table, Map<String, String> options) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      Database database = catalog.current().database("orbit").orElseThrow();
      Schema schema = catalog.current().schema(database.id(), "public").orElseThrow();
      catalog
          .edit(transaction)
          .put(collection(table.id(), database, schema, table.space(), options));
      long ignored = transaction.commit();
    }
  }

  private static Collection collection(
      long id, Database database, Schema schema, int space, Map<String, String> options) {
    return new Collection(
        id,
        "t" + id,
        0,
        database.owner(),
        List.of(),
        database.id(),
        schema.id(),
        Collection.Kind.TABLE,
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        1,
        1,
        true,
        false,
        space,
        "map",
        options,
        "",
        null,
        "");
  }
}
