package io.orbit.api.value.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in nanoseconds as {@code 1h30m5s20ms}: units h, m, s, ms, us, ns, largest first. */
final class DurationText {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-])?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+)s)?(?:(\\d+)ms)?"
              + "(?:(\\d+)(?:us|\u00b5s))?(?:(\\d+)ns)?");
  private static final long[] NANOS = {
    86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
  };
  private static final String[] UNITS = {"d", "h", "m", "s", "ms", "us", "ns"};

  private DurationText() {}

  static Long parse(String text) {
    String trimmed = FloatText.trim(text);
    Matcher matcher = FORM.matcher(trimmed);
    if (!matcher.matches() || trimmed.isEmpty() || !Character.isLetter(last(trimmed))) {
      throw TextErrors.invalidSyntax("duration", text);
    }
    try {
      long total = 0;
      boolean negative = "-".equals(matcher.group(1));
      for (int i = 0; i < NANOS.length; i++) {
        String digits = matcher.group(i + 2);
        if (digits != null) {
          long part = Math.multiplyExact(Long.parseLong(digits), NANOS[i]);
          total = negative ? Math.subtractExact(total, part) : Math.addExact(total, part);
        }
      }
      return total;
    } catch (ArithmeticException | NumberFormatException e) {
      throw TextErrors.outOfRange("duration", text);
    }
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }

  static String format(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    StringBuilder out = new StringBuilder();
    long rest = nanos;
    for (int i = 1; i < NANOS.length; i++) {
      long part = rest / NANOS[i];
      if (part != 0) {
        if (nanos < 0 && out.isEmpty()) {
          out.append('-');
        }
        out.append(Math.abs(part)).append(UNITS[i]);
        rest %= NANOS[i];
      }
    }
    return out.toString();
  }
}
