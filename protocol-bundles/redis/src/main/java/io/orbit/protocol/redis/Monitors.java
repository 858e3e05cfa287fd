package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who is shown every command that runs. Thread-safe. */
final class Monitors {
  private static final String REDACTED = "\"(redacted)\"";

  private final Set<RedisClient> all = ConcurrentHashMap.newKeySet();

  /** Whether there is anybody: all that a command asks where there is not. */
  private volatile boolean watching;

  synchronized void add(RedisClient client) {
    all.add(client);
    watching = true;
  }

  synchronized void remove(RedisClient client) {
    if (all.remove(client)) {
      watching = !all.isEmpty();
    }
  }

  boolean contains(RedisClient client) {
    return all.contains(client);
  }

  /** Shows a command that has run; those that administer the server are not shown. */
  void show(RedisClient client, RedisCommand command, RedisRequest request) {
    if (watching) {
      String address = client.connection() == null ? "other" : ClientReport.remote(client);
      show(client, command, request, address);
    }
  }

  /** Shows a command that a script has called. */
  void showScripted(RedisClient client, RedisCommand command, RedisRequest request) {
    if (watching) {
      show(client, command, request, "lua");
    }
  }

  private void show(
      RedisClient client, RedisCommand command, RedisRequest request, String address) {
    if (!command.is(CommandFlag.ADMIN)) {
      String line = line(client, command, request, address);
      all.forEach(each -> each.tell(line));
    }
  }

  private static String line(
      RedisClient client, RedisCommand command, RedisRequest request, String address) {
    Instant now = Instant.now();
    int database = client.isAuthenticated() ? client.keyspace().selected() : 0;
    StringBuilder line = new StringBuilder();
    line.append(
        "%d.%06d [%d %s]".formatted(now.getEpochSecond(), now.getNano() / 1000, database, address));
    int secret = firstSecret(command, request);
    for (int i = 0; i < request.size(); i++) {
      line.append(' ');
      if (i >= secret) {
        line.append(REDACTED);
      } else {
        append(line, request.argument(i));
      }
    }
    return line.toString();
  }

  /** Index of the first argument that nobody is shown. */
  private static int firstSecret(RedisCommand command, RedisRequest request) {
    if (command.name().equals("AUTH")) {
      return 1;
    }
    for (int i = 1; command.name().equals("HELLO") && i < request.size(); i++) {
      if (request.argument(i).isWord("AUTH")) {
        return i + 1;
      }
    }
    return request.size();
  }

  private static void append(StringBuilder line, ByteRange word) {
    line.append('"');
    for (int i = 0; i < word.length(); i++) {
      int letter = word.byteAt(i) & 0xff;
      switch (letter) {
        case '"', '\\' -> line.append('\\').append((char) letter);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        case 7 -> line.append("\\a");
        case '\b' -> line.append("\\b");
        default -> {
          if (letter >= ' ' && letter <= '~') {
            line.append((char) letter);
          } else {
            line.append("\\x%02x".formatted(letter));
          }
        }
      }
    }
    line.append('"');
  }
}
