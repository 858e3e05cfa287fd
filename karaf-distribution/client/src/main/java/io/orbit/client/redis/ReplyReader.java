package io.orbit.client.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads replies of RESP2 and RESP3 (the protocol's specification at redis.io). The drivers for the
 * JVM give a reply's value without its kind, which a command line has to show: {@code OK} is no
 * {@code "OK"}.
 */
final class ReplyReader {
  private static final int MOST_DEPTH = 128;
  private static final int VERBATIM_HEAD = 4;
  private static final int ROOM = 1024;

  private final InputStream input;

  ReplyReader(InputStream input) {
    this.input = new BufferedInputStream(input, 1 << 16);
  }

  /** Waits for the next reply. */
  Reply read() throws IOException {
    return read(0);
  }

  private Reply read(int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new StreamCorruptedException("the reply is nested too deeply");
    }
    int kind = input.read();
    return switch (kind) {
      case '+' -> new Reply.Status(line());
      case '-' -> new Reply.Failure(line());
      case ':' -> new Reply.Whole(number());
      case ',' -> new Reply.Decimal(line());
      case '(' -> new Reply.Big(line());
      case '#' -> new Reply.Truth(line().equals("t"));
      case '_' -> {
        line();
        yield new Reply.Nil();
      }
      case '$', '=', '!' -> bulk(kind);
      case '*', '~', '%', '>' -> aggregate(kind, depth);
      case '|' -> { // attributes stand before the reply that they belong to
        aggregate('%', depth);
        yield read(depth + 1);
      }
      case -1 -> throw new EOFException("the server closed the connection");
      default -> throw new StreamCorruptedException("this is no reply of Redis: " + (char) kind);
    };
  }

  private Reply bulk(int kind) throws IOException {
    long length = number();
    if (length < 0) {
      return new Reply.Nil();
    }
    byte[] bytes = input.readNBytes(Math.toIntExact(length));
    if (bytes.length < length || input.readNBytes(2).length < 2) {
      throw new EOFException("the server closed the connection in the middle of a reply");
    }
    return switch (kind) {
      case '!' -> new Reply.Failure(new String(bytes, StandardCharsets.UTF_8));
      case '=' ->
          new Reply.Verbatim(
              Arrays.copyOfRange(bytes, Math.min(VERBATIM_HEAD, bytes.length), bytes.length));
      default -> new Reply.Bulk(bytes);
    };
  }

  private Reply aggregate(int kind, int depth) throws IOException {
    long count = number();
    if (count < 0) {
      return new Reply.Nil();
    }
    long all = kind == '%' ? 2 * count : count;
    List<Reply> elements = new ArrayList<>((int) Math.min(all, ROOM));
    for (long at = 0; at < all; at++) {
      elements.add(read(depth + 1));
    }
    return switch (kind) {
      case '~' -> new Reply.Distinct(elements);
      case '%' -> new Reply.Pairs(elements);
      case '>' -> new Reply.Push(elements);
      default -> new Reply.Sequence(elements);
    };
  }

  private long number() throws IOException {
    String text = line();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notOne) {
      throw new StreamCorruptedException("this is no number of a reply: " + text);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int sign;
    while ((sign = input.read()) != '\r') {
      if (sign < 0) {
        throw new EOFException("the server closed the connection in the middle of a reply");
      }
      bytes.write(sign);
    }
    input.read();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
