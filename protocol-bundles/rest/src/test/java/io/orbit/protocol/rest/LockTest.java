package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.testkit.protocol.Await;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for whom, and ending one of them. */
@Timeout(60)
class LockTest {
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

  private static HttpResponse<String> post(String path, String body) {
    return server.asAdministrator("POST", path, body);
  }

  private static JsonNode locks() {
    try {
      return JSON.readTree(server.asAdministrator("GET", "/api/v1/locks", "").body());
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static JsonNode awaitOne() {
    Await.until("somebody waits", () -> locks().size() == 1);
    return locks().get(0);
  }

  private static String update(int quantity) {
    return "{\"text\":\"UPDATE items SET qty = " + quantity + " WHERE id = 1\"}";
  }

  @Test
  void aStatementAndARedisCommandWaitForATransaction() throws Exception {
    assertThat(locks()).isEmpty();
    String token = JSON.readTree(post("/api/v1/transactions", "{}").body()).path("id").asText();
    post("/api/v1/statements?transaction=" + token, update(1));

    CompletableFuture<HttpResponse<String>> statement =
        CompletableFuture.supplyAsync(() -> post("/api/v1/statements", update(2)));
    JsonNode wait = awaitOne();
    assertThat(wait.path("object").asText()).isEqualTo("orbit.public.items");
    assertThat(wait.path("key").asText()).isEqualTo("1");
    assertThat(wait.path("waiter").path("statement").asText()).contains("SET qty = 2");
    assertThat(wait.path("waiter").path("protocol").asText()).isEqualTo("rest");
    JsonNode blocker = wait.path("blockers").get(0);
    assertThat(blocker.path("holds").asBoolean()).isTrue();
    assertThat(blocker.path("by").path("transaction").asLong()).isPositive();
    assertThat(blocker.path("by").path("session").asLong()).isZero();

    long session = wait.path("waiter").path("session").asLong();
    assertThat(sessionInfo(session).path("waiting").asBoolean()).isTrue();
    assertThat(server.asAdministrator("DELETE", "/api/v1/sessions/" + session, "").statusCode())
        .isEqualTo(204);
    assertThat(statement.get().body()).contains("57P01");

    CompletableFuture<HttpResponse<String>> command =
        CompletableFuture.supplyAsync(
            () -> post("/api/v1/redis", "{\"arguments\":[\"HSET\",\"items:1\",\"qty\",\"3\"]}"));
    assertThat(awaitOne().path("waiter").path("session").asLong()).isPositive();
    server.asAdministrator("DELETE", "/api/v1/transactions/" + token, "");
    assertThat(command.get().statusCode()).isEqualTo(200);
    assertThat(locks()).isEmpty();
  }

  private static JsonNode sessionInfo(long id) throws Exception {
    JsonNode all = JSON.readTree(server.asAdministrator("GET", "/api/v1/sessions", "").body());
    for (JsonNode one : all) {
      if (one.path("id").asLong() == id) {
        return one;
      }
    }
    throw new AssertionError("no session " + id + " in " + all);
  }
}
