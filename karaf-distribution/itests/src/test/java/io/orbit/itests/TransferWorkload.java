package io.orbit.itests;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** Money moves between accounts; whoever adds all of it up in one transaction sees all of it. */
final class TransferWorkload implements Workload {
  private static final int ACCOUNTS = 8;
  private static final int BALANCE = 100;
  private static final int ONE_READ_IN = 3;
  private static final String SUM = "SELECT sum(balance) FROM transfer_accounts";

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  @Override
  public void create(Connection sql) throws SQLException {
    Clients.execute(
        sql,
        "DROP TABLE IF EXISTS transfer_accounts",
        "CREATE TABLE transfer_accounts(id int PRIMARY KEY, balance int NOT NULL)");
    for (int account = 0; account < ACCOUNTS; account++) {
      Clients.execute(
          sql, "INSERT INTO transfer_accounts VALUES (" + account + ", " + BALANCE + ")");
    }
  }

  @Override
  public void transact(Connection sql, RandomGenerator random) throws SQLException {
    if (random.nextInt(ONE_READ_IN) == 0) {
      look(Clients.rows(sql, SUM).getFirst(), "SQL");
      look(Clients.rows(sql, SUM).getFirst(), "SQL again");
      sql.commit();
      return;
    }
    int from = random.nextInt(ACCOUNTS);
    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    Clients.execute(
        sql,
        "UPDATE transfer_accounts SET balance = balance - 1 WHERE id = " + from,
        "UPDATE transfer_accounts SET balance = balance + 1 WHERE id = " + to);
    sql.commit();
  }

  @Override
  public void transact(Jedis redis, RandomGenerator random) {
    Transaction transaction = redis.multi();
    if (random.nextInt(ONE_READ_IN) == 0) {
      List<Response<String>> balances =
          IntStream.range(0, ACCOUNTS)
              .mapToObj(account -> transaction.hget("transfer_accounts:" + account, "balance"))
              .toList();
      transaction.exec();
      int sum = balances.stream().mapToInt(balance -> Integer.parseInt(balance.get())).sum();
      look(Integer.toString(sum), "Redis");
      return;
    }
    int from = random.nextInt(ACCOUNTS);
    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    transaction.hincrBy("transfer_accounts:" + from, "balance", -1);
    transaction.hincrBy("transfer_accounts:" + to, "balance", 1);
    transaction.exec();
  }

  private void look(String sum, String where) {
    if (!sum.equals(Integer.toString(ACCOUNTS * BALANCE))) {
      seen.add("a sum of " + sum + " seen through " + where);
    }
  }

  @Override
  public List<String> anomalies(Connection sql) throws SQLException {
    look(Clients.rows(sql, SUM).getFirst(), "SQL at the end");
    return new ArrayList<>(seen);
  }
}
