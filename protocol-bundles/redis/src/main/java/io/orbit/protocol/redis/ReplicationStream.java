package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A replica's side of one connection to its source: handshake, PSYNC, the copy, the commands
 * (replication.c of Redis 7.2). One thread, but for {@link #interrupt}.
 */
final class ReplicationStream implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;

  /** A source that says nothing for so long is gone. */
  private static final int SILENCE_MILLIS = 60_000;

  /** How often the source is told how much has come. */
  private static final int ACKNOWLEDGE_MILLIS = 1_000;

  private static final int CHUNK = 64 << 10;
  private static final int MARK = 40;
  private static final int LONGEST_LINE = 1 << 16;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final RedisCodec codec = new RedisCodec();
  private final RedisRequest request = new RedisRequest();
  private final ByteBuf commands = Unpooled.buffer(CHUNK);
  private byte[] mark = new byte[0];
  private long heardAt = System.currentTimeMillis();
  private long acknowledgedAt;

  ReplicationStream(ReplicaLink.Source source) throws IOException {
    try {
      socket.connect(new InetSocketAddress(source.host(), source.port()), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(SILENCE_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), CHUNK);
      codec.setAuthenticated(true);
      greet(source);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Ends what waits for the source. Any thread. */
  void interrupt() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  long heardAt() {
    return heardAt;
  }

  // ---- handshake

  private void greet(ReplicaLink.Source source) throws IOException {
    if (!source.password().isEmpty()) {
      require(
          source.user().isEmpty()
              ? call("AUTH", source.password())
              : call("AUTH", source.user(), source.password()));
    }
    require(call("PING"));
    require(call("REPLCONF", "listening-port", "0"));
    require(call("REPLCONF", "capa", "eof", "capa", "psync2"));
  }

  private static void require(String answer) throws IOException {
    if (answer.startsWith("-")) {
      throw new IOException("the source answers " + answer.substring(1));
    }
  }

  private String call(String... words) throws IOException {
    send(List.of(words));
    return line();
  }

  private void send(List<String> words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.UTF_8));
    for (String word : words) {
      byte[] text = word.getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(("$" + text.length + "\r\n").getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(text);
      bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    socket.getOutputStream().write(bytes.toByteArray());
  }

  /** The next line; empty ones only say that the source is alive. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() < LONGEST_LINE) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the source has ended the connection");
      }
      if (next == '\n' && line.size() > 0) {
        return line.toString(StandardCharsets.UTF_8);
      }
      if (next != '\n' && next != '\r') {
        line.write(next);
      }
    }
    throw new IOException("the source sends a line without end");
  }

  /**
   * Asks for the stream from a place on; for all when that is 0.
   *
   * @return FULLRESYNC or CONTINUE with what follows, or an error
   */
  String begin(String history, long from) throws IOException {
    String answer = call("PSYNC", history, from <= 0 ? "-1" : Long.toString(from));
    return answer.startsWith("+") ? answer.substring(1) : answer;
  }

  // ---- the copy

  /** What reads a dump. */
  interface Loading {
    void load(InputStream dump) throws IOException;
  }

  /** Waits until the copy begins; answers its length, −1 when the source does not know it. */
  long beginCopy() throws IOException {
    String head = line();
    if (head.startsWith("$EOF:")) {
      mark = head.substring("$EOF:".length()).getBytes(StandardCharsets.US_ASCII);
      if (mark.length != MARK) {
        throw new IOException("the source's copy begins with " + head);
      }
      return -1;
    }
    if (!head.matches("\\$\\d{1,18}")) {
      throw new IOException("the source answers " + head);
    }
    return Long.parseLong(head.substring(1));
  }

  /** Hands the copy over; the reader stops at its end. */
  void copy(Loading loading, LongConsumer progress) throws IOException {
    InputStream counted =
        new FilterInputStream(in) {
          private long count;

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
              count += read;
              progress.accept(count);
            }
            return read;
          }
        };
    loading.load(counted);
    if (mark.length > 0 && !java.util.Arrays.equals(in.readNBytes(mark.length), mark)) {
      throw new IOException("the source's copy ends otherwise than it said");
    }
    heardAt = System.currentTimeMillis();
  }

  // ---- the commands

  /**
   * Waits for commands, a second at most, and applies those that are whole.
   *
   * @param offset what the source is told has come before
   * @return how many bytes of the stream they were
   */
  long next(Consumer<RedisRequest> apply, long offset) throws IOException {
    socket.setSoTimeout(ACKNOWLEDGE_MILLIS);
    long now = System.currentTimeMillis();
    if (now - acknowledgedAt >= ACKNOWLEDGE_MILLIS) {
      acknowledge(offset);
    }
    byte[] chunk = new byte[CHUNK];
    try {
      int read = in.read(chunk);
      if (read < 0) {
        throw new EOFException("the source has ended the connection");
      }
      commands.writeBytes(chunk, 0, read);
      heardAt = System.currentTimeMillis();
    } catch (SocketTimeoutException e) {
      if (now - heardAt > SILENCE_MILLIS) {
        throw new IOException("the source has been silent for a minute", e);
      }
    }
    long consumed = 0;
    try {
      int before = commands.readableBytes();
      while (codec.read(commands, request)) {
        consumed += before - commands.readableBytes();
        before = commands.readableBytes();
        if (request.argument(0).isWord("REPLCONF")) {
          acknowledge(offset + consumed);
        } else {
          apply.accept(request);
        }
      }
    } catch (RedisError e) {
      throw new IOException("the source's stream is broken: " + e.getMessage(), e);
    }
    commands.discardReadBytes();
    return consumed;
  }

  private void acknowledge(long offset) throws IOException {
    acknowledgedAt = System.currentTimeMillis();
    send(List.of("REPLCONF", "ACK", Long.toString(offset)));
  }

  @Override
  public void close() throws IOException {
    commands.release();
    socket.close();
  }
}
