package io.orbit.protocol.rest;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** REST, and other servlets beside it, behind Jetty on a free port of the loopback interface. */
public final class TestServer implements AutoCloseable {
  public final TestStack stack;
  public final RestServlet servlet;
  public final RestApplication application;
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();

  public TestServer() throws Exception {
    this(false, Map.of());
  }

  /**
   * @param beside further servlets by path
   */
  public TestServer(boolean devMode, Map<String, HttpServlet> beside) throws Exception {
    stack = new TestStack(devMode);
    RestServices services = stack.services();
    application = new RestApplication(services, "orbit-rest"::equals, InstantSource.system());
    servlet =
        new RestServlet(
            application.configure(List.of()),
            services.metrics(),
            new RequestSpans(services.spans()),
            () -> {});
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    for (String pattern : RestServlet.PATTERNS) {
      context.addServlet(holder, pattern);
    }
    beside.forEach((path, other) -> context.addServlet(new ServletHolder(other), path));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  public int port() {
    return connector.getLocalPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  static String administrator() {
    return basic("orbit", TestStack.PASSWORD);
  }

  static String reader() {
    return basic(TestStack.READER, TestStack.READER_PASSWORD);
  }

  /** Sends a request; headers are alternating names and values. */
  HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError(method + " " + path, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> asAdministrator(String method, String path, String body) {
    return send(method, path, body, "Authorization", administrator());
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    application.close();
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
    client.close();
    stack.close();
  }
}
