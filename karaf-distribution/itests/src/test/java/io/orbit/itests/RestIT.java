package io.orbit.itests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.ops.OpenMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** REST on the packaged server. */
class RestIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static Path folder(String name) throws IOException {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    return Files.createTempDirectory(work, name).resolve("data");
  }

  private static int status(Server server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(Rest.address(server) + path)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void restServesTheSameRecordsAndRemovesItselfWithForceOnly() throws Exception {
    try (Server server = Server.start(folder("rest"))) {
      assertThat(status(server, "/ready")).isEqualTo(200);
      assertThat(status(server, "/live")).isEqualTo(200);
      assertThat(status(server, "/openapi.json")).isEqualTo(401);

      Rest.statement(server, "CREATE TABLE shelf(id int PRIMARY KEY, name text)");
      String record = "/api/v1/collections/public/shelf/records/1";
      Rest.send(server, "PUT", record, "{\"name\":\"lamp\"}");
      try (Jedis redis = Clients.redis(server)) {
        assertThat(redis.hget("shelf:1", "name")).isEqualTo("lamp");
        redis.hset("shelf:1", "name", "desk");
      }
      assertThat(Rest.send(server, "GET", record, "").body())
          .isEqualTo("{\"id\":1,\"name\":\"desk\"}");
      assertThat(Rest.send(server, "GET", "/api/v1/overview", "").statusCode()).isEqualTo(200);

      HttpResponse<String> kept = Rest.send(server, "DELETE", "/api/v1/features/orbit-rest", "");
      assertThat(kept.statusCode()).isEqualTo(409);
      HttpResponse<String> gone =
          Rest.send(server, "DELETE", "/api/v1/features/orbit-rest?force=true", "");
      assertThat(gone.statusCode()).as(gone.body()).isEqualTo(202);
      Await.until("REST is gone", LIMIT, () -> statusOrZero(server, "/live") == 404);
      assertThat(status(server, "/console/")).isEqualTo(200);
      Await.until("nothing of it is left", LIMIT, () -> leftovers(server).isEmpty());

      try (Shell shell = Shell.open(server)) {
        assertThat(shell.run("feature:install orbit-rest").exitCode()).isZero();
      }
      Await.until("REST is back", LIMIT, () -> statusOrZero(server, "/ready") == 200);
      assertThat(Rest.send(server, "GET", record, "").body()).contains("desk");
    }
  }

  private static String leftovers(Server server) {
    try {
      return Leftovers.of(server, "io.orbit.protocol.rest");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int statusOrZero(Server server, String path) {
    try {
      return status(server, path);
    } catch (Exception notNow) {
      return 0;
    }
  }

  @Test
  void anApiKeyOutlivesARestartAndNotItsRevocation() throws Exception {
    Path data = folder("keys");
    String key;
    try (Server server = Server.start(data)) {
      HttpResponse<String> made =
          Rest.send(server, "POST", "/api/v1/api-keys", "{\"name\":\"of a program\"}");
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      key = made.body().replaceAll(".*\"key\":\"([^\"]+)\".*", "$1");
      assertThat(byKey(server, key)).isEqualTo(200);
    }
    try (Server server = Server.start(data)) {
      assertThat(byKey(server, key)).isEqualTo(200);
      String id = key.split("_")[1];
      assertThat(Rest.send(server, "DELETE", "/api/v1/api-keys/" + id, "").statusCode())
          .isEqualTo(204);
      assertThat(byKey(server, key)).isEqualTo(401);
    }
  }

  private static int byKey(Server server, String key) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(Rest.address(server) + "/api/v1/features"))
              .header("X-API-Key", key)
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  /** What the HTTP server itself refuses. */
  private static String malformed(Server server) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port(8080))) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket
          .getOutputStream()
          .write("GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void featuresGoAndComeByRest() throws Exception {
    try (Server server = Server.start(folder("features-by-rest"))) {
      for (int swap = 0; swap < 3; swap++) {
        assertThat(Rest.send(server, "DELETE", "/api/v1/features/orbit-redis", "").statusCode())
            .isEqualTo(200);
        Await.until("closed", LIMIT, () -> !server.accepts(6379));
        assertThat(status(server, "/ready")).isEqualTo(200);
        assertThat(Rest.send(server, "POST", "/api/v1/features/orbit-redis", "").statusCode())
            .isEqualTo(200);
        Await.until("open", LIMIT, () -> server.accepts(6379));
      }
      HttpResponse<String> commands =
          Rest.send(server, "POST", "/api/v1/redis", "{\"arguments\":[\"PING\"]}");
      assertThat(commands.body()).isEqualTo("{\"reply\":\"PONG\"}");
      Rest.statement(server, "SELECT 1");
      OpenMetrics figures = OpenMetrics.parse(Rest.send(server, "GET", "/metrics", "").body());
      assertThat(figures.sum("orbit_redis_commands_total", "command", "ping")).isPositive();
      assertThat(figures.sum("orbit_db_query_duration_seconds_count", "protocol", "rest"))
          .isPositive();
      assertThat(figures.sum("orbit_http_requests_total", "status", "200")).isPositive();
      assertThat(figures.sum("orbit_http_accepted_total")).isPositive();
      assertThat(figures.sum("orbit_http_bytes_in_total")).isGreaterThan(1000);
      assertThat(Rest.send(server, "GET", "/api/v1/connections", "").statusCode()).isEqualTo(200);
      assertThat(malformed(server))
          .startsWith("HTTP/1.1 400 ")
          .contains("application/problem+json")
          .doesNotContain("<html");
      assertThat(figures.families())
          .containsKeys("orbit_postgres_connections", "orbit_redis_accepted", "orbit_commits");
    }
  }
}
