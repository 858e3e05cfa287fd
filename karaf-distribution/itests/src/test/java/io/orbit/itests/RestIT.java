package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** REST and the console on the packaged server. */
class RestIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long BROWSER_SECONDS = 90;

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
    }
  }

  /** The scenarios stand with the console; those that need no made-up features run here too. */
  @Test
  void theConsoleWorksInChromium() throws Exception {
    Path console = Path.of(System.getProperty("orbit.console"));
    try (Server server = Server.start(folder("console"))) {
      Rest.statement(server, "CREATE TABLE items(id int PRIMARY KEY, name text, qty int)");
      Rest.statement(server, "INSERT INTO items VALUES (1, 'lamp', NULL), (2, 'desk', NULL)");
      Rest.statement(server, "CREATE ROLE reader LOGIN PASSWORD 'Reader-Secret-1'");
      Path output = server.data().resolveSibling("browser.txt");
      Process browser =
          new ProcessBuilder(
                  List.of(
                      "node",
                      console.resolve("src/test/browser/console.mjs").toString(),
                      Rest.address(server),
                      chromium(),
                      Server.PASSWORD,
                      "Reader-Secret-1",
                      "packaged"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = browser.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        browser.destroyForcibly();
      }
      assertThat(ended).as(Files.readString(output)).isTrue();
      assertThat(browser.exitValue()).as(Files.readString(output)).isZero();
    }
  }

  private static String chromium() {
    return List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
        .stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("Chromium is missing: apt-get install chromium"));
  }
}
