package io.orbit.itests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Writers over SQL and Redis, each of whose transactions leaves its number in three places: two
 * rows of a table and a field of a hash. A number must be in all of them or in none, and in all of
 * them once it was acknowledged. No number is used twice, so that what was under way when the
 * server died may be there or not.
 */
final class MixedWrites {
  private static final int WRITERS = 3;
  private static final int PLACES = 3;

  private final List<Writer> writers = new ArrayList<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ending;

  MixedWrites() {
    for (int writer = 0; writer < WRITERS; writer++) {
      writers.add(new SqlWriter("sql" + writer));
      writers.add(new RedisWriter("redis" + writer));
    }
  }

  static void createTable(Connection sql) throws SQLException {
    Clients.execute(
        sql,
        "CREATE TABLE ledger(writer text, number bigint, side int, amount int,"
            + " PRIMARY KEY (writer, number, side))");
  }

  /** Transactions acknowledged until now, over all runs. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Writes until enough is acknowledged, then does what ends the server, with all under way. */
  void run(Server server, long transactions, Runnable end) throws InterruptedException {
    ending = false;
    long enough = acknowledged.get() + transactions;
    List<Thread> threads =
        writers.stream()
            .map(writer -> Thread.ofPlatform().name(writer.name).start(() -> writer.run(server)))
            .toList();
    Await.until(
        "acknowledged " + transactions,
        Duration.ofMinutes(3),
        () -> {
          if (!failures.isEmpty()) {
            throw new AssertionError("a writer failed on a living server", failures.peek());
          }
          return acknowledged.get() >= enough;
        });
    ending = true;
    end.run();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** What is wrong with what the server has; empty when nothing is. Nobody may be writing. */
  List<String> mistakes(Server server) throws SQLException {
    try (Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      List<String> mistakes = new ArrayList<>();
      for (Writer writer : writers) {
        writer.check(sql, redis, mistakes);
      }
      return mistakes;
    }
  }

  private abstract class Writer {
    final String name;
    final String hash;
    private final Set<Long> committed = new HashSet<>();
    private long number;

    Writer(String name) {
      this.name = name;
      this.hash = "mixed-writes-" + name;
    }

    final void run(Server server) {
      try {
        connectAndWrite(server);
      } catch (SQLException | JedisException end) {
        if (!ending) {
          failures.add(end);
        }
      }
    }

    abstract void connectAndWrite(Server server) throws SQLException;

    final long next() {
      return ++number;
    }

    final void acknowledge() {
      committed.add(number);
      acknowledged.incrementAndGet();
    }

    private void check(Connection sql, Jedis redis, List<String> mistakes) throws SQLException {
      Map<Long, Integer> places = new HashMap<>();
      Clients.rows(sql, "SELECT number FROM ledger WHERE writer = '" + name + "'")
          .forEach(row -> places.merge(Long.valueOf(row), 1, Integer::sum));
      redis.hkeys(hash).forEach(field -> places.merge(Long.valueOf(field), 1, Integer::sum));
      places.forEach(
          (each, found) -> {
            if (found != PLACES) {
              mistakes.add(name + " " + each + " is in " + found + " of " + PLACES + " places");
            }
          });
      for (long each : committed) {
        if (!places.containsKey(each)) {
          mistakes.add(name + " " + each + " was acknowledged and is lost");
        }
      }
    }
  }

  private final class SqlWriter extends Writer {
    SqlWriter(String name) {
      super(name);
    }

    @Override
    void connectAndWrite(Server server) throws SQLException {
      try (Connection sql = Clients.sql(server);
          PreparedStatement row = sql.prepareStatement("INSERT INTO ledger VALUES (?, ?, ?, 1)");
          PreparedStatement field =
              sql.prepareStatement(
                  "INSERT INTO redis.hashes(key, field, value) VALUES (?, ?, '')")) {
        sql.setAutoCommit(false);
        while (true) {
          long number = next();
          for (int side = 0; side < 2; side++) {
            row.setString(1, name);
            row.setLong(2, number);
            row.setInt(3, side);
            row.executeUpdate();
          }
          field.setString(1, hash);
          field.setString(2, Long.toString(number));
          field.executeUpdate();
          sql.commit();
          acknowledge();
        }
      }
    }
  }

  private final class RedisWriter extends Writer {
    RedisWriter(String name) {
      super(name);
    }

    @Override
    void connectAndWrite(Server server) {
      try (Jedis redis = Clients.redis(server)) {
        while (true) {
          long number = next();
          Transaction transaction = redis.multi();
          transaction.hset("ledger:" + name + ":" + number + ":0", "amount", "1");
          transaction.hset(hash, Long.toString(number), "");
          transaction.hset("ledger:" + name + ":" + number + ":1", "amount", "1");
          List<Object> replies = transaction.exec();
          if (replies == null || !replies.stream().allMatch(Long.class::isInstance)) {
            throw new JedisException("EXEC answered " + replies);
          }
          acknowledge();
        }
      }
    }
  }
}
