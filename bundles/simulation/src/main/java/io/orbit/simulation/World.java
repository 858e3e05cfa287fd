package io.orbit.simulation;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.MustWait;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.log.LogRetention;
import io.orbit.kernel.security.KernelSessions;
import io.orbit.kernel.security.SecurityClock;
import io.orbit.kernel.security.SecuritySettings;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.keyspace.KeyQueues;
import io.orbit.keyspace.KeyspaceService;
import io.orbit.protocol.redis.RedisProtocol;
import io.orbit.records.RecordsComponent;
import io.orbit.simulation.Timeline.Value;
import io.orbit.testkit.ops.RecordingMetrics;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run's store with all that is under and beside it: disk, clock, chance, model. What runs on
 * threads of its own in a server stands in {@link #continuations} until the run lets it go on.
 */
final class World {
  static final String PLAIN = "p/";
  static final String ORDERED = "o/";
  static final String REDIS = "redis/";
  static final String NETWORK = "network/";

  static {
    // Clients of the network prove nothing (dev mode), which every start would say anew.
    System.setProperty("org.slf4j.simpleLogger.log." + KernelSessions.class.getName(), "error");
  }

  private static final int KEYS = 10;
  private static final int FEW_KEYS = 3;
  private static final int TRACE = 5_000;
  private static final long ROOMY = 1L << 30;
  private static final long TIGHT = 600_000;

  private final Plan plan;
  private final Template template;
  private final SplittableRandom random;
  private final SimulatedDisk disk;
  private final SortedMapEngine.Factory engine;
  private final boolean tight;
  private final int keys;
  private final int segment;
  private final boolean rareSyncs;
  private final Isolation favourite;
  private final List<Runnable> continuations = new ArrayList<>();
  private final Deque<String> trace = new ArrayDeque<>();
  private final Timeline timeline = new Timeline();
  private final Serializability serializability = new Serializability(timeline);
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final Disturbance disturbance;
  private final Network network = new Network(this);
  private long millis = Template.START;
  private int clears;
  private int keyClears;
  private OrbitStore store;
  private KernelCatalog catalog;
  private KernelSessions sessions;
  private RecordsComponent records;
  private KeyspaceService keyspaces;

  World(Plan plan, Template template) {
    this.plan = plan;
    this.template = template;
    this.random = new SplittableRandom(plan.seed());
    this.disk = template.disk().copy(random.nextLong());
    this.engine = template.engine().copy();
    this.tight = plan.has(Plan.Part.EVICTION) && random.nextInt(4) == 0;
    this.keys = random.nextBoolean() ? KEYS : FEW_KEYS;
    this.segment = Template.SEGMENT >> random.nextInt(4);
    this.rareSyncs = oneIn(3);
    this.favourite = pick(Isolation.values());
    this.disturbance = new Disturbance(disk, engine);
    this.store = OrbitStore.open(configuration());
    this.catalog = new KernelCatalog(store, Template.ENGINE);
    this.sessions = sessions(store, catalog, metrics, template.directory(), () -> millis);
    this.records = new RecordsComponent(store, catalog);
    this.keyspaces = new KeyspaceService(store, catalog, records, new KeyQueues());
  }

  private StoreConfiguration configuration() {
    return StoreConfiguration.in(template.directory(), engine)
        .withDisk(disk)
        .withSegmentBytes(segment)
        .withMemory(tight ? TIGHT : ROOMY, 1 << 20)
        .withCheckpoint(5_000, 1 << 16)
        .withRetention(
            plan.has(Plan.Part.FEED)
                ? new LogRetention.Limits(ROOMY, 0, ROOMY)
                : LogRetention.Limits.NONE)
        .withClock(() -> millis)
        .simulated(plan.seed(), continuations::add);
  }

  static KernelSessions sessions(
      OrbitStore store,
      KernelCatalog catalog,
      RecordingMetrics metrics,
      Path directory,
      LongSupplier millis) {
    SecurityClock clock =
        new SecurityClock() {
          @Override
          public long wallMillis() {
            return millis.getAsLong();
          }

          @Override
          public long millis() {
            return millis.getAsLong();
          }

          @Override
          public void pause(long time) {
            throw new IllegalStateException("a session waits for " + time + " ms");
          }
        };
    return new KernelSessions(
        store,
        catalog,
        metrics,
        new SecuritySettings(
            directory,
            true,
            SecuritySettings.DEFAULT_MAX_SESSIONS,
            SecuritySettings.DEFAULT_RESERVED_SESSIONS,
            SecuritySettings.defaults(directory).scramIterations(),
            SecuritySettings.DEFAULT_DETACHED_TIMEOUT_MILLIS),
        clock,
        Optional.of("simulated"),
        line -> {});
  }

  /** Opens the store again, with all that stands on it. */
  void reopen() {
    continuations.clear();
    network.restarted();
    store = OrbitStore.open(configuration());
    catalog = new KernelCatalog(store, Template.ENGINE);
    sessions = sessions(store, catalog, metrics, template.directory(), () -> millis);
    records = new RecordsComponent(store, catalog);
    keyspaces = new KeyspaceService(store, catalog, records, new KeyQueues());
  }

  // ---- what is there

  Plan plan() {
    return plan;
  }

  boolean has(Plan.Part part) {
    return plan.has(part);
  }

  Template template() {
    return template;
  }

  OrbitStore store() {
    return store;
  }

  SimulatedDisk disk() {
    return disk;
  }

  SortedMapEngine.Factory engine() {
    return engine;
  }

  Disturbance disturbance() {
    return disturbance;
  }

  Timeline timeline() {
    return timeline;
  }

  Serializability serializability() {
    return serializability;
  }

  RecordsComponent records() {
    return records;
  }

  /** Group commit comes seldom. */
  boolean hasRareSyncs() {
    return rareSyncs;
  }

  /** Memory is so short that a write may write a checkpoint. */
  boolean isTight() {
    return tight;
  }

  Session session() {
    return sessions.open(
        new SessionRequest("orbit", "orbit", "simulation", "here", true, "simulation"));
  }

  Keyspace keyspace(Session session) {
    Keyspace keyspace = keyspaces.open(session);
    keyspace.setMayWait(false);
    return keyspace;
  }

  Network network() {
    return network;
  }

  /** The Redis protocol over this store, with fsync before each answer. */
  RedisProtocol redis(ServerInfo info) {
    RedisProtocol protocol = new RedisProtocol(store, catalog, sessions, keyspaces, info, metrics);
    try (Session session = session()) {
      List<byte[]> always =
          List.of(bytes("CONFIG"), bytes("SET"), bytes("appendfsync"), bytes("always"));
      var ignored = protocol.run(session, always);
    }
    return protocol;
  }

  Collection collection(long id) {
    return (Collection) catalog.current().object(id).orElseThrow();
  }

  int redisSpace() {
    return catalog.current().database("orbit").orElseThrow().keySpaces().getFirst();
  }

  // ---- chance and time

  SplittableRandom random() {
    return random;
  }

  boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  Durability randomDurability() {
    return pick(Durability.values());
  }

  /** Each run has a level that half its transactions have. */
  Isolation randomIsolation() {
    return random.nextBoolean() ? favourite : pick(Isolation.values());
  }

  String randomName() {
    return randomName(random.nextBoolean() ? PLAIN : ORDERED);
  }

  String randomName(String prefix) {
    return prefix + "k" + random.nextInt(keys);
  }

  /** A text that nobody has written yet, now and then one larger than a log record. */
  String randomText(String name) {
    String text = name.substring(2) + "." + random.nextInt(1_000_000);
    return oneIn(30) ? text + "x".repeat(9_000) : text;
  }

  /** How often the plain space has been cleared. */
  int clears() {
    return clears;
  }

  void cleared() {
    clears++;
  }

  /** How often all Redis keys have been removed at once. */
  int keyClears() {
    return keyClears;
  }

  void keysCleared() {
    keyClears++;
  }

  long millis() {
    return millis;
  }

  void pass(long time) {
    millis += time;
  }

  /** Lets somebody go on who was waiting; false when there is nobody. */
  boolean goOn() {
    if (continuations.isEmpty()) {
      return false;
    }
    continuations.remove(random.nextInt(continuations.size())).run();
    return true;
  }

  // ---- steps and commits

  /** Takes a client's step; what may go wrong gives up what the client was at. */
  void step(Client client) {
    guarded(client::step, client::refused, client::abort);
  }

  void guarded(Runnable step, Runnable abort) {
    guarded(step, why -> {}, abort);
  }

  private void guarded(Runnable step, Consumer<OrbitException> refused, Runnable abort) {
    try {
      step.run();
    } catch (OrbitException e) {
      note(e.code() + ": " + e.getMessage());
      if (e.code() == ErrorCode.IO_ERROR) {
        timeline.attemptUnknown();
      } else {
        timeline.attemptFailed();
      }
      disturbance.requireExpected(e, tight);
      refused.accept(e);
      abort.run();
    } catch (MustWait e) {
      note("must wait");
      timeline.attemptFailed();
      abort.run();
    }
  }

  /**
   * A commit has returned.
   *
   * @param timestamp 0 when nothing was changed
   * @return the moment, 0 when nothing was changed
   */
  int committed(long timestamp, Map<String, @Nullable Value> changes) {
    if (timestamp == 0) {
      timeline.attemptFailed();
      return 0;
    }
    int moment = timeline.commit(timestamp, changes);
    Wait wait = store.durable(timestamp);
    if (wait != null) {
      wait.onDone(() -> acknowledge(wait, moment));
    } else if ((timestamp & 1) != 0) {
      timeline.promise(moment);
    }
    return moment;
  }

  private void acknowledge(Wait wait, int moment) {
    try {
      wait.result();
      note("acknowledged " + moment);
      timeline.promise(moment);
    } catch (OrbitException e) {
      require(e.code() == ErrorCode.IO_ERROR, "durability of %s", "" + moment, e, "IO_ERROR");
    }
  }

  // ---- words

  void note(String line) {
    if (trace.size() == TRACE) {
      trace.removeFirst();
    }
    trace.addLast(line);
  }

  List<String> trace() {
    return List.copyOf(trace);
  }

  void require(
      boolean holds, String what, String name, @Nullable Object found, @Nullable Object expected) {
    if (!holds) {
      throw new Violation(
          String.format(what, name) + ": found " + brief(found) + ", expected " + brief(expected));
    }
  }

  int space(String name) {
    return name.startsWith(PLAIN) ? template.plain() : template.ordered();
  }

  static byte[] key(String name) {
    return bytes(name.substring(PLAIN.length()));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static String text(RecordView view) {
    Composite composite = view.composite();
    return composite == null ? string(view.copy()) : "a composite";
  }

  static String brief(@Nullable Object value) {
    return String.valueOf(value).replaceAll("x{20,}", "xx…");
  }
}
