package io.orbit.itests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A client of a server's event streams. */
final class Events implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final HttpURLConnection connection;
  private final BufferedReader lines;

  /** One event. */
  record Event(String name, String id, String data) {}

  private Events(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Opens a stream; an {@link IOException} when the server does not answer with one. */
  static Events open(Server server, String path) throws IOException {
    byte[] credentials = ("orbit:" + Server.PASSWORD).getBytes(StandardCharsets.UTF_8);
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(Rest.address(server) + path).toURL().openConnection();
    connection.setRequestProperty(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return new Events(connection);
  }

  /** The next event; empty when the stream has ended. */
  Optional<Event> next() throws IOException {
    String name = "";
    String id = "";
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        name = line.substring("event: ".length());
      } else if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      } else if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      } else if (line.isEmpty() && !name.isEmpty()) {
        return Optional.of(new Event(name, id, data));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
