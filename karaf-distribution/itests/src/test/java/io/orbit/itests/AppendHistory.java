package io.orbit.itests;

import io.orbit.testkit.history.AppendTransaction;
import io.orbit.testkit.history.AppendTransaction.Append;
import io.orbit.testkit.history.AppendTransaction.Outcome;
import io.orbit.testkit.history.AppendTransaction.Read;
import io.orbit.testkit.history.AppendTransaction.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Transactions at one level that append to lists in rows of a table and read them, recorded. */
final class AppendHistory {
  private static final int LISTS_AT_ONCE = 3;
  private static final int VALUES_AT_ONCE = 300;
  private static final int LISTS = 600;

  private final String table;
  private final int level;
  private final AtomicLong values = new AtomicLong();
  private final AtomicLong names = new AtomicLong();
  private final Queue<AppendTransaction> transactions = new ConcurrentLinkedQueue<>();

  /**
   * @param level as {@link Connection} numbers them
   */
  AppendHistory(String table, int level) {
    this.table = table;
    this.level = level;
  }

  void create(Connection sql) throws SQLException {
    Clients.execute(
        sql,
        "CREATE TABLE " + table + "(id int PRIMARY KEY, elements text NOT NULL)",
        "INSERT INTO " + table + " SELECT id, '' FROM generate_series(0, " + (LISTS - 1) + ") id");
  }

  List<AppendTransaction> transactions() {
    return List.copyOf(transactions);
  }

  /**
   * One transaction.
   *
   * @throws SQLException when the connection is lost
   */
  void transact(Connection sql, RandomGenerator random) throws SQLException {
    sql.setTransactionIsolation(level);
    sql.setAutoCommit(false);
    List<Step> steps = new ArrayList<>();
    String name = table + names.incrementAndGet();
    boolean committing = false;
    try {
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        steps.add(step(sql, random));
      }
      if (random.nextInt(8) == 0) {
        sql.rollback();
        transactions.add(new AppendTransaction(name, Outcome.ABORTED, steps));
        return;
      }
      committing = true;
      sql.commit();
      transactions.add(new AppendTransaction(name, Outcome.COMMITTED, steps));
    } catch (SQLException failure) {
      boolean refused = Workload.isRefusal(failure);
      Outcome outcome = committing && !refused ? Outcome.UNKNOWN : Outcome.ABORTED;
      transactions.add(new AppendTransaction(name, outcome, steps));
      if (!refused) {
        throw failure;
      }
      sql.rollback();
    }
  }

  /** A few lists at a time, and others once these are long. */
  private int list(RandomGenerator random) {
    long round = values.get() / VALUES_AT_ONCE % (LISTS / LISTS_AT_ONCE);
    return (int) round * LISTS_AT_ONCE + random.nextInt(LISTS_AT_ONCE);
  }

  private Step step(Connection sql, RandomGenerator random) throws SQLException {
    int list = list(random);
    if (random.nextBoolean()) {
      return new Read("list " + list, read(sql, list));
    }
    long value = values.incrementAndGet();
    try (PreparedStatement append =
        sql.prepareStatement("UPDATE " + table + " SET elements = elements || ? WHERE id = ?")) {
      append.setString(1, value + ",");
      append.setInt(2, list);
      int ignored = append.executeUpdate();
    }
    return new Append("list " + list, value);
  }

  private List<Long> read(Connection sql, int list) throws SQLException {
    try (PreparedStatement read =
        sql.prepareStatement("SELECT elements FROM " + table + " WHERE id = ?")) {
      read.setInt(1, list);
      try (ResultSet result = read.executeQuery()) {
        result.next();
        String elements = result.getString(1);
        return elements.isEmpty()
            ? List.of()
            : Arrays.stream(elements.split(",")).map(Long::valueOf).toList();
      }
    }
  }
}
