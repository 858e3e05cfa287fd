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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/**
 * SQL and Redis clients at once on the same rows, and what they must not see at each level. The
 * same check finds the anomaly at the level that allows it. {@code -Dorbit.isolation.seconds} says
 * how long a level takes, 20 if not said; {@code -Dorbit.test.seed} the seed.
 */
@ExtendWith(SharedServer.class)
class IsolationIT {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("orbit.isolation.seconds", 20));
  private static final int SQL_CLIENTS = 2;
  private static final int REDIS_CLIENTS = 1;

  private final Server server;
  private final long seed = Long.getLong("orbit.test.seed", System.nanoTime());
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

  IsolationIT(Server server) {
    this.server = server;
  }

  @Test
  void nothingIsLostOrDirtyAtRepeatableRead() throws Exception {
    List<Workload> workloads = List.of(new AppendWorkload(), new TransferWorkload());
    long end = System.nanoTime() + TIME.toNanos();
    run(workloads, Connection.TRANSACTION_REPEATABLE_READ, REDIS_CLIENTS, () -> before(end));
    assertThat(anomalies(workloads)).as("seed %d", seed).isEmpty();
  }

  @Test
  void nothingIsLostDirtyOrSkewedAtSerializable() throws Exception {
    List<Workload> workloads =
        List.of(new AppendWorkload(), new TransferWorkload(), new OnCallWorkload());
    long end = System.nanoTime() + TIME.toNanos();
    run(workloads, Connection.TRANSACTION_SERIALIZABLE, REDIS_CLIENTS, () -> before(end));
    assertThat(anomalies(workloads)).as("seed %d", seed).isEmpty();
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
      run(List.of(workload), level, 0, () -> before(end) && committed.get() < enough);
      anomalies = anomalies(List.of(workload));
    }
    return anomalies;
  }

  private void run(List<Workload> workloads, int level, int redisClients, BooleanSupplier goOn)
      throws Exception {
    try (Connection sql = Clients.sql(server)) {
      for (Workload workload : workloads) {
        workload.create(sql);
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Thread> threads = new ArrayList<>();
    for (Workload workload : workloads) {
      for (int client = 0; client < SQL_CLIENTS + (redisClients == 0 ? 2 : 0); client++) {
        SplittableRandom own = random.split();
        threads.add(start(() -> sqlClient(workload, level, own, goOn)));
      }
      for (int client = 0; client < redisClients; client++) {
        SplittableRandom own = random.split();
        threads.add(start(() -> redisClient(workload, own, goOn)));
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
      Workload workload, int level, SplittableRandom random, BooleanSupplier goOn)
      throws SQLException {
    try (Connection sql = Clients.sql(server)) {
      sql.setTransactionIsolation(level);
      sql.setAutoCommit(false);
      while (goOn.getAsBoolean()) {
        try {
          workload.transact(sql, random);
          committed.incrementAndGet();
        } catch (SQLException refusal) {
          if (!refusal.getSQLState().equals("40001") && !refusal.getSQLState().equals("40P01")) {
            throw refusal;
          }
          refused.incrementAndGet();
          sql.rollback();
        }
      }
    }
  }

  private void redisClient(Workload workload, SplittableRandom random, BooleanSupplier goOn) {
    try (Jedis redis = Clients.redis(server)) {
      while (goOn.getAsBoolean()) {
        workload.transact(redis, random);
        committed.incrementAndGet();
      }
    }
  }

  private List<String> anomalies(List<Workload> workloads) throws SQLException {
    try (Connection sql = Clients.sql(server)) {
      List<String> anomalies = new ArrayList<>();
      for (Workload workload : workloads) {
        anomalies.addAll(workload.anomalies(sql));
      }
      return anomalies;
    }
  }
}
