package io.orbit.protocol.postgres;

import io.orbit.api.ops.ServerInfo;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.security.KernelSessions;
import io.orbit.kernel.security.SecurityClock;
import io.orbit.kernel.security.SecuritySettings;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.language.sql.SqlLanguage;
import io.orbit.query.QueryEngine;
import io.orbit.query.spill.SpillDirectory;
import io.orbit.records.RecordsComponent;
import io.orbit.storage.memory.MemoryEngineFactory;
import io.orbit.testkit.ops.RecordingMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Kernel, records and query engine in this JVM, under a folder; what the protocol stands on. */
final class TestStack implements AutoCloseable {
  static final String PASSWORD = "secret-secret-secret";

  private final Path directory;
  private final ServerInfo info;
  final OrbitStore store;
  final KernelSessions sessions;
  final QueryEngine engine;

  TestStack() {
    this(temporary(), false);
  }

  TestStack(Path directory, boolean devMode) {
    this.directory = directory;
    info = new TestServerInfo(directory, devMode);
    store = OrbitStore.open(StoreConfiguration.in(directory, new MemoryEngineFactory()));
    KernelCatalog catalog = new KernelCatalog(store, "memory");
    SecuritySettings defaults = SecuritySettings.defaults(directory);
    sessions =
        new KernelSessions(
            store,
            catalog,
            new RecordingMetrics(),
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
    RecordsComponent records = new RecordsComponent(store, catalog);
    engine =
        new QueryEngine(
            store,
            catalog,
            records,
            records,
            sessions,
            new SpillDirectory(directory.resolve("spill")));
    engine.add(new SqlLanguage());
    records.bindExpressions(engine.expressions());
  }

  PostgresProtocol protocol() {
    return new PostgresProtocol(store, sessions, engine.statements(), info);
  }

  /** Over {@link CannedStatements}. */
  PostgresProtocol cannedProtocol() {
    return new PostgresProtocol(store, sessions, new CannedStatements(engine.statements()), info);
  }

  /** Runs statements as another protocol would. */
  void run(String text) {
    try (Session session =
        sessions.open(new SessionRequest("orbit", "orbit", "test", "here", true, "test"))) {
      var statements = engine.statements();
      var script = statements.script(session, "sql", text);
      while (script.hasNext()) {
        try (var execution = statements.execute(session, script.next(), List.of())) {
          while (execution.next(100) != null) {
            // To the end.
          }
        }
      }
      store.durable(statements.endImplicit(session, true));
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("orbit-postgres");
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
    sessions.close();
    store.close();
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
