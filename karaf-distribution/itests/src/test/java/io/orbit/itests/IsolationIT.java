package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * SQL and Redis clients at once on the same rows, and what they must not see at each level. The
 * same check finds the anomaly at the level that allows it. {@code -Dorbit.isolation.seconds} says
 * how long a level takes, 20 if not said; {@code -Dorbit.isolation.kills} after how many seconds on
 * average the server is killed and started again meanwhile, 0 if not said, for never; {@code
 * -Dorbit.test.seed} the seed.
 */
@ExtendWith(SharedServer.class)
class IsolationIT {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("orbit.isolation.seconds", 20));
  private static final Duration KILLS =
      Duration.ofSeconds(Integer.getInteger("orbit.isolation.kills", 0));
  private static final int SQL_CLIENTS = 2;
  private static final int REDIS_CLIENTS = 1;

  private final Server server;
  private final long seed = Long.getLong("orbit.test.seed", System.nanoTime());
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

  IsolationIT(Server server) {
    this.server = server;
  }

  @Test
  void nothingIsLostOrDirtyAtRepeatableRead() throws Exception {
    assertNoAnomaly(
        List.of(new AppendWorkload(), new TransferWorkload()),
        Connection.TRANSACTION_REPEATABLE_READ);
  }

  @Test
  void nothingIsLostDirtyOrSkewedAtSerializable() throws Exception {
    assertNoAnomaly(
        List.of(new AppendWorkload(), new TransferWorkload(), new OnCallWorkload()),
        Connection.TRANSACTION_SERIALIZABLE);
  }

  private void assertNoAnomaly(List<Workload> workloads, int level) throws Exception {
    if (KILLS.isZero()) {
      long end = System.nanoTime() + TIME.toNanos();
      run(() -> server, workloads, level, REDIS_CLIENTS, () -> before(end));
      assertThat(anomalies(server, workloads)).as("seed %d", seed).isEmpty();
      return;
    }
    try (KilledServer killed = new KilledServer(KILLS, new SplittableRandom(seed))) {
      create(killed.up(), workloads);
      killed.startKilling();
      long end = System.nanoTime() + TIME.toNanos();
      work(killed::up, workloads, level, REDIS_CLIENTS, () -> before(end));
      int kills = killed.stopKilling();
      System.out.println(kills + " kills, " + lost + " connections lost");
      assertThat(anomalies(killed.up(), workloads)).as("seed %d", seed).isEmpty();
      assertThat(kills).isPositive();
    }
  }

  @Test
  void theCheckFindsLostUpdatesAtReadCommitted() throws Exception {
    assertThat(firstAnomaly(new AppendWorkload(), Connection.TRANSACTION_READ_COMMITTED))
        .anyMatch(anomaly -> anomaly.startsWith("lost update"));
  }

  @Test
  void theCheckFindsWriteSkewAtRepeatableRead() throws Exception {
    assertThat(firstAnomaly(new OnCallWorkload(), Connection.TRANSACTION_REPEATABLE_READ))
        .anyMatch(anomaly -> anomaly.startsWith("write skew"));
  }

  private static boolean before(long end) {
    return System.nanoTime() < end;
  }

  /** Runs short rounds until something is seen, or the time is over. */
  private List<String> firstAnomaly(Workload workload, int level) throws Exception {
    long end = System.nanoTime() + 3 * TIME.toNanos();
    List<String> anomalies = List.of();
    while (anomalies.isEmpty() && before(end)) {
      int enough = committed.get() + 200;
      run(() -> server, List.of(workload), level, 0, () -> before(end) && committed.get() < enough);
      anomalies = anomalies(server, List.of(workload));
    }
    return anomalies;
  }

  private void run(
      Supplier<Server> servers,
      List<Workload> workloads,
      int level,
      int redisClients,
      BooleanSupplier goOn)
      throws Exception {
    create(servers.get(), workloads);
    work(servers, workloads, level, redisClients, goOn);
  }

  private static void create(Server on, List<Workload> workloads) throws SQLException {
    try (Connection sql = Clients.sql(on)) {
      for (Workload workload : workloads) {
        workload.create(sql);
      }
    }
  }

  private void work(
      Supplier<Server> servers,
      List<Workload> workloads,
      int level,
      int redisClients,
      BooleanSupplier goOn)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Thread> threads = new ArrayList<>();
    for (Workload workload : workloads) {
      for (int client = 0; client < SQL_CLIENTS + (redisClients == 0 ? 2 : 0); client++) {
        SplittableRandom own = random.split();
        threads.add(start(() -> sqlClient(servers, workload, level, own, goOn)));
      }
      for (int client = 0; client < redisClients; client++) {
        SplittableRandom own = random.split();
        threads.add(start(() -> redisClient(servers, workload, own, goOn)));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(
        "seed " + seed + ", " + committed + " transactions committed, " + refused + " refused");
    assertThat(failures).as("seed %d", seed).isEmpty();
    assertThat(committed.get()).isPositive();
  }

  /** A client that ends when told, or by an error that is none of isolation. */
  @FunctionalInterface
  private interface Client {
    void run() throws SQLException;
  }

  private Thread start(Client client) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                client.run();
              } catch (SQLException | RuntimeException failure) {
                failures.add(failure);
              }
            });
  }

  private void sqlClient(
      Supplier<Server> servers,
      Workload workload,
      int level,
      SplittableRandom random,
      BooleanSupplier goOn)
      throws SQLException {
    while (goOn.getAsBoolean()) {
      try (Connection sql = Clients.sql(servers.get())) {
        sql.setTransactionIsolation(level);
        sql.setAutoCommit(false);
        while (goOn.getAsBoolean()) {
          transact(workload, sql, random);
        }
      } catch (SQLException failure) {
        if (KILLS.isZero() || !isLoss(failure)) {
          throw failure;
        }
        lost.incrementAndGet();
      }
    }
  }

  private void transact(Workload workload, Connection sql, SplittableRandom random)
      throws SQLException {
    try {
      workload.transact(sql, random);
      committed.incrementAndGet();
    } catch (SQLException refusal) {
      if (!Workload.isRefusal(refusal)) {
        throw refusal;
      }
      refused.incrementAndGet();
      sql.rollback();
    }
  }

  /** Class 08 is the connection's, 57P the server's end or start. */
  private static boolean isLoss(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  private void redisClient(
      Supplier<Server> servers, Workload workload, SplittableRandom random, BooleanSupplier goOn) {
    while (goOn.getAsBoolean()) {
      try (Jedis redis = Clients.redis(servers.get())) {
        while (goOn.getAsBoolean()) {
          workload.transact(redis, random);
          committed.incrementAndGet();
        }
      } catch (JedisConnectionException failure) {
        if (KILLS.isZero()) {
          throw failure;
        }
        lost.incrementAndGet();
      }
    }
  }

  private static List<String> anomalies(Server on, List<Workload> workloads) throws SQLException {
    try (Connection sql = Clients.sql(on)) {
      List<String> anomalies = new ArrayList<>();
      for (Workload workload : workloads) {
        anomalies.addAll(workload.anomalies(sql));
      }
      return anomalies;
    }
  }
}
