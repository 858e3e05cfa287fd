package io.orbit.bench.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection by the Redis protocol, for the few commands that the load's tool has not. One thread
 * at a time.
 */
final class RedisWire implements AutoCloseable {
  private static final int PIPELINE = 1_000;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  private RedisWire(Socket socket) throws IOException {
    this.socket = socket;
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  static RedisWire connect(int port, Login login) throws IOException {
    RedisWire wire = new RedisWire(new Socket(BenchServer.HOST, port));
    if (!login.password().isEmpty()) {
      try {
        wire.write("AUTH", login.user(), login.password());
        wire.readReply();
      } catch (IOException refused) {
        wire.close();
        throw refused;
      }
    }
    return wire;
  }

  /** Sets each key that {@code redis-benchmark} may ask for, so that every GET finds something. */
  void fill(int keys, int valueBytes) throws IOException {
    String value = "x".repeat(valueBytes);
    for (int from = 0; from < keys; from += PIPELINE) {
      int to = Math.min(keys, from + PIPELINE);
      for (int key = from; key < to; key++) {
        write("SET", "key:%012d".formatted(key), value);
      }
      for (int key = from; key < to; key++) {
        readReply();
      }
    }
  }

  /** Adds a command to what the next {@link #readReply} sends. */
  void write(String... command) throws IOException {
    StringBuilder message = new StringBuilder().append('*').append(command.length).append("\r\n");
    for (String argument : command) {
      message.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
    }
    out.write(message.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads the reply to one command; strings and lists are skipped.
   *
   * @throws IOException with the server's text when it is an error
   */
  void readReply() throws IOException {
    out.flush();
    skipReply();
  }

  private void skipReply() throws IOException {
    String line = readLine();
    if (line.startsWith("-")) {
      throw new IOException(line.substring(1));
    }
    if (line.startsWith("$") && !line.equals("$-1")) {
      in.skipNBytes(Integer.parseInt(line.substring(1)) + 2L);
    }
    if (line.startsWith("*")) {
      for (int left = Integer.parseInt(line.substring(1)); left > 0; left--) {
        skipReply();
      }
    }
  }

  /** Reads the reply to one command, which is a whole number. */
  long readNumber() throws IOException {
    out.flush();
    String line = readLine();
    if (!line.startsWith(":")) {
      throw new IOException("no number: " + line);
    }
    return Long.parseLong(line.substring(1));
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
