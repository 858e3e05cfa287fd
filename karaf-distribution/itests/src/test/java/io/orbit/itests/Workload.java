package io.orbit.itests;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;
import redis.clients.jedis.Jedis;

/**
 * Transactions whose outcome shows whether they were isolated. Called by many threads at once, each
 * with a connection of its own.
 */
interface Workload {
  /** Makes its tables anew. */
  void create(Connection sql) throws SQLException;

  /** Whether a transaction was refused so that others could be isolated; it left nothing. */
  static boolean isRefusal(SQLException failure) {
    String state = failure.getSQLState();
    return "40001".equals(state) || "40P01".equals(state);
  }

  /**
   * One transaction, begun and committed here.
   *
   * @throws SQLException when it was refused ({@link #isRefusal}); or when the connection was lost,
   *     and then it may have been committed if that was under way
   */
  void transact(Connection sql, RandomGenerator random) throws SQLException;

  /**
   * One transaction of a Redis client over the same rows.
   *
   * @throws redis.clients.jedis.exceptions.JedisConnectionException when the connection was lost,
   *     as above
   */
  void transact(Jedis redis, RandomGenerator random);

  /** What was seen that an isolated transaction does not see, asked for once nobody writes. */
  List<String> anomalies(Connection sql) throws SQLException;
}
