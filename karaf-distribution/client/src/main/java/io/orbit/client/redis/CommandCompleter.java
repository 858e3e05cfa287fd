package io.orbit.client.redis;

import io.orbit.client.ClientException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes the names of the commands that the server has, each with what it says of it. */
final class CommandCompleter implements Completer, AutoCloseable {
  private volatile TreeMap<String, String> summaries = new TreeMap<>();
  private volatile boolean closed;

  /** Asks the server in the background, by a connection of its own. */
  void load(Supplier<RedisConnection> connector) {
    Thread.ofPlatform().daemon().name("orbit-commands").start(() -> read(connector));
  }

  private void read(Supplier<RedisConnection> connector) {
    if (closed) {
      return;
    }
    try (RedisConnection connection = connector.get()) {
      summaries = summaries(connection.ask(List.of("COMMAND", "DOCS")));
    } catch (IOException | ClientException failure) {
      return; // completion goes on with what it knows
    }
  }

  /** Name and summary of every command in a reply to COMMAND DOCS. */
  static TreeMap<String, String> summaries(Reply docs) {
    TreeMap<String, String> found = new TreeMap<>();
    if (docs instanceof Reply.Pairs(List<Reply> all)) {
      for (int at = 0; at + 1 < all.size(); at += 2) {
        found.put(PlainReply.value(all.get(at)), summary(all.get(at + 1)));
      }
    }
    return found;
  }

  private static String summary(Reply facts) {
    if (facts instanceof Reply.Pairs(List<Reply> all)) {
      for (int at = 0; at + 1 < all.size(); at += 2) {
        if (PlainReply.value(all.get(at)).equals("summary")) {
          return PlainReply.value(all.get(at + 1));
        }
      }
    }
    return "";
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    boolean help = line.wordIndex() == 1 && line.words().getFirst().equalsIgnoreCase("help");
    if (line.wordIndex() != 0 && !help) {
      return;
    }
    String begun = line.word().substring(0, Math.min(line.wordCursor(), line.word().length()));
    String lower = begun.toLowerCase(Locale.ROOT);
    boolean small = !begun.isEmpty() && begun.equals(lower);
    summaries
        .subMap(lower, true, lower + Character.MAX_VALUE, true)
        .forEach(
            (name, summary) ->
                candidates.add(
                    new Candidate(
                        small ? name : name.toUpperCase(Locale.ROOT),
                        name.toUpperCase(Locale.ROOT),
                        null,
                        summary,
                        null,
                        null,
                        true)));
  }

  @Override
  public void close() {
    closed = true;
  }
}
