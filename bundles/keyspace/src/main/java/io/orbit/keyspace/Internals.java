package io.orbit.keyspace;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.Database;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.records.Records;
import io.orbit.api.security.Session;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.Wait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key space behind those that clients select, in which protocols keep what is not a key. A
 * database gets it when it is first needed.
 */
final class Internals {
  private final Access access;
  private final StoreKeyspace keyspace;
  private final StoreHashes hashes;

  Internals(
      Store store,
      Catalog catalog,
      Records records,
      KeyQueues queues,
      Session session,
      ScanPositions positions,
      StoreKeyspace keyspace) {
    this.keyspace = keyspace;
    access = new Access(store, catalog, queues, session);
    access.selectInternal();
    Rows rows = new Rows(access, records, keyspace);
    hashes = new StoreHashes(access, rows, new CompositeScan(positions));
  }

  /** Works as the client's own access does now. */
  void enter(Access client) {
    access.enter(client.transaction());
    access.setMayWait(client.mayWait());
    access.readAsOf(client.readsAsOf());
  }

  boolean exists() {
    return access.session.database().keySpaces().size() > Keyspaces.COUNT;
  }

  Hashes hashes(Access client) {
    if (!exists()) {
      client.requireWaiting();
      boolean ignored =
          keyspace.atomically(List.of(), List.of(), () -> create(client.requireTransaction()));
    }
    enter(client);
    return hashes;
  }

  private void create(Transaction transaction) {
    access.catalog().lock(transaction, access.session.database().id(), true);
    Database database = access.session.database();
    if (database.keySpaces().size() > Keyspaces.COUNT) {
      return;
    }
    List<Integer> spaces = new ArrayList<>(database.keySpaces());
    spaces.add(transaction.createSpace(new SpaceOptions(false, database.engine())));
    access
        .catalog()
        .edit(transaction)
        .put(
            new Database(
                database.id(),
                database.name(),
                0,
                database.owner(),
                database.grants(),
                database.engine(),
                List.copyOf(spaces),
                database.settings(),
                database.comment()));
  }

  @Nullable Wait settle() {
    return access.settle();
  }
}
