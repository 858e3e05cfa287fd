package io.orbit.itests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Requests, mostly the administrator's, to a server's REST interface. */
final class Rest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Rest() {}

  static String address(Server server) {
    return "http://127.0.0.1:" + server.port(8080);
  }

  static HttpResponse<String> send(Server server, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(server, path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  /** As {@link #send}, of a user's. */
  static HttpResponse<String> sendAs(
      Server server, String user, String password, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(server, user, password, path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  /** Uploads a file with the digest that it is said to have, empty for none. */
  static HttpResponse<String> upload(Server server, String path, byte[] content, String sha256)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(server, path)
            .header("Content-Type", "application/octet-stream")
            .header("X-SHA256", sha256)
            .POST(BodyPublishers.ofByteArray(content))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(Server server, String path) {
    return request(server, "orbit", Server.PASSWORD, path);
  }

  private static HttpRequest.Builder request(
      Server server, String user, String password, String path) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(URI.create(address(server) + path))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  /** Runs a statement, which must succeed. */
  static String statement(Server server, String text) throws IOException, InterruptedException {
    String body = "{\"text\":\"" + text.replace("\"", "\\\"") + "\"}";
    HttpResponse<String> answer = send(server, "POST", "/api/v1/statements", body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(text + ": " + answer.body());
    }
    return answer.body();
  }
}
