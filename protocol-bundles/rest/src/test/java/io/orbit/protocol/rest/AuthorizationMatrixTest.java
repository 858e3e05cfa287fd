package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.protocol.rest.security.Authentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every described route × nobody, a reader, the administrator. */
class AuthorizationMatrixTest {
  private static TestServer server;
  private static final List<Route> ROUTES = new ArrayList<>();

  /** A described route with something for each of its parameters. */
  private record Route(
      String method,
      String path,
      String template,
      String bodyType,
      boolean open,
      boolean superuser) {}

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
    JsonNode description =
        new ObjectMapper().readTree(server.asAdministrator("GET", "/openapi.json", "").body());
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        ROUTES.add(
            new Route(
                operation.getKey().toUpperCase(Locale.ROOT),
                path.getKey().replaceAll("\\{id}", "999999").replaceAll("\\{\\w+}", "none"),
                path.getKey(),
                bodyType(operation.getValue()),
                operation.getValue().path("security").isArray(),
                operation.getValue().path("responses").has("403")));
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String bodyType(JsonNode operation) {
    var types = operation.path("requestBody").path("content").fieldNames();
    return types.hasNext() ? types.next() : "";
  }

  private static int status(Route route, String... headers) {
    if (route.path().endsWith("/events") || route.path().endsWith("/changes")) {
      return Streams.firstStatus(server, route.path(), headers);
    }
    if (route.bodyType().isEmpty()) {
      return server.send(route.method(), route.path(), "", headers).statusCode();
    }
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", route.bodyType()));
    return server.send(route.method(), route.path(), "{}", all.toArray(String[]::new)).statusCode();
  }

  @Test
  void nobodyGetsInButWhereItIsSaid() {
    for (Route route : ROUTES) {
      int status = status(route);
      if (route.open()) {
        assertThat(status).as(route.toString()).isNotEqualTo(401);
        assertThat(Authentication.isOpen(route.method(), route.path().substring(1))).isTrue();
      } else {
        assertThat(status).as(route.toString()).isEqualTo(401);
      }
    }
  }

  @Test
  void aReaderGetsNowhereWhereSuperusersAreMeant() {
    for (Route route : ROUTES) {
      int status = status(route, "Authorization", TestServer.reader());
      if (route.superuser()) {
        assertThat(status).as(route.toString()).isEqualTo(403);
      } else {
        assertThat(status).as(route.toString()).isNotIn(401, 403, 405, 500);
      }
    }
  }

  @Test
  void theAdministratorIsNeverRefused() {
    for (Route route : ROUTES) {
      int status = status(route, "Authorization", TestServer.administrator());
      assertThat(status).as(route.toString()).isNotIn(401, 403, 405, 500);
      if (!route.template().contains("{")) {
        assertThat(status).as(route.toString()).isNotEqualTo(404);
      }
    }
  }

  @Test
  void operatorsRoutesAreForSuperusers() {
    assertThat(ROUTES.stream().filter(Route::superuser).map(Route::template).distinct())
        .contains(
            "/api/v1/features",
            "/api/v1/features/{name}",
            "/api/v1/bundles",
            "/api/v1/connections/{id}",
            "/api/v1/sessions",
            "/api/v1/logs",
            "/api/v1/configuration");
    assertThat(ROUTES).hasSizeGreaterThanOrEqualTo(30);
  }
}
