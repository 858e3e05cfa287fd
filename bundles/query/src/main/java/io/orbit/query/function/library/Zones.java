package io.orbit.query.function.library;

import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Interval;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Time zones by the names that PostgreSQL takes: region names in any case, abbreviations, offsets,
 * and POSIX's {@code UTC+3}, whose sign counts west of Greenwich.
 */
final class Zones {
  private static final int MAX_OFFSET_HOURS = 18;
  private static final Pattern POSIX =
      Pattern.compile("<?([A-Za-z]{0,6}|[-+]?\\d+)>?([-+]?)(\\d{1,3})(?::(\\d\\d))?(?::(\\d\\d))?");
  private static final Map<String, ZoneId> REGIONS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    for (String name : ZoneId.getAvailableZoneIds()) {
      REGIONS.put(name, ZoneId.of(name));
    }
  }

  private Zones() {}

  static ZoneId of(String name) {
    ZoneId abbreviation = abbreviation(name);
    if (abbreviation != null) {
      return abbreviation;
    }
    ZoneId region = REGIONS.get(name);
    if (region != null) {
      return region;
    }
    Matcher posix = POSIX.matcher(name);
    if (posix.matches()) {
      int seconds =
          Integer.parseInt(posix.group(3)) * 3600
              + number(posix.group(4)) * 60
              + number(posix.group(5));
      if (seconds <= MAX_OFFSET_HOURS * 3600) {
        return offset(posix.group(2).equals("-") ? seconds : -seconds);
      }
    }
    throw unknown(name);
  }

  private static int number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  static OrbitException unknown(String name) {
    return Failures.invalid("time zone \"" + name + "\" not recognized");
  }

  static ZoneId of(Interval interval) {
    return offset(DateTimeFunctions.offsetSeconds(interval));
  }

  private static ZoneOffset offset(int seconds) {
    try {
      return ZoneOffset.ofTotalSeconds(seconds);
    } catch (DateTimeException tooFar) {
      throw Failures.invalid("time zone displacement out of range");
    }
  }

  /** EST, CEST, UTC …: what the input of times understands beyond numbers. */
  private static @org.jspecify.annotations.Nullable ZoneId abbreviation(String name) {
    String folded = name.strip().toLowerCase(Locale.ROOT);
    if (folded.isEmpty() || folded.length() > 6 || !folded.chars().allMatch(Character::isLetter)) {
      return null;
    }
    try {
      Object time =
          ValueText.parse("2000-01-01 00:00:00 " + folded, DataType.TIMETZ, TextContext.UTC);
      return offset(((TimeWithZone) time).offsetSeconds());
    } catch (OrbitException notAnAbbreviation) {
      return null;
    }
  }
}
