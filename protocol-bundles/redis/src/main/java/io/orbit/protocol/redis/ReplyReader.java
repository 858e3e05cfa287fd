package io.orbit.protocol.redis;

import io.orbit.api.keyspace.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads a whole reply, as {@link RedisReply} writes it, into a tree. */
final class ReplyReader {
  private static final int FORM = 3;

  private final byte[] bytes;
  private final int end;
  private int at;

  ReplyReader(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  Reply read() {
    byte type = bytes[at++];
    return switch (type) {
      case '+' -> new Reply.Simple(line());
      case '-' -> new Reply.Failure(line());
      case ':' -> new Reply.Whole(Long.parseLong(line()));
      case ',' -> new Reply.Floating(number(line()));
      case '_' -> {
        line();
        yield new Reply.Nothing();
      }
      case '#' -> new Reply.Truth(line().equals("t"));
      case '(' -> new Reply.Big(line());
      case '$' -> bulk();
      case '=' -> verbatim();
      case '*' -> sequence();
      case '~' -> new Reply.Distinct(elements());
      case '%' -> table();
      default -> throw new IllegalStateException("no reply begins with " + (char) type);
    };
  }

  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private String line() {
    int start = at;
    while (at < end && bytes[at] != '\r') {
      at++;
    }
    String line = new String(bytes, start, at - start, StandardCharsets.UTF_8);
    at += 2;
    return line;
  }

  private Reply bulk() {
    int length = Integer.parseInt(line());
    if (length < 0) {
      return new Reply.Nothing();
    }
    Reply value = new Reply.Bulk(Arrays.copyOfRange(bytes, at, at + length));
    at += length + 2;
    return value;
  }

  private Reply verbatim() {
    int length = Integer.parseInt(line());
    String form = new String(bytes, at, FORM, StandardCharsets.US_ASCII);
    Reply value = new Reply.Verbatim(form, Arrays.copyOfRange(bytes, at + FORM + 1, at + length));
    at += length + 2;
    return value;
  }

  private Reply sequence() {
    if (bytes[at] == '-') {
      String ignored = line();
      return new Reply.NoSequence();
    }
    return new Reply.Sequence(elements());
  }

  private List<Reply> elements() {
    int size = Integer.parseInt(line());
    List<Reply> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(read());
    }
    return List.copyOf(elements);
  }

  private Reply table() {
    int size = Integer.parseInt(line());
    List<Map.Entry<Reply, Reply>> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Reply key = read();
      entries.add(Map.entry(key, read()));
    }
    return new Reply.Table(List.copyOf(entries));
  }
}
