package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.protocol.rest.idempotency.IdempotencyFilter;
import io.orbit.testkit.protocol.Await;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that are sent again. */
@Timeout(60)
class IdempotencyTest {
  private static final String RECORDS = "/api/v1/collections/public/items/records";
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> post(String path, String body, String key, String who) {
    return server.send("POST", path, body, "Authorization", who, IdempotencyFilter.HEADER, key);
  }

  private static HttpResponse<String> post(String path, String body, String key) {
    return post(path, body, key, TestServer.administrator());
  }

  private static String increment(int by) {
    return "{\"text\":\"UPDATE items SET qty = coalesce(qty, 0) + "
        + by
        + " WHERE id = 2 RETURNING qty\"}";
  }

  @Test
  void aRecordIsMadeOnceAndToldTwice() {
    HttpResponse<String> first = post(RECORDS, "{\"id\":71,\"name\":\"vase\"}", "make-71");
    HttpResponse<String> second = post(RECORDS, "{\"id\":71,\"name\":\"vase\"}", "make-71");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    for (String name : new String[] {"Location", "ETag", "Content-Type"}) {
      assertThat(second.headers().firstValue(name))
          .as(name)
          .isPresent()
          .isEqualTo(first.headers().firstValue(name));
    }
    assertThat(post(RECORDS, "{\"id\":71,\"name\":\"vase\"}", "another").statusCode())
        .isEqualTo(409);
  }

  @Test
  void aStatementIsRunOnceAndEachUsersKeysAreTheirOwn() {
    String one = post("/api/v1/statements", increment(1), "inc").body();
    assertThat(post("/api/v1/statements", increment(1), "inc").body()).isEqualTo(one);
    assertThat(post("/api/v1/statements", increment(1), "inc-2").body()).isNotEqualTo(one);
    assertThat(
            post("/api/v1/statements", "{\"text\":\"SELECT 1\"}", "inc", TestServer.reader())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aKeyIsForOneRequestAndOfAForm() {
    assertThat(post("/api/v1/statements", "{\"text\":\"SELECT 1\"}", "one").statusCode())
        .isEqualTo(200);
    HttpResponse<String> other = post("/api/v1/statements", "{\"text\":\"SELECT 2\"}", "one");
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("another request");
    assertThat(post("/api/v1/statements", "{\"text\":\"SELECT 1\"}", "a b").statusCode())
        .isEqualTo(400);
  }

  @Test
  void whatIsWrongStaysWrongAndWhatWasInTheWayIsTriedAgain() {
    String wrong = "{\"text\":\"SELECT nothing\"}";
    assertThat(post("/api/v1/statements", wrong, "wrong").statusCode()).isEqualTo(400);
    assertThat(
            post("/api/v1/statements", wrong, "wrong").headers().firstValue("Idempotency-Replayed"))
        .hasValue("true");
    String taken = "{\"id\":1,\"name\":\"again\"}";
    assertThat(post(RECORDS, taken, "taken").statusCode()).isEqualTo(409);
    assertThat(post(RECORDS, taken, "taken").headers().firstValue("Idempotency-Replayed"))
        .isEmpty();
  }

  @Test
  void whileItGoesOnItIsNotDoneTwice() throws Exception {
    String endless =
        "{\"text\":\"SELECT count(*) FROM generate_series(1, 9000000000)\",\"id\":\"twice\"}";
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(() -> post("/api/v1/statements", endless, "long"));
    Await.until(
        "it runs",
        () -> server.asAdministrator("GET", "/api/v1/sessions", "").body().contains("9000000000"));
    HttpResponse<String> second = post("/api/v1/statements", endless, "long");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("still going on");
    server.asAdministrator("DELETE", "/api/v1/statements/twice", "");
    assertThat(running.get().statusCode()).isEqualTo(422);
  }
}
