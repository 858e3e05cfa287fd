package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in a folder with its catalog, and short words for making tables in it. */
final class CatalogFixture implements AutoCloseable {
  private final SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
  private final Path directory;
  private OrbitStore store;
  private KernelCatalog catalog;

  CatalogFixture(Path directory) {
    this.directory = directory;
    this.store = OrbitStore.open(StoreConfiguration.in(directory, engine));
    this.catalog = new KernelCatalog(store, engine.name());
  }

  void restart() {
    store.close();
    store = OrbitStore.open(StoreConfiguration.in(directory, engine));
    catalog = new KernelCatalog(store, engine.name());
  }

  KernelCatalog catalog() {
    return catalog;
  }

  CatalogView current() {
    return catalog.current();
  }

  Transaction begin() {
    return store.begin(TransactionOptions.DEFAULT);
  }

  Schema schema() {
    Database orbit = current().database("orbit").orElseThrow();
    return current().schema(orbit.id(), "public").orElseThrow();
  }

  void create(String name) {
    try (Transaction transaction = begin()) {
      long id = catalog.edit(transaction).newId();
      catalog.edit(transaction).put(table(id, name));
      transaction.commit();
    }
  }

  Optional<Collection> find(CatalogView view, String name) {
    return view.collection(schema().id(), name);
  }

  List<String> names() {
    return names(current());
  }

  List<String> names(Transaction transaction) {
    return names(catalog.view(transaction));
  }

  private List<String> names(CatalogView view) {
    return view.collections(schema().id()).stream().map(Collection::name).toList();
  }

  Collection table(long id, String name) {
    return table(id, name, "");
  }

  Collection table(long id, String name, String comment) {
    return new Collection(
        id,
        name,
        0,
        10,
        List.of(),
        schema().database(),
        schema().id(),
        Collection.Kind.TABLE,
        List.of(Column.of(1, "id", DataType.INT32)),
        List.of(0),
        name + "_pkey",
        List.of(),
        List.of(),
        List.of(),
        1,
        2,
        false,
        true,
        99,
        engine.name(),
        Map.of(),
        "",
        null,
        comment);
  }

  Collection withIndex(Collection table, String name) {
    Index index =
        new Index(
            table.id() + 1,
            name,
            List.of(new Index.Element(1, "", false, false)),
            List.of(),
            false,
            false,
            false,
            "",
            100,
            true,
            "");
    return copy(table, table.grants(), List.of(index), table.foreignKeys());
  }

  Collection referencing(Collection table, long target) {
    ForeignKey key =
        new ForeignKey(
            table.id() + 2,
            "fk",
            List.of(1),
            target,
            List.of(1),
            ForeignKey.Action.CASCADE,
            ForeignKey.Action.NO_ACTION,
            false,
            false,
            false,
            true);
    return copy(table, table.grants(), table.indexes(), List.of(key));
  }

  Collection granting(Collection table, Grant grant) {
    return copy(table, List.of(grant), table.indexes(), table.foreignKeys());
  }

  private static Collection copy(
      Collection table, List<Grant> grants, List<Index> indexes, List<ForeignKey> keys) {
    return new Collection(
        table.id(),
        table.name(),
        0,
        table.owner(),
        grants,
        table.database(),
        table.schema(),
        table.kind(),
        table.columns(),
        table.primaryKey(),
        table.primaryKeyName(),
        indexes,
        table.checks(),
        keys,
        table.schemaVersion(),
        table.nextColumnId(),
        table.open(),
        table.redis(),
        table.space(),
        table.engine(),
        table.options(),
        table.definition(),
        table.sequence(),
        table.comment());
  }

  static CatalogObject withId(Database database, long id) {
    return new Database(
        id,
        database.name(),
        0,
        database.owner(),
        database.grants(),
        database.engine(),
        database.keySpaces(),
        database.settings(),
        database.comment());
  }

  static CatalogObject withId(Schema schema, long id) {
    return new Schema(id, schema.name(), 0, schema.owner(), schema.grants(), schema.database(), "");
  }

  static CatalogObject withId(Role role, long id) {
    return new Role(
        id,
        role.name(),
        0,
        false,
        false,
        false,
        false,
        true,
        false,
        false,
        -1,
        null,
        Long.MAX_VALUE,
        List.of(),
        List.of(),
        Map.of(),
        "");
  }

  @Override
  public void close() {
    store.close();
  }
}
