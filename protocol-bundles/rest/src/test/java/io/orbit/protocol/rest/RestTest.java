package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.testkit.protocol.Await;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return JSON.readTree(response.body());
  }

  @Test
  void healthReadinessAndLifeAreOpenAndTellNoDetails() throws Exception {
    HttpResponse<String> health = server.get("/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(json(health).path("state").asText()).isEqualTo("UP");
    assertThat(json(health).path("aspects").get(0).has("messages")).isFalse();
    assertThat(server.get("/live").body()).isEqualTo("{\"live\":true}");
  }

  @Test
  void itIsReadyOnlyWhenEveryInstalledProtocolListens() throws Exception {
    assertThat(server.get("/ready").statusCode()).isEqualTo(200);
    server.stack.listeners.listen("redis", 6379, "waiting");
    try {
      HttpResponse<String> waiting = server.get("/ready");
      assertThat(waiting.statusCode()).isEqualTo(503);
      assertThat(json(waiting).path("waitingFor").toString()).contains("redis on 127.0.0.1:6379");
    } finally {
      server.stack.listeners.listen("redis", 6379, "listening");
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownSchemeAreRefusedAsProblems() throws Exception {
    for (String credentials :
        new String[] {
          TestServer.basic("orbit", "wrong"), "Bearer abc", "Basic !!!", "Basic b3JiaXQ="
        }) {
      HttpResponse<String> refused = server.get("/api/v1/features", "Authorization", credentials);
      assertThat(refused.statusCode()).as(credentials).isEqualTo(401);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  @Test
  void aBrowsersScriptIsNotAskedByADialogue() {
    HttpResponse<String> refused = server.get("/api/v1/features", "Sec-Fetch-Mode", "cors");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @Test
  void whatIsNotThereIsAProblemToo() throws Exception {
    HttpResponse<String> nothing = server.asAdministrator("GET", "/api/v1/nothing", "");
    HttpResponse<String> wrongMethod = server.asAdministrator("PUT", "/api/v1/features", "{}");

    assertThat(json(nothing).path("status").asInt()).isEqualTo(404);
    assertThat(json(wrongMethod).path("status").asInt()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
  }

  @Test
  void aFeatureIsUninstalledAndInstalledAgain() throws Exception {
    assertThat(server.asAdministrator("DELETE", "/api/v1/features/orbit-redis", "").statusCode())
        .isEqualTo(200);
    HttpResponse<String> again =
        server.asAdministrator("DELETE", "/api/v1/features/orbit-redis", "");
    assertThat(again.statusCode()).isEqualTo(409);
    HttpResponse<String> installed =
        server.asAdministrator("POST", "/api/v1/features/orbit-redis", "");
    assertThat(installed.statusCode()).isEqualTo(200);
    assertThat(json(installed).path("installed").asBoolean()).isTrue();
    assertThat(server.asAdministrator("POST", "/api/v1/features/orbit-nothing", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatIsInUseIsRemovedWithForceOnly() throws Exception {
    HttpResponse<String> refused =
        server.asAdministrator("DELETE", "/api/v1/features/orbit-storage-lsm", "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).path("code").asText()).isEqualTo("OBJECT_IN_USE");
    assertThat(json(refused).path("more").asText()).contains("database orbit");

    assertThat(
            server
                .asAdministrator("DELETE", "/api/v1/features/orbit-storage-lsm?force=true", "")
                .statusCode())
        .isEqualTo(200);
    server.asAdministrator("POST", "/api/v1/features/orbit-storage-lsm", "");
  }

  @Test
  void removingRestItselfIsAcceptedAndDoneAfterTheAnswer() {
    assertThat(server.asAdministrator("DELETE", "/api/v1/features/orbit-rest", "").statusCode())
        .isEqualTo(409);
    assertThat(
            server
                .asAdministrator("DELETE", "/api/v1/features/orbit-rest?force=true", "")
                .statusCode())
        .isEqualTo(202);
    Await.until(
        "it is gone", () -> !server.stack.features.find("orbit-rest").orElseThrow().installed());
    server.stack.features.install("orbit-rest");
  }

  @Test
  void theLogIsFollowed() {
    try (EventStream log =
        EventStream.open(
            server,
            "/api/v1/logs/events?logger=io.orbit.net",
            "Authorization",
            TestServer.administrator())) {
      assertThat(log.nextNamed("entry").data()).contains("refused").contains("io.orbit.net");
    }
  }

  @Test
  void anArchiveIsUploadedAndItsDigestChecked() throws Exception {
    HttpResponse<String> wrong =
        server.send(
            "POST",
            "/api/v1/features",
            "archive",
            "Authorization",
            TestServer.administrator(),
            "Content-Type",
            "application/octet-stream",
            "X-SHA256",
            "00");
    assertThat(wrong.statusCode()).isEqualTo(400);
    HttpResponse<String> right =
        server.send(
            "POST",
            "/api/v1/features",
            "archive",
            "Authorization",
            TestServer.administrator(),
            "Content-Type",
            "application/octet-stream");
    assertThat(right.statusCode()).isEqualTo(201);
    HttpResponse<String> upgraded =
        server.asAdministrator("POST", "/api/v1/features/orbit-redis?version=1.1.0", "");
    assertThat(json(upgraded).path("version").asText()).isEqualTo("1.1.0");
    server.asAdministrator("POST", "/api/v1/features/orbit-redis?version=1.0.0", "");
  }

  @Test
  void aRedisCommandIsRunAndItsErrorsAreProblems() throws Exception {
    HttpResponse<String> set =
        server.asAdministrator("POST", "/api/v1/redis", "{\"arguments\":[\"SET\",\"k\",41]}");
    HttpResponse<String> incremented =
        server.asAdministrator("POST", "/api/v1/redis", "{\"arguments\":[\"INCR\",\"k\"]}");
    HttpResponse<String> wrong =
        server.asAdministrator("POST", "/api/v1/redis", "{\"arguments\":[\"HGETALL\",\"k\"]}");

    assertThat(json(set).path("reply").asText()).isEqualTo("OK");
    assertThat(json(incremented).path("reply").asLong()).isEqualTo(42);
    assertThat(wrong.statusCode()).isEqualTo(409);
    assertThat(json(wrong).path("detail").asText()).startsWith("WRONGTYPE");
  }

  @Test
  void bytesThatAreNoTextTravelInBase64() throws Exception {
    server.asAdministrator(
        "POST", "/api/v1/redis", "{\"arguments\":[\"SET\",\"b\",{\"base64\":\"/wA=\"}]}");
    HttpResponse<String> read =
        server.asAdministrator("POST", "/api/v1/redis", "{\"arguments\":[\"GET\",\"b\"]}");
    assertThat(json(read).path("reply").path("base64").asText()).isEqualTo("/wA=");
  }

  @Test
  void withoutTheRedisProtocolItsCommandsAreNotThere() {
    server.stack.redisInstalled = false;
    try {
      assertThat(
              server
                  .asAdministrator("POST", "/api/v1/redis", "{\"arguments\":[\"PING\"]}")
                  .statusCode())
          .isEqualTo(501);
    } finally {
      server.stack.redisInstalled = true;
    }
  }

  @Test
  void aRowWrittenByRedisIsReadByAStatement() throws Exception {
    HttpResponse<String> read =
        server.asAdministrator(
            "POST", "/api/v1/statements", "{\"text\":\"SELECT id, name, qty FROM items\"}");

    assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
    assertThat(json(read).path("columns").toString())
        .isEqualTo(
            "[{\"name\":\"id\",\"type\":\"integer\"},{\"name\":\"name\",\"type\":\"text\"},"
                + "{\"name\":\"qty\",\"type\":\"integer\"}]");
    assertThat(json(read).path("rows").toString())
        .isEqualTo("[[1,\"lamp\",null],[2,\"desk\",null]]");
    assertThat(json(read).path("tag").asText()).isEqualTo("SELECT");
  }

  @Test
  void aStatementIsStreamedLineByLine() {
    HttpResponse<String> read =
        server.send(
            "POST",
            "/api/v1/statements",
            "{\"text\":\"SELECT id, name FROM items\"}",
            "Authorization",
            TestServer.administrator(),
            "Accept",
            "application/x-ndjson");

    assertThat(read.body().lines())
        .containsExactly(
            "{\"columns\":[{\"name\":\"id\",\"type\":\"integer\"},{\"name\":\"name\",\"type\":\"text\"}]}",
            "[1,\"lamp\"]",
            "[2,\"desk\"]",
            "{\"tag\":\"SELECT\",\"count\":2}");
  }

  @Test
  void aMistakeInAStatementHasItsPlace() throws Exception {
    HttpResponse<String> wrong =
        server.asAdministrator(
            "POST", "/api/v1/statements", "{\"text\":\"SELECT * FROM nowhere\"}");

    assertThat(wrong.statusCode()).isEqualTo(404);
    assertThat(json(wrong).path("code").asText()).isEqualTo("UNDEFINED_TABLE");
    assertThat(json(wrong).path("position").asInt()).isEqualTo(14);
  }

  @Test
  void aTransactionThatNobodyEndsIsRefused() throws Exception {
    HttpResponse<String> open =
        server.asAdministrator("POST", "/api/v1/scripts", "{\"text\":\"BEGIN; SELECT 1\"}");

    assertThat(open.statusCode()).isEqualTo(409);
    assertThat(json(open).path("hint").asText()).contains("COMMIT");
  }

  @Test
  void collectionsAreListedAsFarAsOneMayReadThem() throws Exception {
    JsonNode all = json(server.asAdministrator("GET", "/api/v1/collections", ""));
    JsonNode readers =
        json(server.get("/api/v1/collections", "Authorization", TestServer.reader()));

    assertThat(all.findValuesAsText("name")).contains("items");
    assertThat(readers.toString()).doesNotContain("items");
    assertThat(
            server
                .get("/api/v1/collections/public/items", "Authorization", TestServer.reader())
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void aBodyThatIsNoJsonOrTooMuchIsRefused() throws Exception {
    assertThat(server.asAdministrator("POST", "/api/v1/redis", "{").statusCode()).isEqualTo(400);
    HttpResponse<String> unknown =
        server.asAdministrator("POST", "/api/v1/redis", "{\"argument\":[]}");
    assertThat(json(unknown).path("code").asText()).isEqualTo("INVALID_JSON");
    String large = "{\"text\":\"" + "x".repeat(BodyLimit.MOST_BYTES) + "\"}";
    assertThat(server.asAdministrator("POST", "/api/v1/statements", large).statusCode())
        .isEqualTo(413);
  }

  @Test
  void metricsAreThereAsTextAndAsJson() throws Exception {
    server.get("/live");
    Await.until(
        "the request is counted",
        () ->
            server
                .asAdministrator("GET", "/metrics", "")
                .body()
                .contains("orbit_http_requests_total"));
    HttpResponse<String> text = server.asAdministrator("GET", "/metrics", "");
    assertThat(text.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text");
    assertThat(text.body()).endsWith("# EOF\n");
    JsonNode some = json(server.asAdministrator("GET", "/api/v1/metrics?prefix=orbit_http", ""));
    assertThat(some.findValuesAsText("name")).contains("orbit_http_requests_total");
  }

  @Test
  void aRecordIsCreatedReadChangedReplacedAndRemoved() throws Exception {
    String records = "/api/v1/collections/public/items/records";
    HttpResponse<String> created =
        server.asAdministrator("POST", records, "{\"id\":70,\"name\":\"vase\",\"qty\":3}");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location").orElse("")).endsWith(records + "/70");

    HttpResponse<String> changed = server.asAdministrator("PATCH", records + "/70", "{\"qty\":4}");
    assertThat(changed.body()).isEqualTo("{\"id\":70,\"name\":\"vase\",\"qty\":4}");
    HttpResponse<String> replaced =
        server.asAdministrator("PUT", records + "/70", "{\"name\":\"jar\"}");
    assertThat(replaced.body()).isEqualTo("{\"id\":70,\"name\":\"jar\",\"qty\":null}");
    assertThat(server.asAdministrator("GET", records + "/70", "").body())
        .isEqualTo(replaced.body());

    assertThat(server.asAdministrator("DELETE", records + "/70", "").statusCode()).isEqualTo(204);
    assertThat(server.asAdministrator("DELETE", records + "/70", "").statusCode()).isEqualTo(404);
    assertThat(server.asAdministrator("GET", records + "/70", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aRecordIsChangedOnlyAsItWasReadWhereThatIsAsked() throws Exception {
    String record = "/api/v1/collections/public/items/records/80";
    String admin = TestServer.administrator();
    String[] plain = {"Authorization", admin, "Content-Type", "application/json"};
    HttpResponse<String> made =
        server.send("PUT", record, "{\"name\":\"a\"}", with(plain, "If-None-Match", "*"));
    assertThat(made.statusCode()).isEqualTo(200);
    String first = made.headers().firstValue("ETag").orElseThrow();
    assertThat(server.send("PUT", record, "{\"name\":\"b\"}", with(plain, "If-None-Match", "*")))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(412);
    HttpResponse<String> changed =
        server.send("PATCH", record, "{\"qty\":1}", with(plain, "If-Match", first));
    assertThat(changed.statusCode()).isEqualTo(200);
    String second = changed.headers().firstValue("ETag").orElseThrow();
    assertThat(second).isNotEqualTo(first);
    HttpResponse<String> late =
        server.send("PATCH", record, "{\"qty\":2}", with(plain, "If-Match", first));
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(json(late).path("status").asInt()).isEqualTo(412);
    assertThat(server.send("GET", record, "", with(plain, "If-None-Match", second)).statusCode())
        .isEqualTo(304);
    HttpResponse<String> now = server.send("GET", record, "", with(plain, "If-None-Match", first));
    assertThat(now.body()).contains("\"qty\":1");
    assertThat(now.headers().firstValue("ETag")).hasValue(second);
    assertThat(server.send("DELETE", record, "", with(plain, "If-Match", first)).statusCode())
        .isEqualTo(412);
    assertThat(server.send("DELETE", record, "", with(plain, "If-Match", second)).statusCode())
        .isEqualTo(204);
  }

  private static String[] with(String[] headers, String name, String value) {
    return Stream.concat(Arrays.stream(headers), Stream.of(name, value)).toArray(String[]::new);
  }

  @Test
  void aRoleIsMadeChangedAndRemoved() throws Exception {
    String roles = "/api/v1/roles";
    server.asAdministrator("POST", roles, "{\"name\":\"staff\"}");
    HttpResponse<String> made =
        server.asAdministrator(
            "POST",
            roles,
            "{\"name\":\"o'clerk\",\"login\":true,\"password\":\"it's-\\\\secret-1\","
                + "\"memberOf\":[\"staff\"],\"validUntil\":\"2100-01-01T00:00:00Z\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.body()).contains("\"hasPassword\":true").doesNotContain("secret-1");
    assertThat(json(made).path("memberOf").toString()).isEqualTo("[\"staff\"]");
    String clerk =
        made.headers().firstValue("Location").orElseThrow().replaceAll("^https?://[^/]*", "");
    assertThat(
            server
                .get(
                    "/api/v1/databases",
                    "Authorization",
                    TestServer.basic("o'clerk", "it's-\\secret-1"))
                .statusCode())
        .isEqualTo(200);
    server.asAdministrator(
        "POST", "/api/v1/statements", "{\"text\":\"GRANT SELECT ON items TO staff\"}");
    assertThat(server.asAdministrator("GET", roles + "/staff/grants", "").body())
        .contains("\"object\":\"orbit.public.items\"")
        .contains("\"privileges\":[\"SELECT\"]");
    HttpResponse<String> changed =
        server.asAdministrator("PATCH", clerk, "{\"login\":false,\"memberOf\":[]}");
    assertThat(json(changed).path("login").asBoolean()).isFalse();
    assertThat(json(changed).path("memberOf")).isEmpty();
    assertThat(server.asAdministrator("DELETE", roles + "/staff", "").statusCode()).isEqualTo(409);
    assertThat(server.asAdministrator("DELETE", clerk, "").statusCode()).isEqualTo(204);
    assertThat(server.asAdministrator("GET", clerk, "").statusCode()).isEqualTo(404);
    server.asAdministrator(
        "POST", "/api/v1/statements", "{\"text\":\"REVOKE SELECT ON items FROM staff\"}");
    server.asAdministrator("DELETE", roles + "/staff", "");
  }

  @Test
  void rowsComeAsCsv() throws Exception {
    HttpResponse<String> rows =
        server.send(
            "POST",
            "/api/v1/statements",
            "{\"text\":\"SELECT * FROM (VALUES (1, 'a,\\\"b\\\"', NULL), (2, '', 1.50)) AS v(n, t, d)\"}",
            "Authorization",
            TestServer.administrator(),
            "Content-Type",
            "application/json",
            "Accept",
            "text/csv");
    assertThat(rows.statusCode()).as(rows.body()).isEqualTo(200);
    assertThat(rows.body()).isEqualTo("n,t,d\n1,\"a,\"\"b\"\"\",\n2,\"\",1.50\n");
  }

  @Test
  void recordsComePageByPage() throws Exception {
    String records = "/api/v1/collections/public/items/records";
    JsonNode first = json(server.asAdministrator("GET", records + "?limit=1", ""));
    assertThat(first.path("records").toString())
        .isEqualTo("[{\"id\":1,\"name\":\"lamp\",\"qty\":null}]");
    JsonNode second =
        json(
            server.asAdministrator(
                "GET", records + "?limit=2&after=" + first.path("next").asText(), ""));
    assertThat(second.path("records").get(0).path("id").asInt()).isEqualTo(2);
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void whatARecordMayNotHoldIsRefusedAndNothingChanges() throws Exception {
    String record = "/api/v1/collections/public/items/records/1";
    HttpResponse<String> wrongType = server.asAdministrator("PATCH", record, "{\"qty\":\"x\"}");
    HttpResponse<String> wrongName = server.asAdministrator("PATCH", record, "{\"colour\":1}");

    assertThat(wrongType.statusCode()).isEqualTo(422);
    assertThat(json(wrongName).path("code").asText()).isEqualTo("UNDEFINED_COLUMN");
    assertThat(server.asAdministrator("GET", record, "").body()).contains("\"qty\":null");
    assertThat(server.get(record, "Authorization", TestServer.reader()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void parametersAreReadByTheirTypes() throws Exception {
    HttpResponse<String> read =
        server.asAdministrator(
            "POST",
            "/api/v1/statements",
            "{\"text\":\"SELECT $1::numeric + 1, $2::text\",\"parameters\":[1.10,null]}");
    assertThat(read.body()).contains("\"rows\":[[2.10,null]]");
    HttpResponse<String> tooFew =
        server.asAdministrator("POST", "/api/v1/statements", "{\"text\":\"SELECT $1::int\"}");
    assertThat(tooFew.statusCode()).isEqualTo(400);
  }

  @Test
  void aRecordAsAValueIsAnObject() {
    HttpResponse<String> read =
        server.asAdministrator(
            "POST", "/api/v1/statements", "{\"text\":\"SELECT i FROM items AS i WHERE id = 1\"}");
    assertThat(read.body()).contains("\"rows\":[[{\"id\":1,\"name\":\"lamp\",\"qty\":null}]]");
  }

  @Test
  void aPlanIsShownAndAMistakeInItIsWhereTheClientWroteIt() throws Exception {
    HttpResponse<String> plan =
        server.asAdministrator(
            "POST", "/api/v1/statements", "{\"text\":\"SELECT * FROM items\",\"explain\":true}");
    assertThat(json(plan).path("rows").toString()).contains("items");
    HttpResponse<String> wrong =
        server.asAdministrator(
            "POST", "/api/v1/statements", "{\"text\":\"SELECT nope FROM items\",\"explain\":true}");
    assertThat(json(wrong).path("position").asInt()).isEqualTo(7);
  }

  @Test
  void aFailureAfterTheFirstRowIsTheLastLine() {
    HttpResponse<String> read =
        server.send(
            "POST",
            "/api/v1/statements",
            "{\"text\":\"SELECT 10 / (2000 - n) FROM generate_series(1, 3000) AS g(n)\"}",
            "Authorization",
            TestServer.administrator(),
            "Accept",
            "application/x-ndjson");
    assertThat(read.body().lines().toList().getLast())
        .startsWith("{\"problem\":")
        .contains("DIVISION_BY_ZERO");
  }
}
