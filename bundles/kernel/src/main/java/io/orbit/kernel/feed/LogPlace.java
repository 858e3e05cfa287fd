package io.orbit.kernel.feed;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.FeedPosition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link FeedPosition}, read. Its text is {@code LOG-COMMIT-ENTRY-BACK} in hexadecimal digits, of
 * which the first three have a fixed width, so that texts of one log sort as places do.
 *
 * @param log the log's identity
 * @param commit commits before this log position are passed over
 * @param entry and so many entries of the commit that begins exactly there
 * @param from where reading has to begin to see all chunks of the commits that follow
 */
record LogPlace(long log, long commit, int entry, long from) {
  private static final Pattern TEXT =
      Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{8})-([0-9a-f]{1,15})");

  static LogPlace parse(FeedPosition position) {
    Matcher text = TEXT.matcher(position.text());
    if (!text.matches() || text.group(2).charAt(0) > '7' || text.group(3).charAt(0) > '7') {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "\"" + position.text() + "\" is no position of a change feed");
    }
    long commit = hex(text.group(2));
    return new LogPlace(
        hex(text.group(1)), commit, (int) hex(text.group(3)), commit - hex(text.group(4)));
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }

  FeedPosition position() {
    return new FeedPosition("%016x-%016x-%08x-%x".formatted(log, commit, entry, commit - from));
  }
}
