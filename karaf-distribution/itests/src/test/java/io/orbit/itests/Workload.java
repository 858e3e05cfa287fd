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

  /**
   * One transaction, begun and committed here; a {@link SQLException} thrown means that it was
   * refused.
   */
  void transact(Connection sql, RandomGenerator random) throws SQLException;

  /** One transaction of a Redis client over the same rows. */
  void transact(Jedis redis, RandomGenerator random);

  /** What was seen that an isolated transaction does not see, asked for once nobody writes. */
  List<String> anomalies(Connection sql) throws SQLException;
}
