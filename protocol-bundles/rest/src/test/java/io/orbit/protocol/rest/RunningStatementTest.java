package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.Await;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that are stopped while they run. */
@Timeout(60)
class RunningStatementTest {
  private static final String ENDLESS =
      "SELECT count(*) FROM generate_series(1, 9000000000) AS g(n)";
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String body(String id) {
    return "{\"text\":\"" + ENDLESS + "\",\"id\":\"" + id + "\"}";
  }

  private static int cancel(String id, String who) {
    return server.send("DELETE", "/api/v1/statements/" + id, "", "Authorization", who).statusCode();
  }

  private static void awaitActive() {
    Await.until(
        "it runs",
        () -> server.asAdministrator("GET", "/api/v1/sessions", "").body().contains("9000000000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"statements", "scripts"})
  void whatRunsIsStoppedByItsIdAndByItsUserOnly(String route) throws Exception {
    String path = "/api/v1/" + route;
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(
            () -> server.asAdministrator("POST", path, body("long-" + route)));
    awaitActive();

    assertThat(cancel("long-" + route, TestServer.reader())).isEqualTo(404);
    assertThat(server.asAdministrator("POST", path, body("long-" + route)).statusCode())
        .isEqualTo(409);
    assertThat(cancel("long-" + route, TestServer.administrator())).isEqualTo(204);

    HttpResponse<String> stopped = running.get();
    assertThat(stopped.statusCode()).isEqualTo(422);
    assertThat(stopped.body()).contains("\"code\":\"QUERY_CANCELED\"", "\"sqlState\":\"57014\"");
    assertThat(cancel("long-" + route, TestServer.administrator())).isEqualTo(404);
  }

  @Test
  void aStreamIsStoppedToo() throws Exception {
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(
            () ->
                server.send(
                    "POST",
                    "/api/v1/statements",
                    body("stream"),
                    "Authorization",
                    TestServer.administrator(),
                    "Accept",
                    "application/x-ndjson"));
    awaitActive();
    assertThat(cancel("stream", TestServer.administrator())).isEqualTo(204);
    assertThat(running.get().body()).contains("{\"problem\":").contains("QUERY_CANCELED");
  }

  @Test
  void anIdIsAWord() {
    String body = "{\"text\":\"SELECT 1\",\"id\":\"a b\"}";
    assertThat(server.asAdministrator("POST", "/api/v1/statements", body).statusCode())
        .isEqualTo(400);
  }

  @Test
  void howManyRowsAreAnsweredIsTheCountWhenThereWereMore() {
    HttpResponse<String> some =
        server.asAdministrator(
            "POST",
            "/api/v1/statements",
            "{\"text\":\"SELECT * FROM generate_series(1, 5000)\",\"maximumRows\":3}");
    assertThat(some.body()).contains("\"count\":3", "\"truncated\":true");
  }
}
