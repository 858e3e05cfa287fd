package io.orbit.protocol.redis;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.net.spi.Connection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all clients of the protocol share. Thread-safe. */
final class RedisServer implements AutoCloseable {
  /** The version whose behaviour is answered. */
  static final String VERSION = "7.2.6";

  static final int DATABASES = Keyspaces.COUNT;
  static final String PROTOCOL = "redis";

  private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);

  private final Store store;
  private final Sessions sessions;
  private final Keyspaces keyspaces;
  private final ServerInfo info;
  private final CommandTable commands = new CommandTable();
  private final RedisDispatcher dispatcher = new RedisDispatcher(this);
  private final RedisSettings settings;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Monitors monitors = new Monitors();
  private final ClientPause pause = new ClientPause();
  private final SlowLog slowLog;
  private final LatencyLog latency;
  private final AclGuard guard;
  private final KeyEviction eviction;
  private final Tracking tracking;
  private final KeyWatcher keyWatcher;
  private final Keyspaces.Listening listening;
  private final RedisStatistics statistics = new RedisStatistics();
  private final RedisFigures figures;
  private final Map<Long, RedisClient> clients = new ConcurrentHashMap<>();
  private final SavedSource savedSource;
  private final AtomicReference<@Nullable Thread> saving = new AtomicReference<>();
  private final AtomicReference<@Nullable ReplicaLink> replica = new AtomicReference<>();
  private volatile Runnable stopping = RedisServer::exit;
  private volatile long savedAt;
  private volatile long savedCommits;

  RedisServer(
      Store store,
      Catalog catalog,
      Sessions sessions,
      Keyspaces keyspaces,
      ServerInfo info,
      Metrics metrics) {
    this.store = store;
    this.sessions = sessions;
    this.keyspaces = keyspaces;
    this.info = info;
    this.figures = new RedisFigures(metrics);
    this.savedAt = info.startedAt();
    this.savedSource = new SavedSource(info.dataDirectory());
    this.settings = new RedisSettings(info);
    this.slowLog = new SlowLog(settings::slowerThan, settings::slowLogEntries);
    this.latency = new LatencyLog(settings::latencyThreshold);
    this.guard = new AclGuard(catalog, commands, new AclLog(settings::aclLogEntries));
    this.eviction = new KeyEviction(settings, () -> store.statistics().memoryBytes(), statistics);
    this.tracking = new Tracking(this::client, settings::trackedKeys);
    this.keyWatcher = new KeyWatcher(settings::notifications, subscriptions, tracking);
    this.listening = keyspaces.listen(keyWatcher);
  }

  Store store() {
    return store;
  }

  Sessions sessions() {
    return sessions;
  }

  Keyspaces keyspaces() {
    return keyspaces;
  }

  ServerInfo info() {
    return info;
  }

  CommandTable commands() {
    return commands;
  }

  RedisDispatcher dispatcher() {
    return dispatcher;
  }

  RedisSettings settings() {
    return settings;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  Monitors monitors() {
    return monitors;
  }

  ClientPause pause() {
    return pause;
  }

  SlowLog slowLog() {
    return slowLog;
  }

  LatencyLog latency() {
    return latency;
  }

  KeyEviction eviction() {
    return eviction;
  }

  AclGuard guard() {
    return guard;
  }

  Tracking tracking() {
    return tracking;
  }

  /** Whether anybody wants to hear what happens to keys. */
  boolean isKeyWatched() {
    return keyWatcher.isListening();
  }

  RedisStatistics statistics() {
    return statistics;
  }

  RedisFigures figures() {
    return figures;
  }

  /** Whether commands that may take memory are refused: by {@code maxmemory}, where it is set. */
  boolean isMemoryFull() {
    long limit = settings.writersLimit();
    return limit != 0 && store.statistics().memoryBytes() > limit;
  }

  // ---- clients

  void add(RedisClient client) {
    statistics.connections.increment();
    clients.put(client.requireConnection().id(), client);
  }

  void remove(RedisClient client) {
    clients.remove(client.requireConnection().id());
  }

  /** Null when there is none of that number. */
  @Nullable RedisClient client(long id) {
    return clients.get(id);
  }

  Collection<RedisClient> clients() {
    return clients.values();
  }

  /** Lets a client in that proved nothing, where that is allowed; false otherwise. */
  boolean openUnauthenticated(RedisClient client) {
    try {
      client.login(sessions.openUnauthenticated(request(client, "default")));
      return true;
    } catch (OrbitException e) {
      if (e.code() != ErrorCode.AUTHENTICATION_REQUIRED) {
        LOG.info("an unauthenticated client is turned away: {}", e.getMessage());
      }
      return false;
    }
  }

  /** Checks a password and lets the client in; blocks. */
  void authenticate(RedisClient client, String user, String password) {
    Connection connection = client.requireConnection();
    if (connection.tlsRequired() && !connection.isSecure()) {
      throw new RedisError("ERR TLS is required to authenticate");
    }
    try {
      client.login(sessions.authenticate(request(client, user), password));
    } catch (OrbitException e) {
      guard.log().add(client, user, "auth", "toplevel", "AUTH");
      throw e;
    }
  }

  private static SessionRequest request(RedisClient client, String user) {
    SocketAddress remote = client.requireConnection().remoteAddress();
    boolean loopback =
        !(remote instanceof InetSocketAddress internet)
            || internet.getAddress().isLoopbackAddress();
    return new SessionRequest(
        user, "", PROTOCOL, ClientReport.address(remote), loopback, client.name());
  }

  // ---- following another server

  /** Whom it follows after the next start. */
  SavedSource savedSource() {
    return savedSource;
  }

  /** Null when this server follows nobody. */
  @Nullable ReplicaLink replica() {
    return replica.get();
  }

  /** Follows somebody else from now on, or, with null, nobody. Waits for the end of the last. */
  void follow(@Nullable ReplicaLink link) {
    ReplicaLink last = replica.getAndSet(link);
    if (last != null) {
      last.close();
    }
    if (link != null) {
      link.start();
    }
  }

  // ---- the whole server

  /** Stops the process, as SIGTERM does: everything is closed in its order. */
  void stop() {
    LOG.warn("A Redis client stops the server by SHUTDOWN");
    stopping.run();
  }

  /** What {@link #stop} does instead, for tests. */
  void stopBy(Runnable other) {
    stopping = other;
  }

  private static void exit() {
    Thread.ofPlatform().name("redis-shutdown").start(() -> Runtime.getRuntime().exit(0));
  }

  // ---- checkpoints

  /** Seconds since 1970 of the last SAVE or BGSAVE, or of the start. */
  long savedAt() {
    return savedAt / 1000;
  }

  /** Commits since SAVE or BGSAVE ended last. */
  long changesSinceSave() {
    return store.statistics().commits() - savedCommits;
  }

  void save() {
    long commits = store.statistics().commits();
    store.checkpoint();
    savedCommits = commits;
    savedAt = System.currentTimeMillis();
  }

  boolean isSaving() {
    return saving.get() != null;
  }

  /** Begins a checkpoint in the background; false when one is running. */
  boolean saveInBackground() {
    Thread thread =
        Thread.ofVirtual()
            .name("redis-bgsave")
            .unstarted(
                () -> {
                  try {
                    save();
                  } catch (OrbitException e) {
                    LOG.error("BGSAVE failed", e);
                  } finally {
                    saving.set(null);
                  }
                });
    if (!saving.compareAndSet(null, thread)) {
      return false;
    }
    thread.start();
    return true;
  }

  /** Waits for a background checkpoint, so that no thread of this bundle stays behind. */
  @Override
  public void close() {
    listening.close();
    follow(null);
    pause.end();
    Thread thread = saving.get();
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
