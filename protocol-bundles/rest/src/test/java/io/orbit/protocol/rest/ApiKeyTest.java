package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** API keys as programs use them. */
class ApiKeyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYS = "/api/v1/api-keys";
  private static final String PING = "{\"arguments\":[\"PING\"]}";
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode create(String body) throws Exception {
    HttpResponse<String> made = server.asAdministrator("POST", KEYS, body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode key = JSON.readTree(made.body());
    assertThat(made.headers().firstValue("Location").orElse(""))
        .endsWith(KEYS + "/" + key.path("id").asText());
    return key;
  }

  private static int ping(String header, String value) {
    return server.send("POST", "/api/v1/redis", PING, header, value).statusCode();
  }

  private static int status(String key, String method, String path, String body) {
    return server.send(method, path, body, "X-API-Key", key).statusCode();
  }

  private static int statement(String key, String text) {
    return status(key, "POST", "/api/v1/statements", "{\"text\":\"" + text + "\"}");
  }

  @Test
  void aScopeHoldsWhateverTheRoute() throws Exception {
    String read = create("{\"name\":\"r\",\"scope\":\"read\"}").path("key").asText();
    String record = "/api/v1/collections/public/items/records/1";
    assertThat(status(read, "GET", record, "")).isEqualTo(200);
    assertThat(statement(read, "SELECT * FROM items")).isEqualTo(200);
    for (String change :
        new String[] {
          "UPDATE items SET qty = 1 WHERE id = 1",
          "INSERT INTO items VALUES (900)",
          "DELETE FROM items",
          "CREATE TABLE more(id int)",
          "BEGIN READ WRITE; UPDATE items SET qty = 1; COMMIT",
        }) {
      assertThat(status(read, "POST", "/api/v1/scripts", "{\"text\":\"" + change + "\"}"))
          .as(change)
          .isEqualTo(403);
    }
    assertThat(status(read, "PATCH", record, "{\"qty\":1}")).isEqualTo(403);
    assertThat(status(read, "POST", "/api/v1/redis", PING)).isEqualTo(403);
    assertThat(status(read, "POST", "/api/v1/change-groups", "{\"name\":\"g\"}")).isEqualTo(403);
    assertThat(status(read, "GET", "/api/v1/features", "")).isEqualTo(403);
    String write = create("{\"name\":\"w\",\"scope\":\"write\"}").path("key").asText();
    assertThat(statement(write, "UPDATE items SET qty = 7 WHERE id = 1")).isEqualTo(200);
    assertThat(status(write, "GET", "/api/v1/features", "")).isEqualTo(403);
    String all = create("{\"name\":\"a\"}").path("key").asText();
    assertThat(status(all, "GET", "/api/v1/features", "")).isEqualTo(200);
    assertThat(
            server.asAdministrator("POST", KEYS, "{\"name\":\"x\",\"scope\":\"x\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void aKeyOpensInBothHeadersAndNeedsNoToken() throws Exception {
    String key = create("{\"name\":\"a program\"}").path("key").asText();

    assertThat(ping("Authorization", "Bearer " + key)).isEqualTo(200);
    assertThat(ping("X-API-Key", key)).isEqualTo(200);
    assertThat(server.get("/api/v1/session", "X-API-Key", key).body())
        .contains("\"user\":\"orbit\"", "\"csrfToken\":\"\"");
  }

  @Test
  void itIsToldOnceAndNeverAgain() throws Exception {
    JsonNode made = create("{\"name\":\"told once\",\"expiresAt\":\"2100-01-01T01:00:00+01:00\"}");
    String one = KEYS + "/" + made.path("id").asText();
    String all = server.asAdministrator("GET", KEYS, "").body();
    JsonNode shown = JSON.readTree(server.asAdministrator("GET", one, "").body());

    assertThat(all).contains("told once").doesNotContain(made.path("key").asText());
    assertThat(shown.has("key")).isFalse();
    assertThat(shown.path("expiresAt").asText()).isEqualTo("2100-01-01T00:00:00Z");
  }

  @Test
  void whatIsRevokedIsRefusedFromThenOn() throws Exception {
    JsonNode made = create("{\"name\":\"revoked\"}");
    String key = made.path("key").asText();
    String one = KEYS + "/" + made.path("id").asText();
    assertThat(ping("X-API-Key", key)).isEqualTo(200);

    assertThat(server.asAdministrator("DELETE", one, "").statusCode()).isEqualTo(204);

    assertThat(ping("X-API-Key", key)).isEqualTo(401);
    assertThat(ping("Authorization", "Bearer " + key)).isEqualTo(401);
    assertThat(server.asAdministrator("DELETE", one, "").statusCode()).isEqualTo(404);
    assertThat(server.asAdministrator("GET", one, "").statusCode()).isEqualTo(404);
  }

  @Test
  @Timeout(30)
  void whoFollowsTheOverviewByARevokedKeyIsLetGo() throws Exception {
    JsonNode made = create("{\"name\":\"follower\"}");
    Streams.readToEnd(
        server,
        "/api/v1/overview/events",
        () -> server.asAdministrator("DELETE", KEYS + "/" + made.path("id").asText(), ""),
        "X-API-Key",
        made.path("key").asText());
  }

  @Test
  void aKeyHasItsUsersRightsAndMakesNoKeys() throws Exception {
    String key = create("{\"name\":\"reader's\",\"user\":\"reader\"}").path("key").asText();

    assertThat(server.get("/api/v1/features", "X-API-Key", key).statusCode()).isEqualTo(403);
    HttpResponse<String> refused =
        server.send("POST", KEYS, "{\"name\":\"child\"}", "X-API-Key", key);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("Log in with a password.");
  }

  @Test
  void aUserSeesOwnKeysOnly() throws Exception {
    create("{\"name\":\"of the administrator\"}");
    HttpResponse<String> own =
        server.send("POST", KEYS, "{\"name\":\"mine\"}", "Authorization", TestServer.reader());
    assertThat(own.statusCode()).isEqualTo(201);
    assertThat(server.get(KEYS, "Authorization", TestServer.reader()).body())
        .contains("mine")
        .doesNotContain("of the administrator");
    String foreign = "{\"name\":\"not mine\",\"user\":\"orbit\"}";
    assertThat(
            server.send("POST", KEYS, foreign, "Authorization", TestServer.reader()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (String body :
        new String[] {
          "{}",
          "{\"name\":\"\"}",
          "{\"name\":\"" + "n".repeat(101) + "\"}",
          "{\"name\":\"over\",\"expiresAt\":\"" + Instant.now() + "\"}",
          "{\"name\":\"when\",\"expiresAt\":\"tomorrow\"}",
          "{\"name\":\"when\",\"expiresAt\":\"+999999999-12-31T23:59:59Z\"}",
        }) {
      HttpResponse<String> refused = server.asAdministrator("POST", KEYS, body);
      assertThat(refused.statusCode()).as(body).isEqualTo(400);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
    }
    String nobody = "{\"name\":\"n\",\"user\":\"nobody\"}";
    assertThat(server.asAdministrator("POST", KEYS, nobody).statusCode()).isEqualTo(404);
  }
}
