package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Policies made by SQL hold for SQL, Redis and REST alike. */
@ExtendWith(SharedServer.class)
class RowSecurityIT {
  private static final String PASSWORD = "Policy-Secret-1";
  private static final String RECORDS = "/api/v1/collections/public/diary/records";

  private final Server server;
  private final Connection administrator;

  RowSecurityIT(Server server) throws SQLException {
    this.server = server;
    this.administrator = Clients.sql(server);
  }

  @BeforeEach
  void create() throws SQLException {
    drop();
    Clients.execute(
        administrator,
        "CREATE ROLE diary_ann LOGIN PASSWORD '" + PASSWORD + "'",
        "CREATE ROLE diary_ben LOGIN PASSWORD '" + PASSWORD + "'",
        "CREATE TABLE diary_readers(reader name, entry int)",
        "INSERT INTO diary_readers VALUES ('diary_ann', 3)",
        "CREATE TABLE diary(id int PRIMARY KEY, owner name, body text)",
        "INSERT INTO diary VALUES (1, 'diary_ann', 'a'), (2, 'diary_ben', 'b'),"
            + " (3, 'diary_ben', 'shared')",
        "GRANT ALL ON diary TO diary_ann, diary_ben",
        "GRANT SELECT ON diary_readers TO diary_ann, diary_ben",
        "CREATE POLICY own ON diary USING (owner = current_user)",
        "CREATE POLICY shared ON diary FOR SELECT USING (EXISTS (SELECT 1 FROM diary_readers"
            + " WHERE reader = current_user AND entry = diary.id))",
        "ALTER TABLE diary ENABLE ROW LEVEL SECURITY");
  }

  private void drop() throws SQLException {
    Clients.execute(
        administrator,
        "DROP TABLE IF EXISTS diary",
        "DROP TABLE IF EXISTS diary_readers",
        "DROP ROLE IF EXISTS diary_ann",
        "DROP ROLE IF EXISTS diary_ben");
  }

  @AfterEach
  void close() throws SQLException {
    drop();
    administrator.close();
  }

  @Test
  void sqlSeesAndWritesWhatThePoliciesAllow() throws SQLException {
    try (Connection ann = Clients.sql(server, "diary_ann", PASSWORD)) {
      assertThat(Clients.rows(ann, "SELECT id FROM diary ORDER BY id")).containsExactly("1", "3");
      assertThat(Clients.rows(ann, "UPDATE diary SET body = 'x' RETURNING id"))
          .containsExactly("1");
      assertThatThrownBy(
              () -> Clients.execute(ann, "INSERT INTO diary VALUES (4, 'diary_ben', 'forged')"))
          .hasMessageContaining("row-level security");
    }
    assertThat(Clients.rows(administrator, "SELECT id FROM diary WHERE body = 'x'"))
        .containsExactly("1");
  }

  @Test
  void redisSeesAndWritesTheSame() throws SQLException {
    try (Jedis ann = Clients.redis(server, "diary_ann", PASSWORD)) {
      assertThat(ann.hget("diary:1", "body")).isEqualTo("a");
      assertThat(ann.hget("diary:3", "body")).isEqualTo("shared");
      assertThat(ann.hgetAll("diary:2")).isEmpty();
      assertThat(ann.exists("diary:1", "diary:2", "diary:3")).isEqualTo(2);
      assertThat(ann.type("diary:2")).isEqualTo("none");
      assertThat(ann.keys("diary:*")).isEqualTo(Set.of("diary:1", "diary:3"));
      assertThat(scanned(ann)).containsExactlyInAnyOrder("diary:1", "diary:3");

      assertThat(ann.del("diary:2", "diary:3")).isZero();
      assertThat(ann.expire("diary:2", 100)).isZero();
      assertThat(ann.hdel("diary:2", "body")).isZero();
      assertThatThrownBy(() -> ann.hset("diary:2", "body", "mine"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() -> ann.hset("diary:3", "body", "mine"))
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() -> ann.hset("diary:1", "owner", "diary_ben"))
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() -> ann.hset("diary:5", Map.of("owner", "diary_ben", "body", "x")))
          .hasMessageContaining("row-level security");

      assertThat(ann.hset("diary:1", "body", "changed")).isZero();
      assertThat(ann.hset("diary:6", Map.of("owner", "diary_ann", "body", "new"))).isEqualTo(2);
      Transaction multi = ann.multi();
      multi.hget("diary:2", "body");
      multi.hget("diary:6", "body");
      assertThat(multi.exec()).containsExactly(null, "new");
    }
    try (Jedis root = Clients.redis(server)) {
      assertThat(root.hget("diary:2", "body")).isEqualTo("b");
    }
    assertThat(Clients.rows(administrator, "SELECT id, owner, body FROM diary ORDER BY id"))
        .containsExactly(
            "1|diary_ann|changed", "2|diary_ben|b", "3|diary_ben|shared", "6|diary_ann|new");
  }

  private static List<String> scanned(Jedis redis) {
    List<String> found = new ArrayList<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = redis.scan(cursor, new ScanParams().match("diary:*").count(100));
      found.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return found;
  }

  @Test
  void restSeesAndWritesTheSame() throws Exception {
    assertThat(ann("GET", RECORDS, "").body()).contains("shared").doesNotContain("\"b\"");
    assertThat(ann("GET", RECORDS + "/1", "").statusCode()).isEqualTo(200);
    assertThat(ann("GET", RECORDS + "/2", "").statusCode()).isEqualTo(404);
    assertThat(ann("DELETE", RECORDS + "/2", "").statusCode()).isEqualTo(404);
    assertThat(ann("POST", RECORDS, "{\"id\":7,\"owner\":\"diary_ben\"}").statusCode())
        .isEqualTo(403);
    assertThat(ann("POST", RECORDS, "{\"id\":7,\"owner\":\"diary_ann\"}").statusCode())
        .isEqualTo(201);
    assertThat(ann("GET", "/api/v1/changes?collections=diary", "").statusCode()).isEqualTo(403);
    assertThat(Rest.send(server, "GET", RECORDS + "/2", "").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> ann(String method, String path, String body) throws Exception {
    return Rest.sendAs(server, "diary_ann", PASSWORD, method, path, body);
  }

  @Test
  void changedPoliciesCountAtOnceForWhoIsThere() throws SQLException {
    try (Connection ann = Clients.sql(server, "diary_ann", PASSWORD);
        Jedis redis = Clients.redis(server, "diary_ann", PASSWORD)) {
      for (int i = 0; i < 8; i++) {
        assertThat(Clients.rows(ann, "SELECT count(*) FROM diary")).containsExactly("2");
        assertThat(redis.exists("diary:3")).isTrue();
      }
      Clients.execute(administrator, "DELETE FROM diary_readers");
      assertThat(Clients.rows(ann, "SELECT count(*) FROM diary")).containsExactly("1");
      assertThat(redis.exists("diary:3")).isFalse();
      Clients.execute(administrator, "DROP POLICY own ON diary");
      assertThat(Clients.rows(ann, "SELECT count(*) FROM diary")).containsExactly("0");
      assertThat(redis.exists("diary:1")).isFalse();
      Clients.execute(administrator, "ALTER TABLE diary DISABLE ROW LEVEL SECURITY");
      assertThat(Clients.rows(ann, "SELECT count(*) FROM diary")).containsExactly("3");
      assertThat(redis.exists("diary:1")).isTrue();
    }
  }
}
