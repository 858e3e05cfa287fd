package io.orbit.itests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/**
 * Lists of unique values, appended to by reading the list and writing it back. A committed value
 * that is missing at the end is a lost update; a value of a transaction that was rolled back, seen
 * anywhere, a dirty read; a list seen that is no beginning of the last one, either.
 */
final class AppendWorkload implements Workload {
  private static final int LISTS = 4;
  private static final int ONE_ROLLED_BACK_IN = 8;

  private final AtomicLong values = new AtomicLong();
  private final Map<Long, Integer> committed = new ConcurrentHashMap<>();
  private final Set<Long> rolledBack = ConcurrentHashMap.newKeySet();
  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();

  private record Read(int list, List<Long> values) {}

  @Override
  public void create(Connection sql) throws SQLException {
    committed.clear();
    rolledBack.clear();
    reads.clear();
    Clients.execute(
        sql,
        "DROP TABLE IF EXISTS append_lists",
        "CREATE TABLE append_lists(id int PRIMARY KEY, elements text NOT NULL)");
    for (int list = 0; list < LISTS; list++) {
      Clients.execute(sql, "INSERT INTO append_lists VALUES (" + list + ", '')");
    }
  }

  @Override
  public void transact(Connection sql, RandomGenerator random) throws SQLException {
    int list = random.nextInt(LISTS);
    long value = values.incrementAndGet();
    try {
      String elements = elements(sql, list);
      reads.add(new Read(list, parse(elements)));
      try (PreparedStatement write =
          sql.prepareStatement("UPDATE append_lists SET elements = ? WHERE id = ?")) {
        write.setString(1, append(elements, value));
        write.setInt(2, list);
        write.executeUpdate();
      }
      if (random.nextInt(ONE_ROLLED_BACK_IN) == 0) {
        rolledBack.add(value);
        sql.rollback();
      } else {
        sql.commit();
        committed.put(value, list);
      }
    } catch (SQLException refused) {
      rolledBack.add(value);
      throw refused;
    }
  }

  private static String elements(Connection sql, int list) throws SQLException {
    try (PreparedStatement read =
        sql.prepareStatement("SELECT elements FROM append_lists WHERE id = ?")) {
      read.setInt(1, list);
      try (ResultSet result = read.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }

  @Override
  public void transact(Jedis redis, RandomGenerator random) {
    int list = random.nextInt(LISTS);
    String key = "append_lists:" + list;
    long value = values.incrementAndGet();
    redis.watch(key);
    String elements = redis.hget(key, "elements");
    reads.add(new Read(list, parse(elements)));
    Transaction transaction = redis.multi();
    transaction.hset(key, "elements", append(elements, value));
    if (random.nextInt(ONE_ROLLED_BACK_IN) == 0) {
      rolledBack.add(value);
      transaction.discard();
    } else if (transaction.exec() == null) {
      rolledBack.add(value);
    } else {
      committed.put(value, list);
    }
  }

  private static String append(String elements, long value) {
    return elements.isEmpty() ? Long.toString(value) : elements + "," + value;
  }

  private static List<Long> parse(String elements) {
    return elements.isEmpty()
        ? List.of()
        : Arrays.stream(elements.split(",")).map(Long::valueOf).toList();
  }

  @Override
  public List<String> anomalies(Connection sql) throws SQLException {
    List<List<Long>> last = new ArrayList<>();
    for (int list = 0; list < LISTS; list++) {
      last.add(parse(elements(sql, list)));
    }
    List<Set<Long>> present = last.stream().<Set<Long>>map(HashSet::new).toList();
    List<String> anomalies = new ArrayList<>();
    committed.forEach(
        (value, list) -> {
          if (!present.get(list).contains(value)) {
            anomalies.add("lost update: " + value + " of list " + list);
          }
        });
    for (Read read : reads) {
      read.values().stream()
          .filter(rolledBack::contains)
          .forEach(value -> anomalies.add("dirty read: " + value + " of list " + read.list()));
      List<Long> all = last.get(read.list());
      int length = read.values().size();
      if (length > all.size() || !all.subList(0, length).equals(read.values())) {
        anomalies.add("read of list " + read.list() + " that is no beginning of the last one");
      }
    }
    return anomalies;
  }
}
