package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.function.library.DateTimePattern.Field;
import io.orbit.query.function.library.DateTimePattern.Part;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** to_date and to_timestamp: reads a text along a template. */
final class DateTimeReader {
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;

  private static final Set<Field> ISO_YEARS =
      Set.of(Field.ISO_YEAR_4, Field.ISO_YEAR_3, Field.ISO_YEAR_2, Field.ISO_YEAR_1);
  private static final Set<Field> YEARS =
      Set.of(Field.YEAR_4, Field.YEAR_3, Field.YEAR_2, Field.YEAR_1);

  private final String text;
  private final List<Part> parts;
  private final Map<Field, Integer> read = new EnumMap<>(Field.class);
  private int at;
  private int micros;

  /** Characters skipped beyond what the template has. */
  private int skipped;

  private int offsetSign = 1;
  private boolean hasMeridian;
  private boolean afternoon;
  private boolean beforeChrist;
  private int yearDigits;

  private DateTimeReader(String text, String template) {
    this.text = text;
    parts = DateTimePattern.parse(template).parts;
  }

  static void define(Definitions definitions) {
    definitions
        .define("to_date(text, text) date")
        .stable()
        .is((e, a) -> Times.checkedDay(new DateTimeReader(text(a, 0), text(a, 1)).readAll().day()));
    definitions
        .define("to_timestamp(text, text) timestamptz")
        .stable()
        .is(
            (e, a) ->
                new DateTimeReader(text(a, 0), text(a, 1)).readAll().instant(Contexts.zone(e)));
  }

  private static OrbitException invalid(String message) {
    return new OrbitException(ErrorCode.INVALID_DATETIME_FORMAT, message);
  }

  private OrbitException outOfRange() {
    return new OrbitException(
        ErrorCode.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
  }

  // ---- reading

  private DateTimeReader readAll() {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.field() == Field.LITERAL) {
        literal(part);
      } else {
        skipBlanks();
        if (at >= text.length()) {
          break;
        }
        field(part, i);
        if (!part.suffix().isEmpty()) {
          at = Math.min(text.length(), at + 2);
        }
        skipped = 0;
        skipBlanks();
      }
    }
    return this;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
      skipped++;
    }
  }

  /**
   * A separator stands for one separator or for none; any other character for one character,
   * whatever it is, unless more was skipped than the template has.
   */
  private void literal(Part part) {
    boolean quoted = part.number() == 1;
    for (int i = 0; i < part.written().length(); i++) {
      skipBlanks();
      char wanted = part.written().charAt(i);
      if (!quoted && isSeparator(wanted)) {
        skipped--;
        if (at < text.length() && isSeparator(text.charAt(at))) {
          at++;
          skipped++;
        }
      } else if (skipped > 0) {
        skipped--;
      } else {
        at = Math.min(text.length(), at + 1);
      }
    }
  }

  private static boolean isSeparator(char c) {
    return c > 0 && c < 127 && !Character.isLetterOrDigit(c);
  }

  private void field(Part part, int index) {
    switch (part.field()) {
      case MONTH_NAME, MONTH_SHORT -> put(part, word(DateTimeFormat.MONTHS, part, 3) + 1);
      case DAY_NAME, DAY_SHORT -> word(DateTimeFormat.DAYS, part, 3);
      case ROMAN_MONTH -> put(part, roman(part));
      case MERIDIAN, MERIDIAN_DOTTED -> {
        hasMeridian = true;
        afternoon = choice(part, "AM", "PM") == 1;
      }
      case ERA, ERA_DOTTED -> beforeChrist = choice(part, "AD", "BC") == 1;
      case MILLISECOND -> micros = fraction(3) * 1000;
      case MICROSECOND -> micros = fraction(6);
      case FRACTION -> micros = fraction(part.number()) * (int) Math.pow(10, 6 - part.number());
      case YEAR_COMMA -> yearComma(part);
      case ZONE_HOUR -> zoneHour(part);
      case ZONE, OFFSET -> zone(part);
      default -> put(part, integer(part, width(part.field()), isFollowedByDigits(index)));
    }
  }

  private void put(Part part, int value) {
    Field field = part.field();
    Field stored =
        switch (field) {
          case MONTH_NAME, MONTH_SHORT, ROMAN_MONTH -> Field.MONTH;
          case HOUR_12 -> {
            if (value < 1 || value > 12) {
              throw new OrbitException(
                      ErrorCode.INVALID_DATETIME_FORMAT,
                      "hour \"" + value + "\" is invalid for the 12-hour clock")
                  .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
            }
            yield Field.HOUR_12;
          }
          default -> field;
        };
    Integer before = read.put(stored, value);
    if (before != null && before != value) {
      throw invalid("conflicting values for \"" + part.written() + "\" field in formatting string")
          .withDetail("This value contradicts a previous setting for the same field type.");
    }
  }

  private boolean isFollowedByDigits(int index) {
    if (index + 1 >= parts.size()) {
      return false;
    }
    Part next = parts.get(index + 1);
    return switch (next.field()) {
      case LITERAL -> Character.isDigit(next.written().isEmpty() ? ' ' : next.written().charAt(0));
      case MONTH_NAME,
          MONTH_SHORT,
          DAY_NAME,
          DAY_SHORT,
          ROMAN_MONTH,
          MERIDIAN,
          MERIDIAN_DOTTED,
          ERA,
          ERA_DOTTED,
          ZONE,
          OFFSET,
          ZONE_HOUR ->
          false;
      default -> true;
    };
  }

  private static int width(Field field) {
    return switch (field) {
      case YEAR_4, ISO_YEAR_4 -> 4;
      case YEAR_3, ISO_YEAR_3, DAY_OF_YEAR, ISO_DAY_OF_YEAR -> 3;
      case SECOND_OF_DAY -> 5;
      case JULIAN -> 7;
      case YEAR_1, ISO_YEAR_1, DAY_OF_WEEK, ISO_DAY_OF_WEEK, WEEK_OF_MONTH, QUARTER -> 1;
      default -> 2;
    };
  }

  /** Digits up to the field's width, or all there are when no digit may follow. */
  private int integer(Part part, int width, boolean bounded) {
    skipBlanks();
    int start = at;
    boolean negative = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
    if (negative) {
      at++;
    }
    int digits = at;
    int limit = bounded ? digits + width : digits + 10;
    while (at < text.length() && at < limit && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == digits) {
      int end = Math.min(text.length(), start + width);
      throw invalid(
              "invalid value \"" + text.substring(start, end) + "\" for \"" + part.written() + "\"")
          .withDetail("Value must be an integer.");
    }
    boolean year = isYear(part.field());
    if (year) {
      yearDigits = at - digits;
    }
    long value = Long.parseLong(text.substring(digits, at));
    if (value > Integer.MAX_VALUE) {
      throw new OrbitException(
              ErrorCode.DATETIME_FIELD_OVERFLOW,
              "value for \"" + part.written() + "\" in source string is out of range")
          .withDetail("Value must be in the range -2147483648 to 2147483647.");
    }
    return text.charAt(start) == '-' ? (int) -value : (int) value;
  }

  private static boolean isYear(Field field) {
    return switch (field) {
      case YEAR_4, YEAR_3, YEAR_2, YEAR_1, ISO_YEAR_4, ISO_YEAR_3, ISO_YEAR_2, ISO_YEAR_1 -> true;
      default -> false;
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private int fraction(int width) {
    int value = 0;
    int digits = 0;
    while (at < text.length() && isDigit(text.charAt(at)) && digits < width) {
      value = value * 10 + text.charAt(at++) - '0';
      digits++;
    }
    for (; digits < width; digits++) {
      value *= 10;
    }
    return value;
  }

  private int word(String[] names, Part part, int shortest) {
    boolean cut = part.field() == Field.MONTH_SHORT || part.field() == Field.DAY_SHORT;
    for (int i = 0; i < names.length; i++) {
      String name = cut ? names[i].substring(0, shortest) : names[i];
      if (text.regionMatches(true, at, name, 0, name.length())) {
        at += name.length();
        return i;
      }
    }
    throw notAllowed(part);
  }

  private OrbitException notAllowed(Part part) {
    int end = at;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return invalid(
            "invalid value \"" + text.substring(at, end) + "\" for \"" + part.written() + "\"")
        .withDetail("The given value did not match any of the allowed values for this field.");
  }

  private int roman(Part part) {
    for (int i = 11; i >= 0; i--) {
      String name = DateTimeFormat.ROMAN_MONTHS[i];
      int end = at + name.length();
      boolean whole = end >= text.length() || !Character.isLetter(text.charAt(end));
      if (text.regionMatches(true, at, name, 0, name.length()) && whole) {
        at = end;
        return i + 1;
      }
    }
    throw notAllowed(part);
  }

  private int choice(Part part, String first, String second) {
    boolean dotted = part.written().indexOf('.') >= 0;
    String[] names = {first, second};
    for (int i = 0; i < 2; i++) {
      String name = dotted ? names[i].charAt(0) + "." + names[i].charAt(1) + "." : names[i];
      if (text.regionMatches(true, at, name, 0, name.length())) {
        at += name.length();
        return i;
      }
    }
    throw notAllowed(part);
  }

  private void yearComma(Part part) {
    int end = at;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == ',')) {
      end++;
    }
    String digits = text.substring(at, end);
    if (!digits.matches("\\d+,\\d{3}")) {
      throw invalid("invalid input string for \"Y,YYY\"");
    }
    at = end;
    yearDigits = 4;
    read.put(Field.YEAR_4, Integer.parseInt(digits.replace(",", "")));
  }

  private void zoneHour(Part part) {
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      offsetSign = text.charAt(at) == '-' ? -1 : 1;
      at++;
    } else if (skipped > 0 && text.charAt(at - 1) == '-') {
      offsetSign = -1;
    }
    read.put(Field.ZONE_HOUR, integer(part, 2, true));
  }

  private void zone(Part part) {
    throw Failures.unsupported(
        "formatting field \"" + part.written() + "\" is only supported in to_char");
  }

  // ---- what was read

  private int get(Field field, int otherwise) {
    return read.getOrDefault(field, otherwise);
  }

  private int year(Set<Field> fields, int otherwise) {
    for (Field field : fields) {
      Integer value = read.get(field);
      if (value != null) {
        return completed(field, value);
      }
    }
    return otherwise;
  }

  /** Years of fewer than four digits are near 2020. */
  private int completed(Field field, int value) {
    boolean shortForm =
        switch (field) {
          case YEAR_4, ISO_YEAR_4 -> false;
          default -> true;
        };
    if (!shortForm || yearDigits >= 4) {
      return value;
    }
    if (value < 70) {
      return value + 2000;
    }
    if (value < 100) {
      return value + 1900;
    }
    if (value < 520) {
      return value + 2000;
    }
    return value < 1000 ? value + 1000 : value;
  }

  private long day() {
    try {
      return date();
    } catch (DateTimeException impossible) {
      throw outOfRange();
    }
  }

  private long date() {
    Integer julian = read.get(Field.JULIAN);
    if (julian != null) {
      return julian - JULIAN_DAY_OF_1970;
    }
    int isoYear = year(ISO_YEARS, 0);
    if (isoYear != 0) {
      return isoDate(isoYear);
    }
    int year = year(YEARS, 0);
    Integer century = read.get(Field.CENTURY);
    if (century != null) {
      year =
          yearDigits > 0 && yearDigits <= 2
              ? (century - 1) * 100 + year % 100
              : (century - 1) * 100 + 1;
    }
    if (beforeChrist || year < 0) {
      year = year < 0 ? year + 1 : 1 - year;
    }
    Integer dayOfYear = read.get(Field.DAY_OF_YEAR);
    if (dayOfYear != null) {
      return LocalDate.ofYearDay(year, dayOfYear).toEpochDay();
    }
    Integer week = read.get(Field.WEEK_OF_YEAR);
    if (week != null) {
      return LocalDate.of(year, 1, 1).toEpochDay() + (week - 1) * 7L;
    }
    int month = get(Field.MONTH, 1);
    Integer weekOfMonth = read.get(Field.WEEK_OF_MONTH);
    int day = weekOfMonth == null ? get(Field.DAY, 1) : (weekOfMonth - 1) * 7 + 1;
    return LocalDate.of(year, month, day).toEpochDay();
  }

  private long isoDate(int year) {
    LocalDate start =
        LocalDate.of(year, 1, 4)
            .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1)
            .with(java.time.DayOfWeek.MONDAY);
    Integer dayOfYear = read.get(Field.ISO_DAY_OF_YEAR);
    if (dayOfYear != null) {
      return start.toEpochDay() + dayOfYear - 1;
    }
    int week = get(Field.ISO_WEEK, 1);
    int day = get(Field.ISO_DAY_OF_WEEK, get(Field.DAY_OF_WEEK, 2) == 1 ? 7 : 1);
    return start.toEpochDay() + (week - 1) * 7L + day - 1;
  }

  private long instant(ZoneId zone) {
    long local = Math.addExact(Math.multiplyExact(day(), Times.DAY), timeOfDay());
    Integer hours = read.get(Field.ZONE_HOUR);
    if (hours != null) {
      int seconds = hours * 3600 + get(Field.ZONE_MINUTE, 0) * 60;
      return Times.checked(local - offsetSign * seconds * Times.SECOND);
    }
    return Times.toInstant(local, zone);
  }

  private long timeOfDay() {
    Integer ofDay = read.get(Field.SECOND_OF_DAY);
    if (ofDay != null) {
      return ofDay * Times.SECOND + micros;
    }
    int hour = get(Field.HOUR_24, get(Field.HOUR_12, 0));
    if (hasMeridian || read.containsKey(Field.HOUR_12)) {
      if (hasMeridian && (hour < 1 || hour > 12)) {
        throw invalid("hour \"" + hour + "\" is invalid for the 12-hour clock")
            .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
      }
      hour = hour % 12 + (afternoon ? 12 : 0);
    }
    int minute = get(Field.MINUTE, 0);
    int second = get(Field.SECOND, 0);
    if (hour > 24 || hour < 0 || minute > 59 || minute < 0 || second > 59 || second < 0) {
      throw outOfRange();
    }
    return hour * Times.HOUR + minute * Times.MINUTE + second * Times.SECOND + micros;
  }
}
