package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Settings by REST: looked at, tried, changed, taken back. */
class ConfigurationTest {
  private static final String ROUTE = "/api/v1/configuration";
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String body(String method, String path, String body) {
    return server.asAdministrator(method, path, body).body();
  }

  @Test
  void aSettingIsTriedChangedAndTakenBack() {
    String wanted = "{\"server.redis_port\": 7000}";
    String change =
        "[{\"key\":\"server.redis_port\",\"before\":\"6379\",\"after\":\"7000\",\"live\":true}]";
    assertThat(body("PATCH", ROUTE + "?dryRun=true", wanted)).isEqualTo(change);
    assertThat(body("GET", ROUTE + "/server.redis_port", "")).contains("\"value\":\"6379\"");
    assertThat(body("PATCH", ROUTE, wanted)).isEqualTo(change);
    assertThat(body("GET", ROUTE + "/server.redis_port", "")).contains("\"value\":\"7000\"");
    assertThat(body("POST", ROUTE + "/undo", "")).contains("\"after\":\"6379\"");
    assertThat(body("PATCH", ROUTE, "{\"server.redis_port\": null}")).isEqualTo("[]");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThat(
            server.asAdministrator("PATCH", ROUTE, "{\"server.redis_port\": \"x\"}").statusCode())
        .isEqualTo(400);
    assertThat(server.asAdministrator("PATCH", ROUTE, "{\"server.redis_port\": [1]}").statusCode())
        .isEqualTo(400);
    assertThat(server.asAdministrator("PATCH", ROUTE, "{\"none\": 1}").statusCode()).isEqualTo(404);
  }
}
