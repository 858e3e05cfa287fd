package io.orbit.api.value.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of PostgreSQL's date and time input and what they mean. Words are compared by their
 * first ten characters, as PostgreSQL does.
 */
final class DateTimeWords {
  private static final int SIGNIFICANT = 10;

  private DateTimeWords() {}

  enum Kind {
    MONTH,
    DAY_OF_WEEK,
    ZONE,
    ERA,
    MERIDIAN,
    NOW,
    TODAY,
    TOMORROW,
    YESTERDAY,
    ALL_BALLS,
    EPOCH,
    INFINITY,
    NEGATIVE_INFINITY,
    IGNORED,
    JULIAN,
    ISO_TIME,
    DAYLIGHT
  }

  /** A word's meaning: its kind and a number (month, seconds east of UTC, 1 for BC and PM). */
  record Word(Kind kind, int value) {}

  /** Units of an interval. */
  enum Unit {
    MICROSECOND,
    MILLISECOND,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM,
    AGO,
    IGNORED
  }

  private static final Map<String, Word> WORDS = new HashMap<>();
  private static final Set<String> ISO_UNITS = Set.of("y", "m", "d", "h", "mm", "s");
  private static final Map<String, Unit> UNITS = new HashMap<>();

  static {
    String[] months = {
      "january",
      "february",
      "march",
      "april",
      "may",
      "june",
      "july",
      "august",
      "september",
      "october",
      "november",
      "december"
    };
    for (int i = 0; i < 12; i++) {
      words(Kind.MONTH, i + 1, months[i], months[i].substring(0, 3));
    }
    words(Kind.MONTH, 9, "sept");
    words(
        Kind.DAY_OF_WEEK,
        0,
        "sunday sun monday mon tuesday tue tues wednesday wed weds thursday thu thur thurs friday"
            .concat(" fri saturday sat")
            .split(" "));
    words(Kind.ERA, 1, "bc");
    words(Kind.ERA, 0, "ad");
    words(Kind.MERIDIAN, 0, "am");
    words(Kind.MERIDIAN, 1, "pm");
    words(Kind.NOW, 0, "now");
    words(Kind.TODAY, 0, "today");
    words(Kind.TOMORROW, 0, "tomorrow");
    words(Kind.YESTERDAY, 0, "yesterday");
    words(Kind.ALL_BALLS, 0, "allballs");
    words(Kind.EPOCH, 0, "epoch");
    words(Kind.INFINITY, 0, "infinity");
    words(Kind.NEGATIVE_INFINITY, 0, "-infinity");
    words(Kind.IGNORED, 0, "at", "on");
    words(Kind.JULIAN, 0, "j", "jd", "julian");
    words(Kind.ISO_TIME, 0, "t");
    words(Kind.DAYLIGHT, 3600, "dst");
    zones(0, "utc", "z", "zulu", "gmt", "uct", "ut", "wet");
    zones(3600, "cet", "bst", "mez", "west", "met");
    zones(7200, "eet", "cest", "cetdst", "mest", "mesz", "metdst", "ist2", "sast");
    zones(10_800, "eest", "eetdst", "msk", "eat");
    zones(14_400, "msd");
    zones(7200, "ist");
    zones(18_000, "pkt", "uzt");
    zones(28_800, "awst", "hkt", "pht", "wadt", "myt");
    zones(32_400, "jst", "kst");
    zones(34_200, "acst");
    zones(37_800, "acdt");
    zones(36_000, "aest");
    zones(39_600, "aedt");
    zones(43_200, "nzst");
    zones(46_800, "nzdt");
    zones(-3_600 * 3, "adt", "brt");
    zones(-3_600 * 4, "ast", "edt");
    zones(-3_600 * 5, "est", "cdt");
    zones(-3_600 * 6, "cst", "mdt");
    zones(-3_600 * 7, "mst", "pdt");
    zones(-3_600 * 8, "pst", "akdt");
    zones(-3_600 * 9, "akst");
    zones(-3_600 * 10, "hst");
    zones(-12_600, "nst");
    zones(-9_000, "ndt");
    units(Unit.MICROSECOND, "us usec usecs usecond useconds microsecon".split(" "));
    units(Unit.MILLISECOND, "ms msec msecs mseconds millisecon".split(" "));
    units(Unit.SECOND, "s sec secs second seconds".split(" "));
    units(Unit.MINUTE, "m min mins minute minutes".split(" "));
    units(Unit.HOUR, "h hr hrs hour hours".split(" "));
    units(Unit.DAY, "d day days".split(" "));
    units(Unit.WEEK, "w week weeks".split(" "));
    units(Unit.MONTH, "mon mons month months".split(" "));
    units(Unit.YEAR, "y yr yrs year years".split(" "));
    units(Unit.DECADE, "dec decs decade decades".split(" "));
    units(Unit.CENTURY, "c cent century centuries".split(" "));
    units(Unit.MILLENNIUM, "mil mils millennia millennium".split(" "));
    units(Unit.AGO, "ago");
    units(Unit.IGNORED, "@");
  }

  private static void words(Kind kind, int value, String... names) {
    for (String name : names) {
      WORDS.put(significant(name), new Word(kind, value));
    }
  }

  private static void zones(int seconds, String... names) {
    words(Kind.ZONE, seconds, names);
  }

  private static void units(Unit unit, String... names) {
    for (String name : names) {
      UNITS.put(significant(name), unit);
    }
  }

  private static String significant(String word) {
    return word.length() <= SIGNIFICANT ? word : word.substring(0, SIGNIFICANT);
  }

  /** The meaning of a lower-case word in a date or time, null for none. */
  static @Nullable Word word(String word) {
    return WORDS.get(significant(word));
  }

  /** Whether a word is complete before a digit: a word of dates or a one-letter unit. */
  static boolean isKnown(String word) {
    return word(word) != null || ISO_UNITS.contains(word);
  }

  /** The unit that a lower-case word names in an interval, null for none. */
  static @Nullable Unit unit(String word) {
    return UNITS.get(significant(word));
  }
}
