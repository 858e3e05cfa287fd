package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who did what, by REST. */
class AuditTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode get(String path) throws Exception {
    return JSON.readTree(server.asAdministrator("GET", path, "").body());
  }

  private static JsonNode newest(String query) throws Exception {
    return get("/api/v1/audit?limit=1" + query).path("entries").path(0);
  }

  private static void run(String statement) {
    String body = "{\"text\":\"" + statement + "\"}";
    assertThat(server.asAdministrator("POST", "/api/v1/statements", body).statusCode())
        .as(statement)
        .isEqualTo(200);
  }

  @Test
  void whatChangesTheCatalogIsRecordedWithWhoDidIt() throws Exception {
    run("CREATE TABLE audited(id int PRIMARY KEY)");
    JsonNode created = newest("&action=create");
    assertThat(created.path("action").asText()).isEqualTo("create table");
    assertThat(created.path("object").asText()).isEqualTo("orbit.public.audited");
    assertThat(created.path("user").asText()).isEqualTo("orbit");
    assertThat(created.path("protocol").asText()).isEqualTo("rest");
    assertThat(created.path("remoteAddress").asText()).startsWith("127.0.0.1:");

    run("GRANT SELECT ON audited TO reader");
    assertThat(newest("&action=alter").path("detail").asText()).isEqualTo("grants: reader SELECT");

    run("CREATE ROLE somebody LOGIN PASSWORD 'never-to-be-seen'");
    run("ALTER ROLE somebody PASSWORD 'nor-this-one' CONNECTION LIMIT 3");
    assertThat(newest("&action=alter").path("detail").asText())
        .isEqualTo("another password; connection limit 3");
    assertThat(get("/api/v1/audit").toString())
        .doesNotContain("never-to-be-seen")
        .doesNotContain("nor-this-one");

    run("DROP TABLE audited");
    assertThat(newest("&action=drop").path("object").asText()).isEqualTo("orbit.public.audited");
  }

  @Test
  void whatIsRolledBackIsNot() throws Exception {
    long before = newest("").path("number").asLong();
    String script = "{\"text\":\"BEGIN; CREATE TABLE never(id int); ROLLBACK\"}";
    server.asAdministrator("POST", "/api/v1/scripts", script);
    JsonNode since = get("/api/v1/audit?action=create");
    assertThat(since.toString()).doesNotContain("never");
    assertThat(newest("").path("number").asLong()).isEqualTo(before);
  }

  @Test
  void whatAnOperatorDoesIsRecorded() throws Exception {
    server.asAdministrator("POST", "/api/v1/backups", "{\"kind\":\"full\"}");
    JsonNode entry = newest("&action=operate");
    assertThat(entry.path("object").asText()).isEqualTo("POST /api/v1/backups");
    assertThat(entry.path("allowed").asBoolean()).isTrue();
    server.asAdministrator("DELETE", "/api/v1/connections/999999", "");
    assertThat(newest("&action=operate").path("detail").asText()).isEqualTo("404");
  }

  @Test
  void whoIsTurnedAwayIsRecorded() throws Exception {
    server.get("/api/v1/features", "Authorization", TestServer.basic("mallory", "guess"));
    JsonNode refused = newest("&refused=true&user=mallory");
    assertThat(refused.path("action").asText()).isEqualTo("log in");
    assertThat(refused.path("allowed").asBoolean()).isFalse();
    assertThat(refused.toString()).doesNotContain("guess");

    server.get("/api/v1/audit", "Authorization", TestServer.reader());
    assertThat(newest("&refused=true&user=reader").path("object").asText())
        .isEqualTo("GET /api/v1/audit");
    server.send(
        "POST",
        "/api/v1/statements",
        "{\"text\":\"DELETE FROM items\"}",
        "Authorization",
        TestServer.reader());
    assertThat(get("/api/v1/audit?user=reader&refused=true").toString())
        .contains("denied delete", "items");
  }

  @Test
  void itIsSoundAndPaged() throws Exception {
    run("CREATE SCHEMA audited_schema");
    run("DROP SCHEMA audited_schema");
    JsonNode verdict = get("/api/v1/audit/verification");
    assertThat(verdict.path("sound").asBoolean()).as(verdict.toString()).isTrue();
    assertThat(verdict.path("first").asLong()).isEqualTo(1);
    JsonNode page = get("/api/v1/audit?limit=2");
    long next = page.path("next").asLong();
    assertThat(page.path("entries").path(1).path("number").asLong()).isEqualTo(next);
    assertThat(
            get("/api/v1/audit?limit=1&before=" + next)
                .path("entries")
                .path(0)
                .path("number")
                .asLong())
        .isEqualTo(next - 1);
  }
}
