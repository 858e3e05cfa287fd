package io.orbit.kernel.audit;

import io.orbit.api.ops.AuditLog.Entry;
import io.orbit.api.ops.AuditLog.Event;
import io.orbit.api.value.JsonTree;
import io.orbit.api.value.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/**
 * Entries as lines of a file.
 *
 * @param body the line up to the hash, which is over it
 */
record AuditLine(Entry entry, String body) {
  /** The hash before the first entry. */
  static final String NO_HASH = "0".repeat(64);

  private static final String HASH = ", \"hash\": \"";
  private static final String END = "\"}";

  /** The line of an event that follows the entry with a hash. */
  static AuditLine of(long number, long time, Event event, String previous) {
    StringBuilder text = new StringBuilder(256);
    text.append("{\"number\": ").append(number);
    member(text, "time", Instant.ofEpochMilli(time).toString());
    member(text, "user", event.user());
    member(text, "protocol", event.protocol());
    member(text, "from", event.remoteAddress());
    member(text, "action", event.action());
    member(text, "object", event.object());
    text.append(", \"allowed\": ").append(event.allowed());
    member(text, "detail", event.detail());
    String body = text.toString();
    return new AuditLine(new Entry(number, time, event, hash(previous, body)), body);
  }

  private static void member(StringBuilder text, String name, String value) {
    text.append(", \"").append(name).append("\": ");
    JsonText.quote(value, text);
  }

  /** With its line feed. */
  String text() {
    return body + HASH + entry.hash() + END + "\n";
  }

  /** Whether it is what was written behind the entry with that hash. */
  boolean follows(String previous) {
    return entry.hash().equals(hash(previous, body));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is none
   */
  static AuditLine parse(String line) {
    int end = line.lastIndexOf(HASH);
    if (end < 0 || !(JsonTree.parse(line) instanceof Map<?, ?> members)) {
      throw new IllegalArgumentException("no entry: " + line);
    }
    try {
      Event event =
          new Event(
              text(members, "user"),
              text(members, "protocol"),
              text(members, "from"),
              text(members, "action"),
              text(members, "object"),
              Boolean.TRUE.equals(members.get("allowed")),
              text(members, "detail"));
      long number = Long.parseLong(String.valueOf(members.get("number")));
      long time = Instant.parse(text(members, "time")).toEpochMilli();
      return new AuditLine(
          new Entry(number, time, event, text(members, "hash")), line.substring(0, end));
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException("no time: " + line, malformed);
    }
  }

  private static String text(Map<?, ?> members, String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is missing");
  }

  private static String hash(String previous, String body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(previous.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      return HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
