package io.orbit.protocol.redis;

import io.orbit.api.ops.ServerInfo;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.security.KernelSessions;
import io.orbit.kernel.security.SecurityClock;
import io.orbit.kernel.security.SecuritySettings;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.keyspace.KeyspaceService;
import io.orbit.storage.memory.MemoryEngineFactory;
import io.orbit.testkit.ops.RecordingMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Kernel and keyspace in this JVM, under a fresh folder; what the Redis protocol stands on. */
final class TestStack implements AutoCloseable {
  static final String PASSWORD = "secret-secret-secret";

  private final Path directory;
  final OrbitStore store;
  final KernelCatalog catalog;
  final KernelSessions sessions;
  final KeyspaceService keyspaces;
  final ServerInfo info;

  TestStack(boolean devMode) {
    this(temporary(), devMode);
  }

  TestStack(Path directory, boolean devMode) {
    this.directory = directory;
    store = OrbitStore.open(StoreConfiguration.in(directory, new MemoryEngineFactory()));
    catalog = new KernelCatalog(store, "memory");
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
            new RecordingMetrics(),
            settings,
            SecurityClock.SYSTEM,
            Optional.of(PASSWORD),
            line -> {});
    keyspaces = new KeyspaceService(store, catalog, new NoRecords());
    info = new TestServerInfo(directory, devMode);
  }

  RedisProtocol protocol() {
    return new RedisProtocol(store, sessions, keyspaces, info);
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
    sessions.close();
    store.close();
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
