package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Log-in by cookie, and what forged requests meet. */
class BrowserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TestServer server;

  /** A browser that is logged in. */
  private record Browser(String cookie, String token) {}

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> post(String user, String password) {
    return server.send(
        "POST", "/api/v1/session", "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}");
  }

  private static Browser logIn() throws Exception {
    HttpResponse<String> response = post("orbit", TestStack.PASSWORD);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("; HttpOnly", "; SameSite=Strict", "; Path=/");
    JsonNode body = JSON.readTree(response.body());
    assertThat(body.path("user").asText()).isEqualTo("orbit");
    assertThat(body.path("superuser").asBoolean()).isTrue();
    return new Browser(cookie.substring(0, cookie.indexOf(';')), body.path("csrfToken").asText());
  }

  @Test
  void aWrongPasswordLogsNobodyIn() {
    HttpResponse<String> refused = post("orbit", "wrong");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void theCookieReadsAndTheTokenIsNeededToChange() throws Exception {
    Browser browser = logIn();

    assertThat(server.get("/api/v1/features", "Cookie", browser.cookie()).statusCode())
        .isEqualTo(200);
    String ping = "{\"arguments\":[\"PING\"]}";
    assertThat(server.send("POST", "/api/v1/redis", ping, "Cookie", browser.cookie()).statusCode())
        .isEqualTo(403);
    assertThat(
            server
                .send(
                    "POST",
                    "/api/v1/redis",
                    ping,
                    "Cookie",
                    browser.cookie(),
                    "X-CSRF-Token",
                    browser.token())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void afterLoggingOutTheCookieIsWorthless() throws Exception {
    Browser browser = logIn();
    HttpResponse<String> out =
        server.send(
            "DELETE",
            "/api/v1/session",
            "",
            "Cookie",
            browser.cookie(),
            "X-CSRF-Token",
            browser.token());

    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(out.headers().firstValue("Set-Cookie").orElse("")).contains("Max-Age=0");
    assertThat(server.get("/api/v1/session", "Cookie", browser.cookie()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aPageFromElsewhereChangesNothing() {
    HttpResponse<String> forged =
        server.send(
            "POST",
            "/api/v1/redis",
            "{\"arguments\":[\"PING\"]}",
            "Authorization",
            TestServer.administrator(),
            "Origin",
            "http://evil.example");

    assertThat(forged.statusCode()).isEqualTo(403);
    HttpResponse<String> own =
        server.send(
            "POST",
            "/api/v1/redis",
            "{\"arguments\":[\"PING\"]}",
            "Authorization",
            TestServer.administrator(),
            "Origin",
            "http://127.0.0.1:" + server.port());
    assertThat(own.statusCode()).isEqualTo(200);
  }

  @Test
  void inDevelopersModeNobodyOnThisMachineIsTheAdministrator() throws Exception {
    try (TestServer open = new TestServer(true, Map.of())) {
      assertThat(open.get("/api/v1/session").body()).contains("\"superuser\":true");
    }
  }

  @Test
  void theOverviewComesAgainAndAgain() throws Exception {
    List<String> events =
        Streams.firstEvents(
            server, "/api/v1/overview/events", 2, "Authorization", TestServer.administrator());

    assertThat(events).hasSize(2);
    JsonNode overview = JSON.readTree(events.get(1));
    assertThat(overview.path("state").asText()).isEqualTo("UP");
    assertThat(overview.path("memory").path("heapUsed").asLong()).isPositive();
    assertThat(overview.path("protocols").findValuesAsText("name"))
        .contains("http", "postgres", "redis");
  }
}
