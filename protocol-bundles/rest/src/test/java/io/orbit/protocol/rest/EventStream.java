package io.orbit.protocol.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A client of a stream of server-sent events. */
final class EventStream implements AutoCloseable {
  private final BufferedReader lines;

  /** One event. */
  record Event(String name, String id, String data) {}

  private EventStream(InputStream body) {
    lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  static EventStream open(TestServer server, String path, String... headers) {
    HttpRequest request = HttpRequest.newBuilder(server.uri(path)).headers(headers).build();
    try {
      HttpResponse<InputStream> response =
          server.client().send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new AssertionError(path + ": " + response.statusCode());
      }
      return new EventStream(response.body());
    } catch (IOException failure) {
      throw new AssertionError(path, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The next event; fails at the stream's end. */
  Event next() {
    String name = "";
    String id = "";
    String data = "";
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("id: ")) {
          id = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
          data = line.substring("data: ".length());
        } else if (line.isEmpty() && !name.isEmpty()) {
          return new Event(name, id, data);
        }
      }
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    throw new AssertionError("the stream has ended");
  }

  /** The next event of that name. */
  Event nextNamed(String name) {
    Event event = next();
    while (!event.name().equals(name)) {
      event = next();
    }
    return event;
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
