package io.orbit.protocol.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Event streams, which do not end by themselves. */
final class Streams {
  private Streams() {}

  private static HttpResponse<InputStream> open(TestServer server, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return server.client().send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException failure) {
      throw new AssertionError(path, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  static int firstStatus(TestServer server, String path, String... headers) {
    HttpResponse<InputStream> response = open(server, path, headers);
    try {
      response.body().close();
      return response.statusCode();
    } catch (IOException failure) {
      throw new AssertionError(path, failure);
    }
  }

  /** The first data lines of a stream. */
  static List<String> firstEvents(TestServer server, String path, int count, String... headers) {
    List<String> events = new ArrayList<>();
    HttpResponse<InputStream> response = open(server, path, headers);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      while (events.size() < count) {
        String line = lines.readLine();
        if (line == null) {
          return events;
        }
        if (line.startsWith("data: ")) {
          events.add(line.substring("data: ".length()));
        }
      }
      return events;
    } catch (IOException failure) {
      throw new AssertionError(path, failure);
    }
  }

  /** Reads a stream to its end, with something done after its first line. */
  static void readToEnd(TestServer server, String path, Runnable afterFirst, String... headers) {
    HttpResponse<InputStream> response = open(server, path, headers);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      if (lines.readLine() == null) {
        throw new AssertionError(path + " ended at once: " + response.statusCode());
      }
      afterFirst.run();
      while (lines.readLine() != null) {
        continue;
      }
    } catch (IOException failure) {
      throw new AssertionError(path, failure);
    }
  }
}
