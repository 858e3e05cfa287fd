package io.orbit.kernel.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as PostgreSQL's settings write them: a number of milliseconds, or with a unit. */
final class DurationText {
  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,15})\\s*(us|ms|s|min|h|d)?\\s*");

  private DurationText() {}

  /**
   * @param text null for a setting that is not there
   * @return milliseconds, 0 for none
   * @throws OrbitException INVALID_PARAMETER_VALUE
   */
  static long millis(String setting, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "invalid value for parameter \"" + setting + "\": \"" + text + "\"")
          .withHint(
              "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and"
                  + " \"d\".");
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
    return switch (unit) {
      case "us" -> TimeUnit.MICROSECONDS.toMillis(number + 500);
      case "s" -> TimeUnit.SECONDS.toMillis(number);
      case "min" -> TimeUnit.MINUTES.toMillis(number);
      case "h" -> TimeUnit.HOURS.toMillis(number);
      case "d" -> TimeUnit.DAYS.toMillis(number);
      default -> number;
    };
  }
}
