package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Written through SQL, read through Redis, and the other way round: one record. */
@ExtendWith(SharedServer.class)
class OneRecordIT {
  private final Server server;
  private final Connection sql;
  private final Jedis redis;

  OneRecordIT(Server server) throws SQLException {
    this.server = server;
    this.sql = Clients.sql(server);
    this.redis = Clients.redis(server);
  }

  @BeforeEach
  void createTable() throws SQLException {
    Clients.execute(
        sql,
        "DROP TABLE IF EXISTS items",
        "CREATE TABLE items(id int PRIMARY KEY, name text, qty int)");
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
    redis.close();
  }

  @Test
  void aRowIsAHashAndAHashIsARow() throws SQLException {
    redis.hset("items:1", Map.of("name", "lamp", "qty", "41"));
    assertThat(Clients.rows(sql, "SELECT * FROM items")).containsExactly("1|lamp|41");

    Clients.execute(sql, "UPDATE items SET qty = qty + 1 WHERE id = 1");
    assertThat(redis.hgetAll("items:1")).isEqualTo(Map.of("id", "1", "name", "lamp", "qty", "42"));

    redis.hincrBy("items:1", "qty", 8);
    assertThat(Clients.rows(sql, "SELECT qty FROM items")).containsExactly("50");

    redis.del("items:1");
    assertThat(Clients.rows(sql, "SELECT * FROM items")).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() throws SQLException {
    Clients.execute(sql, "INSERT INTO items VALUES (1, 'lamp', 41)");

    assertThatThrownBy(() -> redis.hset("items:1", Map.of("name", "desk", "qty", "x")))
        .isInstanceOf(JedisDataException.class)
        .hasMessageStartingWith("ERR invalid input syntax for type integer");
    assertThatThrownBy(() -> redis.hset("items:1", "color", "red"))
        .isInstanceOf(JedisDataException.class)
        .hasMessageStartingWith("ERR ");
    assertThatThrownBy(() -> redis.set("items:1", "text"))
        .isInstanceOf(JedisDataException.class)
        .hasMessageStartingWith("WRONGTYPE");
    assertThat(Clients.rows(sql, "SELECT * FROM items")).containsExactly("1|lamp|41");
  }

  @Test
  void whatRedisKeepsForItselfIsInTables() throws SQLException {
    redis.set("one-record", "v1");
    redis.hset("one-record-hash", "field", "v2");

    assertThat(Clients.rows(sql, "SELECT value FROM redis.strings WHERE key = 'one-record'"))
        .containsExactly("v1");
    assertThat(
            Clients.rows(
                sql, "SELECT field, value FROM redis.hashes WHERE key = 'one-record-hash'"))
        .containsExactly("field|v2");
    Clients.execute(sql, "UPDATE redis.strings SET value = 'v3' WHERE key = 'one-record'");
    assertThat(redis.get("one-record")).isEqualTo("v3");
  }

  @Test
  void aTransactionOverATableAndRedisHashesLeavesBothOrNeither() throws SQLException {
    sql.setAutoCommit(false);
    writeBoth();
    assertThat(redis.exists("items:7", "one-record-both")).isZero();
    sql.rollback();
    assertThat(redis.exists("items:7", "one-record-both")).isZero();

    writeBoth();
    sql.commit();
    assertThat(redis.hget("items:7", "name")).isEqualTo("chair");
    assertThat(redis.hget("one-record-both", "f")).isEqualTo("v");
    redis.del("one-record-both");
  }

  private void writeBoth() throws SQLException {
    Clients.execute(
        sql,
        "INSERT INTO items VALUES (7, 'chair', 1)",
        "INSERT INTO redis.hashes(key, field, value) VALUES ('one-record-both', 'f', 'v')");
  }

  @Test
  void aRightThatIsMissingIsMissingInBoth() throws SQLException {
    Clients.execute(
        sql,
        "INSERT INTO items VALUES (1, 'lamp', 41)",
        "DROP ROLE IF EXISTS one_record_reader",
        "CREATE ROLE one_record_reader LOGIN PASSWORD 'Reader-Secret-1'");
    try (Connection reader = Clients.sql(server, "one_record_reader", "Reader-Secret-1");
        Jedis redisReader = Clients.redis(server, "one_record_reader", "Reader-Secret-1")) {
      SQLException refused =
          catchThrowableOfType(
              SQLException.class, () -> Clients.rows(reader, "SELECT * FROM items"));
      assertThat(refused.getSQLState()).isEqualTo("42501");
      assertThatThrownBy(() -> redisReader.hgetAll("items:1"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("NOPERM");

      Clients.execute(sql, "GRANT SELECT ON items TO one_record_reader");
      assertThat(Clients.rows(reader, "SELECT name FROM items")).containsExactly("lamp");
      assertThat(redisReader.hget("items:1", "name")).isEqualTo("lamp");
      assertThatThrownBy(() -> redisReader.hset("items:1", "name", "desk"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("NOPERM");
    }
    Clients.execute(sql, "DROP TABLE items", "DROP ROLE one_record_reader");
  }

  @Test
  void theCommandLineToolsSeeTheSame() throws Exception {
    assertThat(Clients.redisCli(server, "hset", "items:3", "name", "rug", "qty", "5"))
        .isEqualTo("2");
    assertThat(Clients.psql(server, "SELECT * FROM items")).isEqualTo("3|rug|5");
    assertThat(Clients.psql(server, "UPDATE items SET qty = 6 RETURNING qty")).isEqualTo("6");
    assertThat(Clients.redisCli(server, "hget", "items:3", "qty")).isEqualTo("6");
    assertThat(Clients.redisCli(server, "hset", "items:3", "qty", "x")).startsWith("ERR ");
    assertThat(Clients.psql(server, "\\d items"))
        .isEqualTo(
            """
            id|integer||not null|
            name|text|||
            qty|integer|||""");
  }
}
