package io.orbit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.ops.RecordingMetrics;
import io.orbit.testkit.protocol.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jetty as Felix sets it up, and then hands it out. */
class HttpServerTest {
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final Server jetty = new Server();
  private HttpServer server;
  private ServerConnector connector;

  @BeforeEach
  void start() throws Exception {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    connector = new ServerConnector(jetty, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            if (request.getHttpURI().getPath().equals("/bug")) {
              throw new IllegalStateException("a secret of the server's");
            }
            if (request.getHttpURI().getPath().equals("/none")) {
              return false;
            }
            Response.writeError(request, response, callback, 204);
            return true;
          }
        });
    jetty.start();
    server = new HttpServer(metrics);
    assertThat(server.info().state()).isEqualTo("waiting");
    Connector added = server.createConnector(jetty);
    jetty.addConnector(added);
    added.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.deactivate();
    jetty.stop();
  }

  private String answer(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", connector.getLocalPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void refuses(int status, String request) throws IOException {
    String answer = answer(request);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer.toLowerCase(java.util.Locale.ROOT))
        .contains("content-type: " + ProblemPage.MEDIA_TYPE)
        .doesNotContain("<html", "jetty", "secret", "exception");
    assertThat(answer).contains("\"status\":" + status + ",");
  }

  @Test
  void whatItRefusesByItselfIsAProblem() throws Exception {
    refuses(400, "GET / HTTP/1.1\r\n\r\n");
    refuses(400, "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    refuses(400, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n");
    refuses(505, "GET / HTTP/3.7\r\nHost: a\r\n\r\n");
    refuses(431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
    refuses(404, "GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    refuses(
        404, "DELETE /none HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    refuses(500, "GET /bug HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }

  @Test
  void connectionsAndBytesAreCountedWhileTheyAreOpen() throws Exception {
    String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", connector.getLocalPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      Await.until("it is counted", () -> server.info().connections() == 1);
      assertThat(metrics.counter("orbit_http_bytes_in", "").value()).isEqualTo(request.length());
      assertThat(metrics.counter("orbit_http_bytes_out", "").value()).isPositive();
      assertThat(server.info().state()).isEqualTo("listening");
      assertThat(server.info().port()).isEqualTo(connector.getPort());
    }
    Await.until("it is gone", Duration.ofSeconds(20), () -> server.info().connections() == 0);
    assertThat(server.info().accepted()).isEqualTo(1);
  }
}
