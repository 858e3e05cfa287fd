package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The packaged server with a collector of traces. */
class TraceIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void aTraceGoesFromAClientToTheLog() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "traces").resolve("data");
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("orbit.toml"),
        "[io.orbit.telemetry]\nendpoint = \"http://127.0.0.1:%d/v1/traces\"\n"
            .formatted(collector.getAddress().getPort()));
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      Clients.execute(sql, "CREATE TABLE shelf(id int PRIMARY KEY)");
      assertThat(Rest.send(server, "POST", "/api/v1/features/orbit-telemetry", "").statusCode())
          .isEqualTo(200);
      Clients.execute(
          sql,
          "SET orbit.traceparent = '00-" + TRACE + "-00f067aa0ba902b7-01'",
          "INSERT INTO shelf VALUES (4711)");
      Await.until(
          "the trace is there",
          LIMIT,
          () -> {
            String all = String.join("\n", bodies);
            return all.contains(TRACE)
                && all.contains("\"name\":\"commit\"")
                && all.contains("\"name\":\"log\"");
          });
      assertThat(String.join("\n", bodies)).contains("\"INSERT\"").doesNotContain("4711");
      Rest.statement(server, "SELECT 1");
      Await.until(
          "the request is there",
          LIMIT,
          () -> String.join("\n", bodies).contains("/api/v1/statements"));
      assertThat(Rest.send(server, "DELETE", "/api/v1/features/orbit-telemetry", "").statusCode())
          .isEqualTo(200);
      Clients.execute(sql, "INSERT INTO shelf VALUES (1)");
    } finally {
      collector.stop(0);
    }
  }
}
