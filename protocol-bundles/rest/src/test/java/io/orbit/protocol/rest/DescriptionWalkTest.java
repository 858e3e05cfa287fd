package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.api.feed.ChangeFeeds;
import io.orbit.api.ops.Transfers.Kind;
import io.orbit.api.security.Session;
import io.orbit.testkit.protocol.Await;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every operation of the description, called so that each status it promises comes about. */
class DescriptionWalkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECORDS = "/api/v1/collections/{schema}/{name}/records";
  private static final Set<String> STREAMS =
      Set.of("GET /api/v1/overview/events", "GET /api/v1/changes", "GET /api/v1/logs/events");

  /** Which succeeds for a browser that was sent away only: WebLoginTest. */
  private static final String WAY_BACK = "GET /api/v1/session/providers/{name}/callback";

  private static final Set<String> ARCHIVES =
      Set.of("POST /api/v1/features", "POST /api/v1/imports");
  private static TestServer server;
  private static JsonNode description;
  private static final Map<String, JsonNode> OPERATIONS = new LinkedHashMap<>();
  private static final Map<String, Example> EXAMPLES = new LinkedHashMap<>();

  /**
   * How an operation succeeds.
   *
   * @param variables what its path's variables are, in order
   */
  private record Example(List<String> variables, String body, Runnable before) {}

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
    description = JSON.readTree(server.asAdministrator("GET", "/openapi.json", "").body());
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String verb = operation.getKey().toUpperCase(Locale.ROOT);
        OPERATIONS.put(verb + " " + path.getKey(), operation.getValue());
      }
    }
    addExamples();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void example(String operation, String body, String... variables) {
    example(operation, body, () -> {}, variables);
  }

  private static void example(String operation, String body, Runnable before, String... variables) {
    EXAMPLES.put(operation, new Example(List.of(variables), body, before));
  }

  private static void addExamples() throws Exception {
    example("GET /api/v1/api-keys/{id}", "", newKey());
    example("DELETE /api/v1/api-keys/{id}", "", newKey());
    example("POST /api/v1/api-keys", "{\"name\":\"n\",\"expiresAt\":\"2100-01-01T00:00:00Z\"}");
    example("POST /api/v1/backups", "{\"kind\":\"full\"}");
    example("GET /api/v1/backups/{id}", "", newBackup());
    example("POST /api/v1/backups/{id}/verify", "", newBackup());
    example("GET /api/v1/backups/{id}/archive", "", newBackup());
    example("DELETE /api/v1/backups/{id}", "", newBackup());
    for (Kind kind : Kind.values()) {
      String path = "/api/v1/" + kind.name().toLowerCase(Locale.ROOT) + "s";
      example("GET " + path + "/{id}", "", newTransfer(kind));
      example("POST " + path + "/{id}/cancel", "", newTransfer(kind));
      example("DELETE " + path + "/{id}", "", newTransfer(kind));
    }
    example("POST /api/v1/exports", "{\"format\":\"parquet\"}");
    example("GET /api/v1/exports/{id}/archive", "", newTransfer(Kind.EXPORT));
    example("POST /api/v1/imports", "archive");
    example("GET /api/v1/bundles/{id}", "", "7");
    example("POST /api/v1/change-groups", "{\"name\":\"n\",\"before\":[\"items\"]}");
    example("GET /api/v1/change-groups/{name}", "", newGroup("shown"));
    example("DELETE /api/v1/change-groups/{name}", "", newGroup("dropped"));
    example(
        "POST /api/v1/change-groups/{name}/acknowledge",
        "{\"position\":\"" + server.stack.services().store().feeds().now() + "\"}",
        newGroup("acknowledging"));
    example("GET /api/v1/collections/{schema}/{name}", "", "public", "items");
    example("GET " + RECORDS, "", "public", "items");
    example("POST " + RECORDS, "{\"id\":50,\"name\":\"vase\"}", "public", "items");
    example("GET " + RECORDS + "/{key}", "", "public", "items", "1");
    example("PATCH " + RECORDS + "/{key}", "{\"qty\":3}", "public", "items", "1");
    example("PUT " + RECORDS + "/{key}", "{\"name\":\"cup\"}", "public", "items", "51");
    example(
        "DELETE " + RECORDS + "/{key}",
        "",
        () -> redis("\"HSET\",\"items:52\",\"name\",\"box\""),
        "public",
        "items",
        "52");
    example("GET /api/v1/configuration/{key}", "", "server.redis_port");
    example("PATCH /api/v1/configuration", "{\"server.redis_port\":6380}");
    example("DELETE /api/v1/connections/{id}", "", "1");
    example("POST /api/v1/features", "archive");
    example("GET /api/v1/features/{name}", "", "orbit-redis");
    example("POST /api/v1/features/{name}", "", "orbit-storage-xodus");
    example(
        "DELETE /api/v1/features/{name}",
        "",
        () -> server.stack.features.install("orbit-echo"),
        "orbit-echo");
    example("PUT /api/v1/logs/levels/{logger}", "{\"level\":\"debug\"}", "io.orbit.test");
    example("POST /api/v1/redis", "{\"arguments\":[\"PING\"]}");
    example("POST /api/v1/scripts", "{\"text\":\"SELECT 1; SELECT 'a', NULL\"}");
    example("GET /api/v1/roles/{name}", "", "reader");
    example("GET /api/v1/roles/{name}/grants", "", "reader");
    example("POST /api/v1/roles", "{\"name\":\"walker\",\"login\":true,\"memberOf\":[\"reader\"]}");
    example("PATCH /api/v1/roles/{name}", "{\"connectionLimit\":5}", "reader");
    example(
        "DELETE /api/v1/roles/{name}",
        "",
        () -> server.asAdministrator("POST", "/api/v1/roles", "{\"name\":\"going\"}"),
        "going");
    example("POST /api/v1/storage/moves", "{\"name\":\"items\",\"engine\":\"memory\"}");
    example("GET /api/v1/storage/moves/{id}", "", newMove());
    example("POST /api/v1/storage/moves/{id}/cancel", "", newMove());
    example("DELETE /api/v1/storage/moves/{id}", "", endedMove());
    example("PUT /api/v1/storage/defaults/{database}", "{\"engine\":\"memory\"}", "orbit");
    example("PUT /api/v1/slow-statements/threshold", "{\"milliseconds\":50}");
    example("POST /api/v1/statements", "{\"text\":\"SELECT id, name FROM items\"}");
    example("DELETE /api/v1/statements/{id}", "", DescriptionWalkTest::runLong, "walk");
    example(
        "POST /api/v1/session", "{\"user\":\"orbit\",\"password\":\"" + TestStack.PASSWORD + "\"}");
    example("GET /api/v1/session/providers/{name}/begin", "", "test");
    example("GET /api/v1/session/providers/{name}/callback", "", "test");
    example("POST /api/v1/transactions", "{\"isolation\":\"serializable\"}");
    example("POST /api/v1/transactions/{id}/commit", "", newTransaction());
    example("POST /api/v1/transactions/{id}/abort", "", newTransaction());
    example("DELETE /api/v1/transactions/{id}", "", newTransaction());
    example("GET /api/v1/protocols/{name}", "", "redis");
    example("POST /api/v1/protocols/{name}/stop", "", "redis");
    example("POST /api/v1/protocols/{name}/start", "", "redis");
    Session ended = server.stack.session();
    example("DELETE /api/v1/sessions/{id}", "", Long.toString(ended.id()));
    Session session = server.stack.session();
    example("POST /api/v1/sessions/{id}/cancel", "", Long.toString(session.id()));
  }

  private static String newTransaction() throws Exception {
    HttpResponse<String> begun = server.asAdministrator("POST", "/api/v1/transactions", "{}");
    return JSON.readTree(begun.body()).path("id").asText();
  }

  private static String newMove() throws Exception {
    HttpResponse<String> begun =
        server.asAdministrator(
            "POST", "/api/v1/storage/moves", "{\"name\":\"items\",\"engine\":\"memory\"}");
    return JSON.readTree(begun.body()).path("id").asText();
  }

  private static String endedMove() throws Exception {
    String id = newMove();
    Await.until(
        "it has ended",
        () ->
            server
                .asAdministrator("GET", "/api/v1/storage/moves/" + id, "")
                .body()
                .contains("\"done\""));
    return id;
  }

  private static String newBackup() {
    return server.stack.backups.start(false).id();
  }

  private static String newTransfer(Kind kind) {
    return server.stack.transfers.add(kind);
  }

  private static String newGroup(String name) {
    ChangeFeeds feeds = server.stack.services().store().feeds();
    return feeds.createGroup(name, feeds.now(), Set.of()).name();
  }

  private static String newKey() throws Exception {
    HttpResponse<String> made =
        server.asAdministrator("POST", "/api/v1/api-keys", "{\"name\":\"k\"}");
    return JSON.readTree(made.body()).path("id").asText();
  }

  private static void redis(String arguments) {
    server.asAdministrator("POST", "/api/v1/redis", "{\"arguments\":[" + arguments + "]}");
  }

  private static void runLong() {
    String text = "SELECT count(*) FROM generate_series(1, 9000000000) AS g(n)";
    CompletableFuture.runAsync(
        () ->
            server.asAdministrator(
                "POST", "/api/v1/statements", "{\"text\":\"" + text + "\",\"id\":\"walk\"}"));
    Await.until(
        "it runs",
        () -> server.asAdministrator("GET", "/api/v1/sessions", "").body().contains("9000000000"));
  }

  private static HttpResponse<String> call(
      String operation, Example example, List<String> variables) {
    String[] words = operation.split(" ");
    String path = words[1];
    for (String variable : variables) {
      path = path.replaceFirst("\\{\\w+}", variable);
    }
    List<String> headers = new ArrayList<>(List.of("Authorization", TestServer.administrator()));
    var types = OPERATIONS.get(operation).path("requestBody").path("content").fieldNames();
    if (types.hasNext()) {
      headers.addAll(List.of("Content-Type", types.next()));
    }
    return server.send(words[0], path, example.body(), headers.toArray(String[]::new));
  }

  private static Example exampleOf(String operation) {
    Example example =
        operation.contains("/actors/{type}")
            ? new Example(List.of("counter", "one"), "", () -> {})
            : EXAMPLES.get(operation);
    if (example == null) {
      assertThat(operation).as("has neither a body nor variables").doesNotContain("{");
      assertThat(OPERATIONS.get(operation).has("requestBody")).as(operation).isFalse();
      return new Example(List.of(), "", () -> {});
    }
    return example;
  }

  @Test
  void eachSucceedsAsDescribed() throws Exception {
    List<String> problems = new ArrayList<>();
    for (String operation : OPERATIONS.keySet()) {
      if (STREAMS.contains(operation) || operation.equals(WAY_BACK)) {
        continue;
      }
      Example example = exampleOf(operation);
      example.before().run();
      HttpResponse<String> answer = call(operation, example, example.variables());
      JsonNode response =
          OPERATIONS.get(operation).path("responses").path(Integer.toString(answer.statusCode()));
      JsonNode promised = OPERATIONS.get(operation).path("responses");
      boolean later = promised.has("501") && !promised.has("200");
      if (answer.statusCode() >= 400 && !later || response.isMissingNode()) {
        problems.add(operation + ": " + answer.statusCode() + " " + answer.body());
        continue;
      }
      compare(operation, answer, response.path("content"), problems);
    }
    assertThat(problems).isEmpty();
    assertThat(OPERATIONS).hasSizeGreaterThan(35).containsKeys(STREAMS.toArray(String[]::new));
  }

  private static void compare(
      String operation, HttpResponse<String> answer, JsonNode content, List<String> problems)
      throws Exception {
    if (content.isMissingNode()) {
      if (!answer.body().isEmpty()) {
        problems.add(operation + " answers what is not described: " + answer.body());
      }
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("none");
    String described =
        content
            .propertyStream()
            .map(Map.Entry::getKey)
            .filter(one -> type.startsWith(one.split(";")[0]))
            .findAny()
            .orElse("");
    if (described.isEmpty()) {
      problems.add(operation + " answers " + type + ", not one of " + content);
    } else if (described.startsWith("application/json")) {
      new JsonSchema(description)
          .problems(content.path(described).path("schema"), JSON.readTree(answer.body()))
          .forEach(problem -> problems.add(operation + ": " + problem));
    }
  }

  @Test
  void whatIsNotThereIsAProblemWhereverThatIsPromised() throws Exception {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operation : OPERATIONS.entrySet()) {
      JsonNode promised = operation.getValue().path("responses").path("404");
      if (promised.isMissingNode()) {
        continue;
      }
      Example example = exampleOf(operation.getKey());
      List<String> unknown =
          example.variables().stream()
              .map(variable -> variable.matches("\\d+") ? "999999" : "none")
              .toList();
      HttpResponse<String> answer = call(operation.getKey(), example, unknown);
      if (answer.statusCode() != 404) {
        problems.add(operation.getKey() + ": " + answer.statusCode() + " " + answer.body());
      } else {
        compare(operation.getKey(), answer, promised.path("content"), problems);
        new JsonSchema(description)
            .problems(description.at("/components/schemas/Problem"), JSON.readTree(answer.body()))
            .forEach(problem -> problems.add(operation.getKey() + ": " + problem));
      }
    }
    assertThat(problems).isEmpty();
  }

  /** Whatever is sent, the answer is a problem, never a page or a trace. */
  @Test
  void nonsenseIsAProblemEverywhere() throws Exception {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operation : OPERATIONS.entrySet()) {
      if (!operation.getValue().has("requestBody") || ARCHIVES.contains(operation.getKey())) {
        continue;
      }
      Example example = exampleOf(operation.getKey());
      for (String body : List.of("", "{", "[]", "null", "7", "{\"none\":{}}", "\"\\u0000\"")) {
        Example nonsense = new Example(example.variables(), body, () -> {});
        HttpResponse<String> answer = call(operation.getKey(), nonsense, example.variables());
        String type = answer.headers().firstValue("Content-Type").orElse("none");
        boolean trace = answer.body().contains("\tat ") || answer.body().contains("Exception");
        if (answer.statusCode() >= 500
            || trace
            || answer.statusCode() >= 400 && !type.equals(Problem.MEDIA_TYPE)) {
          problems.add(
              operation.getKey()
                  + " given "
                  + body
                  + ": "
                  + answer.statusCode()
                  + " "
                  + type
                  + " "
                  + answer.body());
        }
      }
    }
    assertThat(problems).isEmpty();
  }
}
