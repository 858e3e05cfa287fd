package io.orbit.protocol.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of what a client has not taken yet is kept for it: {@code client-output-buffer-limit}.
 *
 * @param normal for those who are neither of the others
 * @param replica for those who follow this server: nobody can yet
 * @param pubSub for those who have subscribed to something
 */
record OutputLimits(Limit normal, Limit replica, Limit pubSub) {
  private static final int WORDS = 4;

  /** As Redis has them unless somebody sets others. */
  static final OutputLimits DEFAULT =
      new OutputLimits(
          Limit.NONE, new Limit(256L << 20, 64L << 20, 60), new Limit(32L << 20, 8L << 20, 60));

  /**
   * Of one class of clients.
   *
   * @param hard bytes beyond which a client is cut off; 0: there is no such limit
   * @param soft bytes beyond which it may be for some time only; 0: there is no such limit
   * @param seconds how long it may
   */
  record Limit(long hard, long soft, long seconds) {
    static final Limit NONE = new Limit(0, 0, 0);

    boolean isNone() {
      return hard == 0 && soft == 0;
    }

    private String text() {
      return hard + " " + soft + " " + seconds;
    }
  }

  /**
   * Changes some of the classes: {@code CLASS HARD SOFT SECONDS …}.
   *
   * @throws IllegalArgumentException with Redis' words
   */
  OutputLimits with(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      words.add(word);
    }
    if (words.size() % WORDS != 0) {
      throw new IllegalArgumentException(
          "Wrong number of arguments in buffer limit configuration.");
    }
    OutputLimits changed = this;
    for (int i = 0; i < words.size(); i += WORDS) {
      changed = changed.with(words.get(i), limit(words.subList(i + 1, i + WORDS)));
    }
    return changed;
  }

  private OutputLimits with(String kind, Limit limit) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "normal" -> new OutputLimits(limit, replica, pubSub);
      case "slave", "replica" -> new OutputLimits(normal, limit, pubSub);
      case "pubsub" -> new OutputLimits(normal, replica, limit);
      default ->
          throw new IllegalArgumentException(
              "Invalid client class specified in buffer limit configuration.");
    };
  }

  private static Limit limit(List<String> words) {
    try {
      long seconds = Long.parseLong(words.get(2));
      if (seconds >= 0) {
        return new Limit(MemorySize.parse(words.get(0)), MemorySize.parse(words.get(1)), seconds);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Error in hard, soft or soft_seconds setting in buffer limit configuration.", e);
    }
    throw new IllegalArgumentException(
        "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
  }

  /** As CONFIG GET shows it. */
  String text() {
    return "normal " + normal.text() + " slave " + replica.text() + " pubsub " + pubSub.text();
  }
}
