package io.orbit.simulation;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.testkit.ops.RecordingMetrics;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The store that each run begins with a copy of, made once: the catalog, a plain and an ordered
 * space, and the tables {@code account(id int primary key, owner text unique, balance int)} and
 * {@code entry(id int primary key, account int references account)}.
 *
 * @param directory a folder that stays empty
 */
record Template(
    Path directory,
    SimulatedDisk disk,
    SortedMapEngine.Factory engine,
    int plain,
    int ordered,
    long account,
    long entry) {
  static final String ENGINE = "map";
  static final long START = 1_800_000_000_000L;
  static final int SEGMENT = 16 << 10;

  private static final long DATABASE = 5;
  private static final long SCHEMA = 2200;
  private static final long OWNER = 10;

  static Template make() {
    Path directory;
    try {
      directory = Files.createTempDirectory("orbit-simulation");
      directory.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SimulatedDisk disk = new SimulatedDisk(0);
    SortedMapEngine.Factory engine = new SortedMapEngine.Factory(ENGINE);
    StoreConfiguration configuration =
        StoreConfiguration.in(directory, engine)
            .withDisk(disk)
            .withSegmentBytes(SEGMENT)
            .withClock(() -> START)
            .deterministic(0);
    try (OrbitStore store = OrbitStore.open(configuration)) {
      KernelCatalog catalog = new KernelCatalog(store, ENGINE);
      World.sessions(store, catalog, new RecordingMetrics(), directory, () -> START);
      int plain = space(store, false);
      int ordered = space(store, true);
      long account = inTransaction(store, transaction -> account(catalog, transaction));
      long entry = inTransaction(store, transaction -> entry(catalog, transaction, account));
      return new Template(directory, disk, engine, plain, ordered, account, entry);
    }
  }

  private static int space(OrbitStore store, boolean ordered) {
    return (int)
        inTransaction(
            store, transaction -> transaction.createSpace(new SpaceOptions(ordered, ENGINE)));
  }

  private static long inTransaction(OrbitStore store, ToLongFunction<Transaction> work) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      long made = work.applyAsLong(transaction);
      long ignored = transaction.commit();
      return made;
    }
  }

  private static long account(KernelCatalog catalog, Transaction transaction) {
    var editor = catalog.edit(transaction);
    Index owners =
        new Index(
            editor.newId(),
            "account_owner_key",
            List.of(new Index.Element(2, "", false, false)),
            List.of(),
            true,
            false,
            true,
            "",
            transaction.createSpace(new SpaceOptions(true, ENGINE)),
            true,
            "");
    Collection table =
        table(
            editor.newId(),
            "account",
            List.of(
                Column.of(1, "id", DataType.INT32),
                Column.of(2, "owner", DataType.TEXT),
                Column.of(3, "balance", DataType.INT32)),
            List.of(owners),
            List.of(),
            transaction);
    editor.put(table);
    return table.id();
  }

  private static long entry(KernelCatalog catalog, Transaction transaction, long account) {
    var editor = catalog.edit(transaction);
    ForeignKey key =
        new ForeignKey(
            editor.newId(),
            "entry_account_fkey",
            List.of(2),
            account,
            List.of(1),
            ForeignKey.Action.NO_ACTION,
            ForeignKey.Action.NO_ACTION,
            false,
            false,
            false,
            true);
    Collection table =
        table(
            editor.newId(),
            "entry",
            List.of(Column.of(1, "id", DataType.INT32), Column.of(2, "account", DataType.INT32)),
            List.of(),
            List.of(key),
            transaction);
    editor.put(table);
    return table.id();
  }

  private static Collection table(
      long id,
      String name,
      List<Column> columns,
      List<Index> indexes,
      List<ForeignKey> keys,
      Transaction transaction) {
    return new Collection(
        id,
        name,
        0,
        OWNER,
        List.of(),
        DATABASE,
        SCHEMA,
        Collection.Kind.TABLE,
        columns,
        List.of(0),
        name + "_pkey",
        indexes,
        List.of(),
        keys,
        1,
        columns.size() + 1,
        false,
        false,
        transaction.createSpace(new SpaceOptions(true, ENGINE)),
        ENGINE,
        Map.of(),
        "",
        null,
        "");
  }
}
