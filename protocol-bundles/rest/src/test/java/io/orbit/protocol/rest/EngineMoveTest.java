package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.testkit.protocol.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables that go from engine to engine, as tasks. */
class EngineMoveTest {
  private static final String STORAGE = "/api/v1/storage";
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

  private static JsonNode get(String path) {
    try {
      return JSON.readTree(server.asAdministrator("GET", path, "").body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode move(String body) throws IOException {
    var answer = server.asAdministrator("POST", STORAGE + "/moves", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String path = answer.headers().firstValue("Location").orElseThrow();
    path = path.substring(path.indexOf("/api/"));
    String task = path;
    Await.until("it has ended", () -> !get(task).path("state").asText().equals("running"));
    return get(task);
  }

  private static String engineOf(String table) {
    for (JsonNode one : get(STORAGE).path("collections")) {
      if (one.path("name").asText().equals(table)) {
        return one.path("engine").asText();
      }
    }
    throw new AssertionError("no table " + table);
  }

  @Test
  void aTableGoesAndItsRowsWithIt() throws Exception {
    String rows =
        server.asAdministrator("GET", "/api/v1/collections/public/items/records", "").body();
    JsonNode done = move("{\"name\":\"items\",\"engine\":\"map\"}");
    assertThat(done.path("state").asText()).as(done.toString()).isEqualTo("done");
    assertThat(engineOf("items")).isEqualTo("map");
    assertThat(server.asAdministrator("GET", "/api/v1/collections/public/items/records", "").body())
        .isEqualTo(rows);
    assertThat(get(STORAGE + "/moves").size()).isPositive();
    String id = done.path("id").asText();
    String task = STORAGE + "/moves/" + id;
    assertThat(server.asAdministrator("DELETE", task, "").statusCode()).isEqualTo(204);
    assertThat(server.asAdministrator("GET", task, "").statusCode()).isEqualTo(404);
  }

  @Test
  void whatCannotBeDoneIsToldAndChangesNothing() throws Exception {
    JsonNode failed = move("{\"name\":\"items\",\"engine\":\"tape\"}");
    assertThat(failed.path("state").asText()).isEqualTo("failed");
    assertThat(failed.path("problem").asText()).contains("tape");
    String unknown = "{\"name\":\"nothing\",\"engine\":\"map\"}";
    assertThat(server.asAdministrator("POST", STORAGE + "/moves", unknown).statusCode())
        .isEqualTo(404);
    assertThat(
            server
                .send("POST", STORAGE + "/moves", unknown, "Authorization", TestServer.reader())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void newTablesGoWhereTheirDatabaseSays() throws Exception {
    String body = "{\"engine\":\"map\"}";
    assertThat(server.asAdministrator("PUT", STORAGE + "/defaults/orbit", body).statusCode())
        .isEqualTo(204);
    assertThat(get(STORAGE).path("databases").toString())
        .contains("{\"name\":\"orbit\",\"engine\":\"map\"}");
    server.asAdministrator(
        "POST", "/api/v1/statements", "{\"text\":\"CREATE TABLE fresh(id int)\"}");
    assertThat(engineOf("fresh")).isEqualTo("map");
    assertThat(server.asAdministrator("PUT", STORAGE + "/defaults/none", body).statusCode())
        .isEqualTo(404);
  }
}
