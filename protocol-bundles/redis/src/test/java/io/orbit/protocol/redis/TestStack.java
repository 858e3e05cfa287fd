package io.orbit.protocol.redis;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.security.KernelSessions;
import io.orbit.kernel.security.SecurityClock;
import io.orbit.kernel.security.SecuritySettings;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.keyspace.KeyQueues;
import io.orbit.keyspace.KeyspaceService;
import io.orbit.records.RecordsComponent;
import io.orbit.storage.memory.MemoryEngineFactory;
import io.orbit.testkit.ops.RecordingMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kernel and keyspace in this JVM, under a fresh folder; what the Redis protocol stands on. */
final class TestStack implements AutoCloseable {
  static final String PASSWORD = "secret-secret-secret";

  private final Path directory;
  final OrbitStore store;
  final KernelCatalog catalog;
  final KernelSessions sessions;
  final RecordsComponent records;
  final KeyQueues queues = new KeyQueues();
  final KeyspaceService keyspaces;
  final ServerInfo info;
  final RecordingMetrics metrics = new RecordingMetrics();
  private final Thread evictor = new Thread(this::evict, "evictor");
  private volatile boolean closed;

  TestStack(boolean devMode) {
    this(temporary(), devMode);
  }

  TestStack(Path directory, boolean devMode) {
    this(directory, devMode, new MemoryEngineFactory());
  }

  /** In developer mode, and every record that can leaves memory, all the time. */
  static TestStack evicting() {
    TestStack stack = new TestStack(temporary(), true, new KeepingEngines());
    stack.evictor.start();
    return stack;
  }

  TestStack(Path directory, boolean devMode, StorageEngineFactory engine) {
    this.directory = directory;
    store = OrbitStore.open(StoreConfiguration.in(directory, engine));
    catalog = new KernelCatalog(store, engine.name());
    SecuritySettings defaults = SecuritySettings.defaults(directory);
    SecuritySettings settings =
        new SecuritySettings(
            directory,
            devMode,
            defaults.maxSessions(),
            defaults.reservedSessions(),
            defaults.scramIterations(),
            defaults.detachedTimeoutMillis());
    sessions =
        new KernelSessions(
            store,
            catalog,
            metrics,
            settings,
            SecurityClock.SYSTEM,
            Optional.of(PASSWORD),
            line -> {});
    records = new RecordsComponent(store, catalog);
    keyspaces = new KeyspaceService(store, catalog, records, queues);
    info = new TestServerInfo(directory, devMode);
  }

  boolean isEvicting() {
    return evictor.isAlive();
  }

  private void evict() {
    while (!closed) {
      boolean ignored = store.shrink(0);
    }
  }

  /** The memory engine, as one to which records may be left. */
  private static final class KeepingEngines implements StorageEngineFactory {
    private final MemoryEngineFactory engines = new MemoryEngineFactory();

    @Override
    public String name() {
      return engines.name();
    }

    @Override
    public boolean isVolatile() {
      return false;
    }

    @Override
    public StorageEngine open(Path directory, long cacheBytes) {
      return engines.open(directory, cacheBytes);
    }
  }

  RedisProtocol protocol() {
    return new RedisProtocol(store, catalog, sessions, keyspaces, info, metrics);
  }

  int keySpace(int number) {
    return catalog.current().database("orbit").orElseThrow().keySpaces().get(number);
  }

  /** A session of the administrator's, as another protocol would have it. */
  Session session() {
    return sessions.open(new SessionRequest("orbit", "orbit", "test", "here", true, "test"));
  }

  /** CREATE TABLE items(id int primary key, name text, qty int). */
  Collection createItems() {
    return createTable(
        "items",
        false,
        Column.of(1, "id", DataType.INT32),
        Column.of(2, "name", DataType.TEXT),
        Column.of(3, "qty", DataType.INT32));
  }

  /** A table of schema public whose first column is the key. */
  Collection createTable(String name, boolean open, Column... columns) {
    try (Session session = session()) {
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, false);
      var editor = catalog.edit(transaction);
      var view = catalog.view(transaction);
      var database = view.database("orbit").orElseThrow();
      var schema = view.schema(database.id(), "public").orElseThrow();
      int space = transaction.createSpace(new SpaceOptions(true, "memory"));
      Collection collection =
          new Collection(
              editor.newId(),
              name,
              0,
              session.principal().roleId(),
              List.of(),
              database.id(),
              schema.id(),
              Collection.Kind.TABLE,
              List.of(columns),
              List.of(0),
              name + "_pkey",
              List.of(),
              List.of(),
              List.of(),
              1,
              columns.length + 1,
              open,
              true,
              space,
              "memory",
              Map.of(),
              "",
              null,
              "");
      editor.put(collection);
      session.commit();
      return collection;
    }
  }

  void insertItem(int id, String name, int quantity) {
    try (Session session = session()) {
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, false);
      var view = catalog.view(transaction);
      var database = view.database("orbit").orElseThrow();
      var schema = view.schema(database.id(), "public").orElseThrow();
      var items = view.collection(schema.id(), "items").orElseThrow();
      var statement = records.statement(session, transaction);
      statement.insert(items, new Object[] {id, name, quantity}, 0);
      statement.finish();
      session.commit();
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("orbit-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record TestServerInfo(Path dataDirectory, boolean devMode) implements ServerInfo {
    private static final long STARTED = System.currentTimeMillis();

    @Override
    public String version() {
      return "test";
    }

    @Override
    public String runId() {
      return "0123456789012345678901234567890123456789";
    }

    @Override
    public long startedAt() {
      return STARTED;
    }

    @Override
    public int portOffset() {
      return 0;
    }

    @Override
    public long memoryLimit() {
      return Runtime.getRuntime().maxMemory();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      evictor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sessions.close();
    store.close();
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
