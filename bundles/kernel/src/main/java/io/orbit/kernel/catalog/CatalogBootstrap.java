package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a new store has: the role {@code orbit} (without a password as yet), the databases {@code
 * orbit}, with Redis' sixteen key spaces, and {@code actors}, each with a schema {@code public}.
 * The ids are PostgreSQL's where it has such an object.
 */
final class CatalogBootstrap {
  private static final long ORBIT_ROLE = 10;
  private static final long ORBIT_DATABASE = 5;
  private static final long ORBIT_PUBLIC = 2200;
  private static final long ACTORS_DATABASE = 6;
  private static final long ACTORS_PUBLIC = 2201;
  private static final int REDIS_DATABASES = 16;

  private final KernelCatalog catalog;
  private final Store store;
  private final String engine;

  CatalogBootstrap(KernelCatalog catalog, Store store, String engine) {
    this.catalog = catalog;
    this.store = store;
    this.engine = engine;
  }

  void run() {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      CatalogEditor editor = catalog.edit(transaction);
      editor.put(administrator(ORBIT_ROLE, "orbit"));
      database(transaction, ORBIT_DATABASE, "orbit", REDIS_DATABASES, ORBIT_PUBLIC);
      database(transaction, ACTORS_DATABASE, "actors", 1, ACTORS_PUBLIC);
      Wait wait = store.durable(transaction.commit());
      if (wait != null) {
        wait.await(0);
      }
    }
  }

  private static Role administrator(long id, String name) {
    return new Role(
        id,
        name,
        0,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        -1,
        null,
        Long.MAX_VALUE,
        List.of(),
        List.of(),
        Map.of(),
        "");
  }

  private void database(
      Transaction transaction, long id, String name, int keySpaces, long publicSchema) {
    SpaceOptions options = new SpaceOptions(false, engine);
    List<Integer> spaces =
        IntStream.range(0, keySpaces).mapToObj(i -> transaction.createSpace(options)).toList();
    CatalogEditor editor = catalog.edit(transaction);
    editor.put(
        new Database(
            id,
            name,
            0,
            ORBIT_ROLE,
            Grant.ofNewDatabase(ORBIT_ROLE),
            engine,
            spaces,
            Map.of(),
            ""));
    editor.put(
        new Schema(
            publicSchema,
            "public",
            0,
            ORBIT_ROLE,
            Grant.ofPublicSchema(ORBIT_ROLE),
            id,
            "standard public schema"));
  }
}
