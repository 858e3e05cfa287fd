package io.orbit.client.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replies with their kinds, as redis-cli shows them at a terminal. */
final class ReplyText {
  private ReplyText() {}

  /** The reply with a line break at its end. */
  static String of(Reply reply) {
    StringBuilder text = new StringBuilder();
    append(reply, "", text);
    return text.toString();
  }

  private static void append(Reply reply, String indent, StringBuilder text) {
    switch (reply) {
      case Reply.Status(String status) -> text.append(status).append('\n');
      case Reply.Failure(String message) -> text.append("(error) ").append(message).append('\n');
      case Reply.Whole(long value) -> text.append("(integer) ").append(value).append('\n');
      case Reply.Decimal(String value) -> text.append("(double) ").append(value).append('\n');
      case Reply.Big(String value) -> text.append("(bignum) ").append(value).append('\n');
      case Reply.Truth(boolean value) -> text.append(value ? "(true)\n" : "(false)\n");
      case Reply.Nil() -> text.append("(nil)\n");
      case Reply.Bulk(byte[] bytes) -> text.append(quote(bytes)).append('\n');
      case Reply.Verbatim(byte[] bytes) -> {
        String verbatim = new String(bytes, StandardCharsets.UTF_8);
        text.append(verbatim).append(verbatim.endsWith("\n") ? "" : "\n");
      }
      case Reply.Sequence(List<Reply> all) -> elements(all, ")", "(empty array)", indent, text);
      case Reply.Push(List<Reply> all) -> elements(all, ")", "(empty push)", indent, text);
      case Reply.Distinct(List<Reply> all) -> elements(all, "~", "(empty set)", indent, text);
      case Reply.Pairs(List<Reply> all) -> pairs(all, indent, text);
    }
  }

  private static void elements(
      List<Reply> all, String sign, String empty, String indent, StringBuilder text) {
    if (all.isEmpty()) {
      text.append(empty).append('\n');
      return;
    }
    int digits = Integer.toString(all.size()).length();
    String inner = indent + " ".repeat(digits + 2);
    for (int at = 0; at < all.size(); at++) {
      label(at, digits, sign, at == 0 ? "" : indent, text);
      append(all.get(at), inner, text);
    }
  }

  private static void pairs(List<Reply> all, String indent, StringBuilder text) {
    if (all.isEmpty()) {
      text.append("(empty hash)\n");
      return;
    }
    int digits = Integer.toString(all.size() / 2).length();
    String inner = indent + " ".repeat(digits + 2);
    for (int at = 0; at < all.size(); at += 2) {
      label(at / 2, digits, "#", at == 0 ? "" : indent, text);
      append(all.get(at), inner, text);
      text.setLength(text.length() - 1);
      text.append(" => ");
      append(all.get(at + 1), inner, text);
    }
  }

  private static void label(int at, int digits, String sign, String indent, StringBuilder text) {
    String number = Integer.toString(at + 1);
    text.append(indent).append(" ".repeat(digits - number.length())).append(number);
    text.append(sign).append(' ');
  }

  /** The bytes in double quotes; what is no printable ASCII as escapes. */
  static String quote(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 2).append('"');
    for (byte each : bytes) {
      switch (each) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case 7 -> text.append("\\a");
        case '\b' -> text.append("\\b");
        default -> {
          if (each >= ' ' && each < 0x7f) {
            text.append((char) each);
          } else {
            text.append(String.format("\\x%02x", each & 0xff));
          }
        }
      }
    }
    return text.append('"').toString();
  }
}
