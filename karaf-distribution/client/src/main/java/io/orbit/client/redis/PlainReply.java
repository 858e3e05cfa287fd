package io.orbit.client.redis;

import io.orbit.client.output.CsvFormat;
import io.orbit.client.output.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replies for other programs: values without their kinds. */
final class PlainReply {
  private PlainReply() {}

  /** A value a line, as redis-cli does when its output is no terminal. */
  static byte[] plain(Reply reply) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    plain(reply, bytes);
    return bytes.toByteArray();
  }

  private static void plain(Reply reply, ByteArrayOutputStream out) {
    List<Reply> elements = elements(reply);
    if (elements == null) {
      byte[] text = value(reply).getBytes(StandardCharsets.UTF_8);
      out.writeBytes(reply instanceof Reply.Bulk(byte[] bytes) ? bytes : text);
      out.write('\n');
    } else {
      elements.forEach(element -> plain(element, out));
    }
  }

  /** All values in one line. */
  static void csv(Reply reply, Appendable out) throws IOException {
    List<@Nullable String> values = new ArrayList<>();
    flatten(reply, values);
    CsvFormat.line(values, out);
  }

  private static void flatten(Reply reply, List<@Nullable String> values) {
    List<Reply> elements = elements(reply);
    if (elements == null) {
      values.add(reply instanceof Reply.Nil ? null : value(reply));
    } else {
      elements.forEach(element -> flatten(element, values));
    }
  }

  /** JSON; maps are objects, bytes that are no UTF-8 have replacement characters. */
  static String json(Reply reply) {
    return switch (reply) {
      case Reply.Whole(long value) -> Long.toString(value);
      case Reply.Big(String text) -> text;
      case Reply.Decimal(String text) -> JsonText.isNumber(text) ? text : JsonText.quote(text);
      case Reply.Truth(boolean value) -> Boolean.toString(value);
      case Reply.Nil() -> "null";
      case Reply.Failure(String message) -> "{\"error\": " + JsonText.quote(message) + "}";
      case Reply.Pairs(List<Reply> all) -> {
        List<String> members = new ArrayList<>();
        for (int at = 0; at < all.size(); at += 2) {
          members.add(JsonText.quote(value(all.get(at))) + ": " + json(all.get(at + 1)));
        }
        yield "{" + String.join(", ", members) + "}";
      }
      case Reply.Sequence(List<Reply> all) -> array(all);
      case Reply.Distinct(List<Reply> all) -> array(all);
      case Reply.Push(List<Reply> all) -> array(all);
      case Reply.Status _, Reply.Bulk _, Reply.Verbatim _ -> JsonText.quote(value(reply));
    };
  }

  private static String array(List<Reply> all) {
    return "[" + String.join(", ", all.stream().map(PlainReply::json).toList()) + "]";
  }

  private static @Nullable List<Reply> elements(Reply reply) {
    return switch (reply) {
      case Reply.Sequence(List<Reply> all) -> all;
      case Reply.Distinct(List<Reply> all) -> all;
      case Reply.Pairs(List<Reply> all) -> all;
      case Reply.Push(List<Reply> all) -> all;
      case Reply.Status _,
          Reply.Failure _,
          Reply.Whole _,
          Reply.Bulk _,
          Reply.Verbatim _,
          Reply.Decimal _,
          Reply.Big _,
          Reply.Truth _,
          Reply.Nil _ ->
          null;
    };
  }

  static String value(Reply reply) {
    return switch (reply) {
      case Reply.Status(String text) -> text;
      case Reply.Failure(String message) -> message;
      case Reply.Whole(long value) -> Long.toString(value);
      case Reply.Decimal(String text) -> text;
      case Reply.Big(String text) -> text;
      case Reply.Truth(boolean value) -> Boolean.toString(value);
      case Reply.Bulk(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
      case Reply.Verbatim(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
      case Reply.Nil _, Reply.Sequence _, Reply.Distinct _, Reply.Pairs _, Reply.Push _ -> "";
    };
  }
}
