package io.orbit.itests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Lists of unique values, appended to by reading the list and writing it back. A committed value
 * that is missing at the end is a lost update; a list seen that is no beginning of the last one a
 * read of something lost or rolled back, and a rolled back value that is there at the end is worse.
 * Where the connection was lost while the server committed, the value may be there or not.
 */
final class AppendWorkload implements Workload {
  private static final int LISTS = 4000;
  private static final int LISTS_AT_ONCE = 4;
  private static final int VALUES_AT_ONCE = 2000;
  private static final int ONE_ROLLED_BACK_IN = 8;

  private final AtomicLong values = new AtomicLong();
  private final Map<Long, Integer> committed = new ConcurrentHashMap<>();
  private final Set<Long> rolledBack = ConcurrentHashMap.newKeySet();
  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();

  /** A list as it was seen: how long it was, and what {@link #hashes} says of it. */
  private record Read(int list, int length, long hash) {
    static Read of(int list, List<Long> values) {
      return new Read(list, values.size(), hashes(values)[values.size()]);
    }
  }

  @Override
  public void create(Connection sql) throws SQLException {
    committed.clear();
    rolledBack.clear();
    reads.clear();
    values.set(0);
    Clients.execute(
        sql,
        "DROP TABLE IF EXISTS append_lists",
        "CREATE TABLE append_lists(id int PRIMARY KEY, elements text NOT NULL)",
        "INSERT INTO append_lists SELECT id, '' FROM generate_series(0, " + (LISTS - 1) + ") id");
  }

  /** A few lists at a time, and others once these are long. */
  private static int listFor(long value, RandomGenerator random) {
    long round = value / VALUES_AT_ONCE % (LISTS / LISTS_AT_ONCE);
    return (int) round * LISTS_AT_ONCE + random.nextInt(LISTS_AT_ONCE);
  }

  @Override
  public void transact(Connection sql, RandomGenerator random) throws SQLException {
    long value = values.incrementAndGet();
    int list = listFor(value, random);
    boolean committing = false;
    try {
      String elements = elements(sql, list);
      reads.add(Read.of(list, parse(elements)));
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
        committing = true;
        sql.commit();
        committed.put(value, list);
      }
    } catch (SQLException failure) {
      if (!committing || Workload.isRefusal(failure)) {
        rolledBack.add(value);
      }
      throw failure;
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
    long value = values.incrementAndGet();
    int list = listFor(value, random);
    String key = "append_lists:" + list;
    boolean committing = false;
    try {
      redis.watch(key);
      String elements = redis.hget(key, "elements");
      reads.add(Read.of(list, parse(elements)));
      Transaction transaction = redis.multi();
      transaction.hset(key, "elements", append(elements, value));
      if (random.nextInt(ONE_ROLLED_BACK_IN) == 0) {
        rolledBack.add(value);
        transaction.discard();
        return;
      }
      committing = true;
      if (transaction.exec() == null) {
        rolledBack.add(value);
      } else {
        committed.put(value, list);
      }
    } catch (JedisConnectionException lost) {
      if (!committing) {
        rolledBack.add(value);
      }
      throw lost;
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

  /** A number for each beginning of a list, of no value and of all, that others do not have. */
  private static long[] hashes(List<Long> values) {
    long[] hashes = new long[values.size() + 1];
    for (int i = 0; i < values.size(); i++) {
      hashes[i + 1] = (hashes[i] ^ values.get(i)) * 0x9E3779B97F4A7C15L;
    }
    return hashes;
  }

  @Override
  public List<String> anomalies(Connection sql) throws SQLException {
    Map<Integer, List<Long>> last = new HashMap<>();
    for (String row : Clients.rows(sql, "SELECT id, elements FROM append_lists")) {
      int bar = row.indexOf('|');
      last.put(Integer.valueOf(row.substring(0, bar)), parse(row.substring(bar + 1)));
    }
    Set<Long> present = new HashSet<>();
    List<String> anomalies = new ArrayList<>();
    Map<Integer, long[]> beginnings = new HashMap<>();
    last.forEach(
        (list, elements) -> {
          beginnings.put(list, hashes(elements));
          for (long value : elements) {
            if (!present.add(value)) {
              anomalies.add("there twice: " + value + " of list " + list);
            }
            if (rolledBack.contains(value)) {
              anomalies.add("rolled back and there: " + value + " of list " + list);
            }
          }
        });
    committed.forEach(
        (value, list) -> {
          if (!present.contains(value)) {
            anomalies.add("lost update: " + value + " of list " + list);
          }
        });
    for (Read read : reads) {
      long[] known = beginnings.getOrDefault(read.list(), new long[0]);
      if (read.length() >= known.length || known[read.length()] != read.hash()) {
        anomalies.add("read of list " + read.list() + " that is no beginning of the last one");
      }
    }
    return anomalies;
  }
}
