package io.orbit.client.redis;

import io.orbit.client.ClientException;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.connect.PasswordNeededException;
import io.orbit.client.connect.Tls;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection to the Redis port. Only {@link #close} may come from another thread. */
public final class RedisConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;

  private final Endpoint endpoint;
  private final Socket socket;
  private final OutputStream output;
  private final ReplyReader replies;

  private RedisConnection(Endpoint endpoint, Socket socket) throws IOException {
    this.endpoint = endpoint;
    this.socket = socket;
    this.output = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    this.replies = new ReplyReader(socket.getInputStream());
  }

  /**
   * Connects and logs in.
   *
   * @param protocol 2 or 3
   * @throws PasswordNeededException when there is no password and the server wants one
   * @throws ClientException when there is no connection, with the reason
   */
  public static RedisConnection open(Endpoint endpoint, int protocol) {
    try {
      Socket plain = new Socket();
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
      Socket socket = endpoint.tls() ? Tls.over(plain, endpoint) : plain;
      RedisConnection connection = new RedisConnection(endpoint, socket);
      connection.greet(protocol);
      return connection;
    } catch (IOException failure) {
      throw new ClientException(
          "no connection to " + endpoint.address() + ": " + failure.getMessage(), failure);
    }
  }

  private void greet(int protocol) throws IOException {
    String version = Integer.toString(protocol);
    String user = endpoint.user();
    List<String> hello =
        endpoint
            .password()
            .map(password -> List.of("HELLO", version, "AUTH", user, password))
            .orElse(List.of("HELLO", version));
    if (ask(hello) instanceof Reply.Failure(String message)) {
      close();
      if (message.startsWith("NOAUTH")) {
        throw new PasswordNeededException(endpoint.user());
      }
      throw new ClientException("no connection to " + endpoint.address() + ": " + message);
    }
    String database = endpoint.database();
    if (!database.equals("0")
        && ask(List.of("SELECT", database)) instanceof Reply.Failure(String message)) {
      close();
      throw new ClientException("database " + database + ": " + message);
    }
  }

  /** Sends a command of texts and waits for its reply. */
  Reply ask(List<String> words) throws IOException {
    send(words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList());
    Reply reply = next();
    while (reply instanceof Reply.Push) {
      reply = next();
    }
    return reply;
  }

  /** Sends a command. */
  void send(List<byte[]> words) throws IOException {
    header('*', words.size());
    for (byte[] word : words) {
      header('$', word.length);
      output.write(word);
      output.write('\r');
      output.write('\n');
    }
    output.flush();
  }

  private void header(char kind, int count) throws IOException {
    output.write((kind + Integer.toString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits for what the server sends next. */
  Reply next() throws IOException {
    return replies.read();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      return; // nothing more can be done for it
    }
  }
}
