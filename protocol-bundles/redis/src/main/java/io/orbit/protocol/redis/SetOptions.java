package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Strings.Expiry;
import io.orbit.api.keyspace.Strings.Presence;
import org.jspecify.annotations.Nullable;

/**
 * The options of SET and GETEX (t_string.c, parseExtendedStringArgumentsOrReply).
 *
 * @param expiresAt milliseconds since 1970, for {@link Expiry#AT}
 */
record SetOptions(Presence presence, Expiry expiry, long expiresAt, boolean answersPrevious) {

  static SetOptions forSet(RedisRequest request, long now) {
    Parser parser = new Parser(request, "set", true);
    parser.parse(3);
    return parser.options(Expiry.NONE, now);
  }

  /** Checks the words only: Redis looks for the key before it judges the time. */
  static void checkGetEx(RedisRequest request) {
    new Parser(request, "getex", false).parse(2);
  }

  static SetOptions forGetEx(RedisRequest request, long now) {
    Parser parser = new Parser(request, "getex", false);
    parser.parse(2);
    return parser.options(Expiry.KEEP, now);
  }

  private static final class Parser {
    private final RedisRequest request;
    private final String command;
    private final boolean sets;
    private Presence presence = Presence.ANY;
    private boolean answersPrevious;
    private boolean keeps;
    private boolean persists;
    private @Nullable ByteRange time;
    private boolean seconds;
    private boolean absolute;

    Parser(RedisRequest request, String command, boolean sets) {
      this.request = request;
      this.command = command;
      this.sets = sets;
    }

    void parse(int first) {
      for (int i = first; i < request.size(); i++) {
        ByteRange word = request.argument(i);
        if (sets && word.isWord("NX") && presence == Presence.ANY) {
          presence = Presence.ABSENT;
        } else if (sets && word.isWord("XX") && presence == Presence.ANY) {
          presence = Presence.PRESENT;
        } else if (sets && word.isWord("GET")) {
          answersPrevious = true;
        } else if (sets && word.isWord("KEEPTTL") && time == null) {
          keeps = true;
        } else if (!sets && word.isWord("PERSIST") && time == null) {
          persists = true;
        } else if (isTime(i)) {
          i++;
        } else if (!isRepeated(word)) {
          throw RedisError.syntax();
        }
      }
    }

    /** NX after NX and XX after XX change nothing. */
    private boolean isRepeated(ByteRange word) {
      return sets
          && (word.isWord("NX") && presence == Presence.ABSENT
              || word.isWord("XX") && presence == Presence.PRESENT);
    }

    private boolean isTime(int index) {
      ByteRange word = request.argument(index);
      boolean known = true;
      boolean inSeconds = false;
      boolean point = false;
      if (word.isWord("EX")) {
        inSeconds = true;
      } else if (word.isWord("EXAT")) {
        inSeconds = true;
        point = true;
      } else if (word.isWord("PXAT")) {
        point = true;
      } else {
        known = word.isWord("PX");
      }
      if (!known) {
        return false;
      }
      if (keeps || persists || time != null || index + 1 >= request.size()) {
        throw RedisError.syntax();
      }
      time = request.argument(index + 1);
      seconds = inSeconds;
      absolute = point;
      return true;
    }

    SetOptions options(Expiry otherwise, long now) {
      ByteRange given = time;
      if (given != null) {
        long at = ExpiryTimes.positive(given, seconds, absolute ? 0 : now, command);
        return new SetOptions(presence, Expiry.AT, at, answersPrevious);
      }
      Expiry expiry = keeps ? Expiry.KEEP : persists ? Expiry.NONE : otherwise;
      return new SetOptions(presence, expiry, 0, answersPrevious);
    }
  }
}
