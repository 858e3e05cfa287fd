package io.orbit.protocol.redis;

import io.orbit.api.keyspace.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads a whole RESP3 reply, as {@link RedisReply} writes it, into a tree. */
final class ReplyReader {
  private static final int VERBATIM_PREFIX = 4;

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
      case '$' -> bulk(0);
      case '=' -> bulk(VERBATIM_PREFIX);
      case '*' -> new Reply.Sequence(elements());
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

  private Reply bulk(int skipped) {
    int length = Integer.parseInt(line());
    Reply value = new Reply.Bulk(Arrays.copyOfRange(bytes, at + skipped, at + length));
    at += length + 2;
    return value;
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
