package io.orbit.transfer.client;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.JsonTree;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Asks a server by REST, as one user. One thread. */
final class RestClient implements AutoCloseable {
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String url;
  private final String authorization;

  /**
   * @param url without a path
   */
  RestClient(String url, String user, String password) {
    this.url = url;
    String both = user + ":" + password;
    authorization =
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", authorization);
  }

  /** Sends a request; answers its JSON object. */
  Map<?, ?> send(String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    var answer =
        http.send(
            request(path).method(method, body).header("Content-Type", type).build(),
            BodyHandlers.ofString());
    return check(answer.statusCode(), answer.body());
  }

  Map<?, ?> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "application/json", BodyPublishers.noBody());
  }

  private static Map<?, ?> check(int status, String body) {
    boolean good = status >= SUCCESS && status < REDIRECT;
    Map<?, ?> object = object(body);
    if (!good) {
      Object detail = object.get("detail");
      Object hint = object.get("hint");
      String message = detail == null ? "the server answered " + status : detail.toString();
      throw new OrbitException(ErrorCode.IO_ERROR, hint == null ? message : message + "\n" + hint);
    }
    return object;
  }

  private static Map<?, ?> object(String body) {
    try {
      String normal = (String) ValueText.parse(body, DataType.JSONB, TextContext.UTC);
      return JsonTree.parse(normal) instanceof Map<?, ?> object ? object : Map.of();
    } catch (OrbitException noJson) {
      return Map.of();
    }
  }

  /** Downloads into a file. */
  void download(String path, Path file) throws IOException, InterruptedException {
    var answer = http.send(request(path).build(), BodyHandlers.ofFile(file));
    if (answer.statusCode() != SUCCESS) {
      throw new OrbitException(
          ErrorCode.IO_ERROR, "the server answered " + answer.statusCode() + " to " + path);
    }
  }

  static String text(Map<?, ?> object, String member) {
    return Objects.toString(object.get(member), "");
  }

  @Override
  public void close() {
    http.close();
  }
}
