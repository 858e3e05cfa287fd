package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.history.Anomaly;
import io.orbit.testkit.history.Linearizability;
import io.orbit.testkit.history.ListAppend;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * What clients of the packaged server have seen while it was killed every now and then: Redis keys
 * are linearizable, and transactions show none of the anomalies that their level forbids. {@code
 * -Dorbit.history.seconds} says how long, 15 if not said; {@code -Dorbit.test.seed} the seed.
 */
class HistoryIT {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("orbit.history.seconds", 15));
  private static final Duration KILLS = Duration.ofSeconds(5);
  private static final int CLIENTS = 2;

  private final AppendHistory readCommitted =
      new AppendHistory("history_rc", Connection.TRANSACTION_READ_COMMITTED);
  private final AppendHistory repeatableRead =
      new AppendHistory("history_rr", Connection.TRANSACTION_REPEATABLE_READ);
  private final AppendHistory serializable =
      new AppendHistory("history_s", Connection.TRANSACTION_SERIALIZABLE);
  private final CallHistory calls = new CallHistory();
  private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

  @Test
  void historiesUnderLoadAndKills() throws Exception {
    long seed = Long.getLong("orbit.test.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    try (KilledServer killed = new KilledServer(KILLS, random.split())) {
      try (Connection sql = Clients.sql(killed.up())) {
        for (AppendHistory history : List.of(readCommitted, repeatableRead, serializable)) {
          history.create(sql);
        }
      }
      killed.startKilling();
      run(killed, random);
      int kills = killed.stopKilling();
      System.out.printf(
          "seed %d, %d kills; transactions: %d, %d, %d; Redis calls: %d%n",
          seed,
          kills,
          readCommitted.transactions().size(),
          repeatableRead.transactions().size(),
          serializable.transactions().size(),
          calls.calls().size());
      assertThat(kills).isPositive();
    }
    assertThat(failures).as("seed %d", seed).isEmpty();
    assertThat(Linearizability.violation(calls.calls())).as("seed %d", seed).isEmpty();
    assertForbidden(readCommitted, Anomaly.ofReadCommitted(), seed);
    assertForbidden(repeatableRead, Anomaly.ofRepeatableRead(), seed);
    assertForbidden(serializable, Anomaly.ofSerializable(), seed);
    assertThat(ListAppend.anomalies(readCommitted.transactions()))
        .as("READ COMMITTED shows what it allows, so the check can see it")
        .isNotEmpty();
  }

  private static void assertForbidden(AppendHistory history, Set<Anomaly> forbidden, long seed) {
    Map<Anomaly, List<String>> found = ListAppend.anomalies(history.transactions());
    System.out.println("allowed and seen: " + found.keySet());
    assertThat(found).as("seed %d", seed).doesNotContainKeys(forbidden.toArray(Anomaly[]::new));
    assertThat(history.transactions()).hasSizeGreaterThan(100);
  }

  private void run(KilledServer killed, SplittableRandom random) throws InterruptedException {
    long end = System.nanoTime() + TIME.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      for (AppendHistory history : List.of(readCommitted, repeatableRead, serializable)) {
        SplittableRandom own = random.split();
        threads.add(Thread.ofPlatform().start(() -> transactions(killed, history, own, end)));
      }
      SplittableRandom own = random.split();
      threads.add(Thread.ofPlatform().start(() -> redis(killed, own, end)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void transactions(
      KilledServer killed, AppendHistory history, SplittableRandom random, long end) {
    while (System.nanoTime() < end) {
      try (Connection sql = Clients.sql(killed.up())) {
        while (System.nanoTime() < end) {
          history.transact(sql, random);
        }
      } catch (SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (!state.startsWith("08") && !state.startsWith("57P")) {
          failures.add(failure);
          return;
        }
      }
    }
  }

  private void redis(KilledServer killed, SplittableRandom random, long end) {
    while (System.nanoTime() < end) {
      try (Jedis redis = Clients.redis(killed.up())) {
        while (System.nanoTime() < end) {
          calls.call(redis, random);
        }
      } catch (JedisConnectionException lost) {
        // Killed: the next server is waited for.
      } catch (RuntimeException failure) {
        failures.add(failure);
        return;
      }
    }
  }
}
