package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandFailure;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call's words, which the module looks up by what stands before them, wherever that is. */
final class Words {
  static final int NONE = -1;

  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private Words() {}

  static CommandFailure error(String message) {
    return new CommandFailure("ERR TSDB: " + message);
  }

  static CommandFailure wrongArguments(CommandCall call) {
    return CommandFailure.wrongArguments(call.word(0).toLowerCase(java.util.Locale.ROOT));
  }

  /** Where a word stands, in any case of letters; {@link #NONE}. */
  static int find(CommandCall call, String upper) {
    return find(call, upper, 1);
  }

  static int find(CommandCall call, String upper, int from) {
    for (int i = from; i < call.size(); i++) {
      if (call.argument(i).isWord(upper)) {
        return i;
      }
    }
    return NONE;
  }

  /** A whole number as Redis reads it. */
  static @Nullable Long whole(String word) {
    if (!WHOLE.matcher(word).matches()) {
      return null;
    }
    try {
      return Long.valueOf(word);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static long whole(CommandCall call, int index, String error) {
    Long value = index < call.size() ? whole(call.word(index)) : null;
    if (value == null) {
      throw error(error);
    }
    return value;
  }

  /** A number that is not negative; null for another word. */
  static @Nullable Long time(String word) {
    Long value = whole(word);
    return value == null || value < 0 ? null : value;
  }

  static long time(CommandCall call, int index, String error) {
    Long value = index < call.size() ? time(call.word(index)) : null;
    if (value == null) {
      throw error(error);
    }
    return value;
  }

  /** A sample's value, written as JSON writes numbers. */
  static double value(ByteRange word) {
    String text = word.latin1();
    double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw error("invalid value");
    }
    return value;
  }

  /** A number as Redis reads them. */
  static double number(CommandCall call, int index, String error) {
    if (index >= call.size()) {
      throw error(error);
    }
    String text = call.word(index);
    try {
      double value =
          switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
          };
      if (!Double.isNaN(value) && !text.isBlank() && !Character.isWhitespace(text.charAt(0))) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw error(error);
    }
    throw error(error);
  }
}
