package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.testkit.protocol.Await;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes as server-sent events: what is in them, who may see what, and coming back. */
class ChangeStreamTest {
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

  private static String statement(String text) {
    String body = JSON.createObjectNode().put("text", text).toString();
    HttpResponse<String> answer = server.asAdministrator("POST", "/api/v1/statements", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static void redis(String... arguments) {
    var body = JSON.createObjectNode();
    List.of(arguments).forEach(body.putArray("arguments")::add);
    HttpResponse<String> answer = server.asAdministrator("POST", "/api/v1/redis", body.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static EventStream follow(String query) {
    return EventStream.open(
        server, "/api/v1/changes" + query, "Authorization", TestServer.administrator());
  }

  private static JsonNode json(EventStream.Event event) throws Exception {
    return JSON.readTree(event.data());
  }

  @Test
  void aTransactionIsSeenWholeWithRowsAsObjects() throws Exception {
    try (EventStream events = follow("?collections=items")) {
      assertThat(events.next().name()).isEqualTo("position");
      statement("INSERT INTO items VALUES (100, 'vase', 3), (101, NULL, NULL)");
      EventStream.Event begin = events.next();
      assertThat(begin.name()).isEqualTo("begin");
      assertThat(json(begin).path("committedAt").asText()).startsWith("20");
      JsonNode first = json(events.next());
      assertThat(first.toString())
          .isEqualTo(
              "{\"collection\":\"public.items\",\"operation\":\"insert\",\"key\":{\"id\":100},"
                  + "\"record\":{\"id\":100,\"name\":\"vase\",\"qty\":3}}");
      assertThat(json(events.next()).path("record").path("name").isNull()).isTrue();
      assertThat(events.next().name()).isEqualTo("commit");
      statement("DELETE FROM items WHERE id = 100");
      assertThat(events.next().name()).isEqualTo("begin");
      assertThat(events.next().data())
          .isEqualTo(
              "{\"collection\":\"public.items\",\"operation\":\"delete\",\"key\":{\"id\":100}}");
    }
  }

  @Test
  void aRowWrittenByRedisIsARowAndRedisKeysAreKeys() throws Exception {
    try (EventStream events = follow("?before=true")) {
      assertThat(events.next().name()).isEqualTo("position");
      redis("HSET", "items:2", "qty", "77");
      assertThat(events.next().name()).isEqualTo("begin");
      JsonNode row = json(events.next());
      assertThat(row.path("operation").asText()).isEqualTo("update");
      assertThat(row.path("record").path("qty").asInt()).isEqualTo(77);
      assertThat(row.path("before").path("qty").isNull()).isTrue();
      assertThat(events.next().name()).isEqualTo("commit");
      redis("HSET", "lamp", "color", "red");
      redis("HSET", "lamp", "color", "blue", "watts", "9");
      events.next();
      assertThat(events.next().data())
          .isEqualTo(
              "{\"keys\":0,\"operation\":\"insert\",\"key\":\"lamp\",\"type\":\"hash\","
                  + "\"elements\":[[\"color\",\"red\"]]}");
      events.next();
      events.next();
      assertThat(events.next().data())
          .isEqualTo(
              "{\"keys\":0,\"operation\":\"edit\",\"key\":\"lamp\",\"type\":\"hash\","
                  + "\"elements\":[[\"color\",\"blue\"],[\"watts\",\"9\"]],"
                  + "\"elementsBefore\":[[\"color\",\"red\"],[\"watts\",null]]}");
    }
  }

  @Test
  void whoComesBackGoesOnBehindTheLastEventSeen() throws Exception {
    String last;
    try (EventStream events = follow("?collections=items&operations=insert")) {
      assertThat(events.next().name()).isEqualTo("position");
      statement("INSERT INTO items VALUES (200, 'a', 1), (201, 'b', 1)");
      events.next();
      last = events.next().id();
    }
    statement("INSERT INTO items VALUES (202, 'c', 1)");
    try (EventStream events =
        EventStream.open(
            server,
            "/api/v1/changes?collections=items&operations=insert",
            "Authorization",
            TestServer.administrator(),
            "Last-Event-ID",
            last)) {
      assertThat(events.nextNamed("change").data()).contains("\"key\":{\"id\":201}");
      assertThat(events.nextNamed("change").data()).contains("\"key\":{\"id\":202}");
    }
  }

  @Test
  void nobodySeesWhatItMayNotRead() throws Exception {
    HttpResponse<String> refused =
        server.get("/api/v1/changes?collections=items", "Authorization", TestServer.reader());
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    try (EventStream events =
        EventStream.open(
            server, "/api/v1/changes?keys=false", "Authorization", TestServer.reader())) {
      assertThat(events.next().name()).isEqualTo("position");
      statement("INSERT INTO items VALUES (300, 'hidden', 1)");
      statement("GRANT SELECT ON items TO reader");
      statement("INSERT INTO items VALUES (301, 'seen', 1)");
      assertThat(events.nextNamed("change").data()).contains("seen");
      statement("REVOKE SELECT ON items FROM reader");
    }
  }

  @Test
  void whatCannotBeFollowedIsAProblem() {
    for (String query :
        List.of("?collections=nothing", "?operations=fly", "?from=x", "?group=nobody")) {
      HttpResponse<String> refused = server.asAdministrator("GET", "/api/v1/changes" + query, "");
      assertThat(refused.statusCode()).as(query).isIn(400, 404, 422);
      assertThat(refused.headers().firstValue("Content-Type"))
          .as(query)
          .hasValue(Problem.MEDIA_TYPE);
    }
  }

  @Test
  void aGroupGoesOnFromWhatItHasAcknowledged() throws Exception {
    HttpResponse<String> made =
        server.asAdministrator("POST", "/api/v1/change-groups", "{\"name\":\"copy\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    statement("INSERT INTO items VALUES (400, 'a', 1)");
    statement("INSERT INTO items VALUES (401, 'b', 1)");
    String seen;
    try (EventStream events = follow("?group=copy&collections=items")) {
      assertThat(server.asAdministrator("GET", "/api/v1/changes?group=copy", "").statusCode())
          .isEqualTo(409);
      assertThat(events.nextNamed("change").data()).contains("400");
      seen = events.nextNamed("commit").id();
    }
    HttpResponse<String> noted =
        server.asAdministrator(
            "POST", "/api/v1/change-groups/copy/acknowledge", "{\"position\":\"" + seen + "\"}");
    assertThat(JSON.readTree(noted.body()).path("position").asText()).isEqualTo(seen);
    Await.until(
        "the first reader is gone",
        () ->
            !server
                .asAdministrator("GET", "/api/v1/change-groups/copy", "")
                .body()
                .contains("\"active\":true"));
    try (EventStream events = follow("?group=copy&collections=items")) {
      assertThat(events.nextNamed("change").data()).contains("401");
    }
  }
}
