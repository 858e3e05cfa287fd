package io.orbit.itests;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A Redis connection without a client behind it: it sends what it is told to, and reads only when
 * it is told to. Thousands of them take no thread.
 */
final class RedisSocket implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(60).toMillis();

  private final Socket socket = new Socket();
  private final OutputStream out;
  private final InputStream in;

  /** Connects and logs in as the administrator. */
  RedisSocket(Server server) throws IOException {
    socket.setReceiveBufferSize(16 << 10);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port(6379)), TIMEOUT_MILLIS);
    out = new BufferedOutputStream(socket.getOutputStream(), 16 << 10);
    in = new BufferedInputStream(socket.getInputStream(), 512);
    String answer = call("AUTH", "orbit", Server.PASSWORD);
    if (!answer.equals("+OK")) {
      throw new IOException(answer);
    }
  }

  /** Adds a command to what {@link #flush} sends. */
  void write(String... words) throws IOException {
    StringBuilder request = new StringBuilder().append('*').append(words.length).append("\r\n");
    for (String word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    out.write(request.toString().getBytes(StandardCharsets.US_ASCII));
  }

  void flush() throws IOException {
    out.flush();
  }

  void send(String... words) throws IOException {
    write(words);
    flush();
  }

  String call(String... words) throws IOException {
    send(words);
    return read();
  }

  /** One reply: its first line; of a string the text, of a list its elements joined by blanks. */
  String read() throws IOException {
    String line = line();
    int size =
        line.charAt(0) == '$' || line.charAt(0) == '*'
            ? Integer.parseInt(line, 1, line.length(), 10)
            : -1;
    if (size < 0) {
      return line;
    }
    if (line.charAt(0) == '$') {
      String text = new String(in.readNBytes(size), StandardCharsets.US_ASCII);
      in.skipNBytes(2);
      return text;
    }
    StringBuilder elements = new StringBuilder();
    for (int i = 0; i < size; i++) {
      elements.append(i == 0 ? "" : " ").append(read());
    }
    return elements.toString();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      throw new java.io.UncheckedIOException(gone);
    }
  }
}
