package io.orbit.transfer;

import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.metrics.KernelMetrics;
import io.orbit.kernel.security.KernelSessions;
import io.orbit.kernel.security.SecurityClock;
import io.orbit.kernel.security.SecuritySettings;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.keyspace.KeyQueues;
import io.orbit.keyspace.KeyspaceService;
import io.orbit.language.sql.SqlLanguage;
import io.orbit.query.QueryEngine;
import io.orbit.query.spill.SpillDirectory;
import io.orbit.records.RecordsComponent;
import io.orbit.storage.memory.MemoryEngineFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kernel, records, key space and queries in this JVM. */
final class TestStack implements AutoCloseable {
  private final OrbitStore store;
  private final KernelSessions sessions;
  final Services services;

  TestStack(Path directory) {
    store = OrbitStore.open(StoreConfiguration.in(directory, new MemoryEngineFactory()));
    KernelCatalog catalog = new KernelCatalog(store, "memory");
    SecuritySettings defaults = SecuritySettings.defaults(directory);
    sessions =
        new KernelSessions(
            store,
            catalog,
            new KernelMetrics(),
            new SecuritySettings(
                directory,
                false,
                defaults.maxSessions(),
                defaults.reservedSessions(),
                defaults.scramIterations(),
                defaults.detachedTimeoutMillis()),
            SecurityClock.SYSTEM,
            Optional.of("secret-secret-secret"),
            line -> {});
    RecordsComponent records = new RecordsComponent(store, catalog);
    QueryEngine engine =
        new QueryEngine(
            store,
            catalog,
            records,
            records,
            sessions,
            new SpillDirectory(directory.resolve("spill")));
    engine.add(new SqlLanguage());
    records.bindExpressions(engine.expressions());
    Statements statements = engine.statements();
    services =
        new Services(
            sessions,
            statements,
            catalog,
            store,
            records,
            new KeyspaceService(store, catalog, records, new KeyQueues()),
            new Info(directory));
  }

  SqlSession sql(String database) {
    return services.sql(services.open("orbit", database));
  }

  /** Runs statements, each in a transaction of its own. */
  void run(String database, String... texts) {
    try (SqlSession sql = sql(database)) {
      for (String text : texts) {
        sql.run(text);
      }
    }
  }

  /** A query's rows, each as its values joined by a bar. */
  List<String> rows(String database, String query) throws IOException {
    List<String> rows = new ArrayList<>();
    try (SqlSession sql = sql(database)) {
      sql.query(query, row -> rows.add(joined(row)));
    }
    return rows;
  }

  private static String joined(@Nullable Object[] row) {
    List<String> values = new ArrayList<>();
    for (Object value : row) {
      values.add(
          value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : String.valueOf(value));
    }
    return String.join("|", values);
  }

  /** Uses a database's key spaces. */
  void redis(String database, java.util.function.Consumer<Keyspace> use) {
    try (Session session = services.open("orbit", database)) {
      Keyspace keyspace = services.keyspaces().open(session);
      keyspace.setMayWait(true);
      use.accept(keyspace);
    }
  }

  private record Info(Path dataDirectory) implements ServerInfo {
    @Override
    public String version() {
      return "0.1.0";
    }

    @Override
    public String runId() {
      return "0".repeat(40);
    }

    @Override
    public long startedAt() {
      return 0;
    }

    @Override
    public int portOffset() {
      return 0;
    }

    @Override
    public boolean devMode() {
      return false;
    }

    @Override
    public long memoryLimit() {
      return Runtime.getRuntime().maxMemory();
    }
  }

  @Override
  public void close() {
    sessions.close();
    store.close();
  }
}
