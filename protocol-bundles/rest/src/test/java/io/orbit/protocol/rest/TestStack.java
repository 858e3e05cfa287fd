package io.orbit.protocol.rest;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Role;
import io.orbit.api.keyspace.Commands;
import io.orbit.api.ops.Health;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.ops.SpanExporter;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.kernel.audit.KernelAuditLog;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.metrics.KernelMetrics;
import io.orbit.kernel.metrics.LogHealth;
import io.orbit.kernel.security.CatalogAudit;
import io.orbit.kernel.security.KernelApiKeys;
import io.orbit.kernel.security.KernelSessions;
import io.orbit.kernel.security.SecurityClock;
import io.orbit.kernel.security.SecuritySettings;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.keyspace.KeyQueues;
import io.orbit.keyspace.KeyspaceService;
import io.orbit.language.sql.SqlLanguage;
import io.orbit.protocol.redis.RedisProtocol;
import io.orbit.protocol.rest.security.AccessRules;
import io.orbit.query.QueryEngine;
import io.orbit.query.spill.SpillDirectory;
import io.orbit.records.RecordsComponent;
import io.orbit.storage.memory.MemoryEngineFactory;
import io.orbit.testkit.ops.MemoryBackups;
import io.orbit.testkit.ops.MemoryFeatures;
import io.orbit.testkit.ops.MemoryListeners;
import io.orbit.testkit.ops.MemoryLogs;
import io.orbit.testkit.ops.MemorySlowStatements;
import io.orbit.testkit.ops.MemoryTransfers;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kernel, records, key space and queries in this JVM; features and ports are only told of. */
public final class TestStack implements AutoCloseable {
  public static final String PASSWORD = "secret-secret-secret";
  public static final String READER = "reader";
  public static final String READER_PASSWORD = "reader-reader-reader";

  private final Path directory;
  private final OrbitStore store;
  private final KernelCatalog catalog;
  private final KernelMetrics metrics = new KernelMetrics();
  private final KernelAuditLog audit;
  private final KernelSessions sessions;
  private final RecordsComponent records;
  private final RedisProtocol redis;
  private final Statements statements;
  private final ServerInfo info;
  public final MemoryFeatures features = new MemoryFeatures();
  public final MemoryListeners listeners = new MemoryListeners();
  public final MemoryLogs logs = new MemoryLogs();
  public final MemoryBackups backups = new MemoryBackups();
  public final MemoryTransfers transfers = new MemoryTransfers();

  public volatile @Nullable SpanExporter spans;
  public final TestWebLogin webLogin = new TestWebLogin();

  /** Who may ask from where, and how often. */
  public volatile AccessRules rules = AccessRules.OPEN;

  /** Whether the Redis commands are installed. */
  public volatile boolean redisInstalled = true;

  public TestStack(boolean devMode) {
    directory = temporary();
    store =
        OrbitStore.open(
            StoreConfiguration.in(
                directory, new MemoryEngineFactory(), new SortedMapEngine.Factory("map")));
    catalog = new KernelCatalog(store, "memory");
    info = new TestServerInfo(directory, devMode);
    audit = auditLog();
    SecuritySettings defaults = SecuritySettings.defaults(directory);
    sessions =
        new KernelSessions(
            store,
            catalog,
            metrics,
            audit,
            new SecuritySettings(
                directory,
                devMode,
                defaults.maxSessions(),
                defaults.reservedSessions(),
                defaults.scramIterations(),
                defaults.detachedTimeoutMillis()),
            SecurityClock.SYSTEM,
            Optional.of(PASSWORD),
            line -> {});
    sessions.addProvider(webLogin);
    new CatalogAudit(catalog, sessions, audit);
    records = new RecordsComponent(store, catalog);
    redis =
        new RedisProtocol(
            store,
            catalog,
            sessions,
            new KeyspaceService(store, catalog, records, new KeyQueues()),
            info,
            metrics);
    statements = statements();
    listeners.listen("redis", 6379, "listening");
    listeners.listen("postgres", 5432, "listening");
    listeners.listen("http", 8080, "listening");
    listeners.connect(1, "redis", "orbit");
    createReader();
    createItems();
  }

  private KernelAuditLog auditLog() {
    try {
      return new KernelAuditLog(store, info);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** From now on spans go there. */
  void trace(SpanExporter exporter) {
    spans = exporter;
    sessions.setExporter(exporter);
  }

  /** What the resources stand on. */
  public RestServices services() {
    return new RestServices(
        sessions,
        new KernelApiKeys(sessions),
        statements,
        catalog,
        store,
        records,
        new RestServices.Operations(
            features,
            new OwnBundle(),
            listeners,
            logs,
            new OneSetting(),
            backups,
            transfers,
            new MemorySlowStatements(),
            audit),
        info,
        metrics,
        () -> redisInstalled ? Optional.<Commands>of(redis) : Optional.empty(),
        () -> List.<Health>of(new LogHealth(store, info)),
        () -> List.of(webLogin),
        () -> rules,
        () -> Optional.ofNullable(spans));
  }

  private Statements statements() {
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
    return engine.statements();
  }

  /** A session of the administrator's, as another protocol would have it. */
  Session session() {
    return sessions.open(new SessionRequest("orbit", "orbit", "test", "here", true, "test"));
  }

  private void createReader() {
    try (Session session = session()) {
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, false);
      var editor = catalog.edit(transaction);
      editor.put(
          new Role(
              editor.newId(),
              READER,
              0,
              false,
              true,
              false,
              false,
              true,
              false,
              false,
              -1,
              sessions.verifierFor(READER, READER_PASSWORD),
              Long.MAX_VALUE,
              List.of(),
              List.of(),
              Map.of(),
              ""));
      session.commit();
    }
  }

  /** CREATE TABLE items(id int primary key, name text, qty int), with two rows. */
  private void createItems() {
    try (Session session = session()) {
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, false);
      var editor = catalog.edit(transaction);
      var view = catalog.view(transaction);
      var database = view.database("orbit").orElseThrow();
      var schema = view.schema(database.id(), "public").orElseThrow();
      int space = transaction.createSpace(new SpaceOptions(true, "memory"));
      editor.put(items(editor.newId(), session, database.id(), schema.id(), space));
      session.commit();
    }
    try (Session session = session()) {
      redis.run(session, List.of(bytes("HSET"), bytes("items:1"), bytes("name"), bytes("lamp")));
      redis.run(session, List.of(bytes("HSET"), bytes("items:2"), bytes("name"), bytes("desk")));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Collection items(long id, Session session, long database, long schema, int space) {
    return new Collection(
        id,
        "items",
        0,
        session.principal().roleId(),
        List.of(),
        database,
        schema,
        Collection.Kind.TABLE,
        List.of(
            Column.of(1, "id", DataType.INT32),
            Column.of(2, "name", DataType.TEXT),
            Column.of(3, "qty", DataType.INT32)),
        List.of(0),
        "items_pkey",
        List.of(),
        List.of(),
        List.of(),
        1,
        4,
        false,
        true,
        space,
        "memory",
        Map.of(),
        "",
        null,
        "");
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("orbit-rest");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private record TestServerInfo(Path dataDirectory, boolean devMode) implements ServerInfo {
    private static final long STARTED = System.currentTimeMillis();

    @Override
    public String version() {
      return "0.1.0";
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
    redis.close();
    sessions.close();
    audit.close();
    store.close();
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
