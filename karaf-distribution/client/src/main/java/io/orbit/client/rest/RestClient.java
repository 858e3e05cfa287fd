package io.orbit.client.rest;

import io.orbit.client.ClientException;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.connect.PasswordNeededException;
import io.orbit.client.connect.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Calls of the REST interface, answered with JSON. Thread-safe. */
public final class RestClient {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final String JSON = "application/json";
  private static final int FIRST_FAILURE = 400;
  private static final int UNAUTHORIZED = 401;

  private final Endpoint endpoint;
  private final HttpClient client;

  public RestClient(Endpoint endpoint) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_LIMIT);
    if (endpoint.tls()) {
      builder.sslContext(Tls.context(endpoint));
    }
    this.endpoint = endpoint;
    this.client = builder.build();
  }

  /** A word as part of a path. */
  public static String segment(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public Json get(String path) throws IOException {
    return call("GET", path, BodyPublishers.noBody(), Map.of());
  }

  public Json delete(String path) throws IOException {
    return call("DELETE", path, BodyPublishers.noBody(), Map.of());
  }

  /** Sends JSON; an empty text for a request without a body. */
  public Json post(String path, String body) throws IOException {
    return call("POST", path, text(body), Map.of("Content-Type", JSON));
  }

  public Json put(String path, String body) throws IOException {
    return call("PUT", path, text(body), Map.of("Content-Type", JSON));
  }

  private static BodyPublisher text(String body) {
    return body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
  }

  /** Any call; an answer without a body is nothing. */
  public Json call(String method, String path, BodyPublisher body, Map<String, String> headers)
      throws IOException {
    try (InputStream answer = send(method, path, body, headers)) {
      return Json.parse(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Sends JSON and reads an answer of lines (NDJSON) as they come. */
  BufferedReader lines(String path, String body) throws IOException {
    InputStream answer =
        send(
            "POST",
            path,
            text(body),
            Map.of("Content-Type", JSON, "Accept", "application/x-ndjson"));
    return new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
  }

  private InputStream send(
      String method, String path, BodyPublisher body, Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    (endpoint.tls() ? "https://" : "http://")
                        + endpoint.address()
                        + withDatabase(path)))
            .method(method, body);
    endpoint.password().ifPresent(password -> request.header("Authorization", basic(password)));
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() < FIRST_FAILURE) {
        return answer.body();
      }
      try (InputStream problem = answer.body()) {
        throw failure(answer.statusCode(), problem);
      }
    } catch (java.net.ConnectException | java.net.http.HttpConnectTimeoutException noServer) {
      throw new ClientException("no connection to " + endpoint.address(), noServer);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private String withDatabase(String path) {
    return endpoint.database().isEmpty()
        ? path
        : path + (path.indexOf('?') < 0 ? "?" : "&") + "database=" + segment(endpoint.database());
  }

  private String basic(String password) {
    String pair = endpoint.user() + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private IOException failure(int status, InputStream body) throws IOException {
    if (status == UNAUTHORIZED && endpoint.password().isEmpty()) {
      throw new PasswordNeededException(endpoint.user());
    }
    String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    Json problem;
    try {
      problem = Json.parse(text);
    } catch (IOException noJson) {
      return new RestFailure(status, "the server answered " + status, "", -1);
    }
    String detail = problem.at("detail").text();
    String title = problem.at("title").text();
    String hint = problem.at("hint").text();
    String message =
        detail != null ? detail : title != null ? title : "the server answered " + status;
    String state = problem.at("sqlState").text();
    String position = problem.at("position").text();
    return new RestFailure(
        status,
        hint == null ? message : message + "\nHINT:  " + hint,
        state == null ? "" : state,
        position == null ? -1 : Integer.parseInt(position));
  }
}
