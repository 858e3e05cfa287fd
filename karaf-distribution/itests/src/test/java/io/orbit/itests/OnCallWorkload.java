package io.orbit.itests;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import redis.clients.jedis.Jedis;

/**
 * Two doctors a shift: one may leave when both are on call. Two who leave at once, each having seen
 * the other on call, are a write skew, which SERIALIZABLE forbids and REPEATABLE READ does not.
 */
final class OnCallWorkload implements Workload {
  private static final int SHIFTS = 2;

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  @Override
  public void create(Connection sql) throws SQLException {
    Clients.execute(
        sql,
        "DROP TABLE IF EXISTS on_call_doctors",
        "CREATE TABLE on_call_doctors(id int PRIMARY KEY, shift int, on_call boolean NOT NULL)");
    for (int doctor = 0; doctor < 2 * SHIFTS; doctor++) {
      Clients.execute(
          sql, "INSERT INTO on_call_doctors VALUES (" + doctor + ", " + doctor / 2 + ", true)");
    }
  }

  @Override
  public void transact(Connection sql, RandomGenerator random) throws SQLException {
    int shift = random.nextInt(SHIFTS);
    int doctors =
        Integer.parseInt(
            Clients.rows(
                    sql, "SELECT count(*) FROM on_call_doctors WHERE on_call AND shift = " + shift)
                .getFirst());
    int doctor = 2 * shift + random.nextInt(2);
    Clients.execute(
        sql,
        doctors == 2
            ? "UPDATE on_call_doctors SET on_call = false WHERE id = " + doctor
            : "UPDATE on_call_doctors SET on_call = true WHERE shift = " + shift);
    sql.commit();
    if (doctors == 0) {
      seen.add("write skew: nobody on call in shift " + shift);
    }
  }

  @Override
  public void transact(Jedis redis, RandomGenerator random) {
    redis.hset("on_call_doctors:" + random.nextInt(2 * SHIFTS), "on_call", "true");
  }

  @Override
  public List<String> anomalies(Connection sql) {
    return new ArrayList<>(seen);
  }
}
