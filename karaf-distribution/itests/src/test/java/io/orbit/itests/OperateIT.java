package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.client.rest.Json;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** An operator at work on the packaged server, by REST alone, with real clients to operate on. */
@ExtendWith(SharedServer.class)
class OperateIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static Path folder(String name) throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    return Files.createTempDirectory(work, name).resolve("data");
  }

  private static Json get(Server server, String path) {
    try {
      return Json.parse(Rest.send(server, "GET", path, "").body());
    } catch (Exception failure) {
      throw new UncheckedIOException(new java.io.IOException(failure));
    }
  }

  private static int status(Server server, String method, String path, String body)
      throws Exception {
    return Rest.send(server, method, path, body).statusCode();
  }

  @Test
  void whoWaitsForWhomOverProtocolsAndEndingTheOneInTheWay(Server server) throws Exception {
    try (Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      Clients.execute(
          sql,
          "DROP TABLE IF EXISTS shelf",
          "CREATE TABLE shelf(id int PRIMARY KEY, qty int)",
          "INSERT INTO shelf VALUES (1, 1)");
      sql.setAutoCommit(false);
      Clients.execute(sql, "UPDATE shelf SET qty = 2 WHERE id = 1");
      CompletableFuture<Long> waiting =
          CompletableFuture.supplyAsync(() -> redis.hset("shelf:1", "qty", "3"));

      AtomicReference<Json> found = new AtomicReference<>();
      Await.until(
          "the Redis command waits",
          LIMIT,
          () -> {
            Json locks = get(server, "/api/v1/locks");
            locks.elements().forEach(found::set);
            return locks.elements().size() == 1;
          });
      Json wait = found.get();
      assertThat(wait.at("object").text()).isEqualTo("orbit.public.shelf");
      assertThat(wait.at("key").text()).isEqualTo("1");
      assertThat(wait.at("waiter").at("protocol").text()).isEqualTo("redis");
      Json by = wait.at("blockers").elements().getFirst().at("by");
      assertThat(by.at("protocol").text()).isEqualTo("postgres");
      assertThat(by.at("state").text()).isEqualTo("idle in transaction");

      String session = "/api/v1/sessions/" + by.at("session").text();
      assertThat(status(server, "DELETE", session, "")).isEqualTo(204);
      assertThat(waiting.get()).isZero();
      assertThat(redis.hget("shelf:1", "qty")).isEqualTo("3");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Clients.execute(sql, "SELECT 1"));
    }
  }

  @Test
  void aProtocolIsStoppedStartedAndLimitedWhileTheRestServes(Server server) throws Exception {
    assertThat(status(server, "POST", "/api/v1/protocols/redis/stop", "")).isEqualTo(200);
    assertThat(server.accepts(6379)).isFalse();
    assertThat(status(server, "GET", "/ready", "")).isEqualTo(200);
    assertThat(status(server, "POST", "/api/v1/protocols/redis/start", "")).isEqualTo(200);
    try (Jedis redis = Clients.redis(server)) {
      assertThat(redis.ping()).isEqualTo("PONG");
    }
    assertThat(status(server, "POST", "/api/v1/protocols/http/stop", "")).isEqualTo(501);

    String limit = "{\"io.orbit.protocol.redis.max_connections\": 1}";
    assertThat(Rest.send(server, "PATCH", "/api/v1/configuration", limit).body())
        .contains("\"before\":\"10000\",\"after\":\"1\",\"live\":true");
    assertThat(mostConnections(server)).isEqualTo("1");
    assertThat(status(server, "POST", "/api/v1/configuration/undo", "")).isEqualTo(200);
    assertThat(mostConnections(server)).isEqualTo("10000");
  }

  private static String mostConnections(Server server) {
    return get(server, "/api/v1/protocols/redis").at("limits").at("maxConnections").text();
  }

  @Test
  void theAuditLogKnowsWhoDidWhatByEveryProtocolAndThatItWasTouched() throws Exception {
    Path data = folder("audit");
    try (Server server = Server.start(data)) {
      try (Connection sql = Clients.sql(server);
          Jedis redis = Clients.redis(server)) {
        redis.ping();
        Clients.execute(sql, "CREATE TABLE ledger(id int PRIMARY KEY)");
        Clients.execute(sql, "CREATE ROLE clerk LOGIN PASSWORD 'Never-to-be-seen-1'");
      }
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Clients.sql(server, "clerk", "wrong").close());
      String log = Rest.send(server, "GET", "/api/v1/audit?limit=200", "").body();
      assertThat(log)
          .contains("\"protocol\":\"redis\"", "\"action\":\"log in\"")
          .contains("\"action\":\"create table\",\"object\":\"orbit.public.ledger\"")
          .contains("\"action\":\"create role\",\"object\":\"clerk\"")
          .doesNotContain("Never-to-be-seen-1");
      Json refused =
          get(server, "/api/v1/audit?user=clerk&refused=true").at("entries").elements().getFirst();
      assertThat(refused.at("protocol").text()).isEqualTo("postgres");
      assertThat(get(server, "/api/v1/audit/verification").at("sound").text()).isEqualTo("true");
      String port = "{\"server.redis_port\": 10050}";
      assertThat(status(server, "PATCH", "/api/v1/configuration", port)).isEqualTo(200);
      Await.until("Redis has moved", LIMIT, () -> server.accepts(10_050));
      assertThat(server.accepts(6379)).isFalse();
      server.stop();
    }
    Script.Answer sound = Script.run("check", data.toString());
    assertThat(sound.exitCode()).as(sound.output()).isZero();
    assertThat(sound.output()).contains("The audit log: entries 1 to");

    Path file;
    try (Stream<Path> files = Files.list(data.resolve("audit"))) {
      file = files.findAny().orElseThrow();
    }
    List<String> lines = Files.readAllLines(file);
    Files.writeString(file, Files.readString(file).replace("public.ledger", "public.letter"));
    Script.Answer touched = Script.run("check", data.toString());
    assertThat(touched.exitCode()).isEqualTo(3);
    assertThat(touched.output()).contains("DAMAGED audit log").contains("was changed");

    Files.write(file, lines.subList(0, lines.size() - 2));
    try (Server server = Server.start(data)) {
      Json verdict = get(server, "/api/v1/audit/verification");
      assertThat(verdict.at("sound").text()).isEqualTo("false");
      assertThat(get(server, "/api/v1/audit?action=audit").toString()).contains("are not here");
      assertThat(server.accepts(10_050)).isTrue();
    }
  }
}
