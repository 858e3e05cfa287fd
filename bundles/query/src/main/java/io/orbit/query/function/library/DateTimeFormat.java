package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.interval;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Interval;
import io.orbit.query.function.library.DateTimePattern.Field;
import io.orbit.query.function.library.DateTimePattern.Part;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** to_char of timestamps and intervals. Names are English, as in the C locale. */
final class DateTimeFormat {
  static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };
  static final String[] DAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };
  static final String[] ROMAN_MONTHS = {
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"
  };
  private static final int NAME_WIDTH = 9;

  /**
   * What is shown: the fields of a timestamp or of an interval.
   *
   * @param year astronomical
   * @param date null for an interval
   * @param hour may exceed a day for an interval
   * @param zone of a timestamp with time zone; null otherwise
   */
  private record Fields(
      int year,
      int month,
      int day,
      long hour,
      int minute,
      int second,
      int micros,
      @Nullable LocalDate date,
      @Nullable ZoneId zone,
      int offset,
      long instant) {}

  private final Fields fields;
  private final StringBuilder out = new StringBuilder();

  private DateTimeFormat(Fields fields) {
    this.fields = fields;
  }

  static void define(Definitions definitions) {
    definitions
        .define("to_char(timestamp, text) text")
        .stable()
        .is((e, a) -> format(bigint(a, 0), null, text(a, 1)));
    definitions
        .define("to_char(timestamptz, text) text")
        .stable()
        .is((e, a) -> format(bigint(a, 0), Contexts.zone(e), text(a, 1)));
    definitions
        .define("to_char(interval, text) text")
        .stable()
        .is((e, a) -> format(interval(a, 0), text(a, 1)));
  }

  /** Java null for an infinite timestamp. */
  static @Nullable String format(long micros, @Nullable ZoneId zone, String template) {
    if (!Times.isFinite(micros) || template.isEmpty()) {
      return null;
    }
    int offset = zone == null ? 0 : Times.offset(micros, zone);
    LocalDateTime local = Times.local(micros + offset * Times.SECOND);
    Fields fields =
        new Fields(
            local.getYear(),
            local.getMonthValue(),
            local.getDayOfMonth(),
            local.getHour(),
            local.getMinute(),
            local.getSecond(),
            local.getNano() / 1000,
            local.toLocalDate(),
            zone,
            offset,
            micros);
    return new DateTimeFormat(fields).run(template);
  }

  private static @Nullable String format(Interval interval, String template) {
    if (template.isEmpty()) {
      return null;
    }
    long micros = interval.micros();
    Fields fields =
        new Fields(
            interval.months() / 12,
            interval.months() % 12,
            interval.days(),
            micros / Times.HOUR,
            (int) (micros / Times.MINUTE % 60),
            (int) (micros / Times.SECOND % 60),
            (int) (micros % Times.SECOND),
            null,
            null,
            0,
            0);
    return new DateTimeFormat(fields).run(template);
  }

  private String run(String template) {
    for (Part part : DateTimePattern.parse(template).parts) {
      part(part);
    }
    return out.toString();
  }

  private void part(Part part) {
    switch (part.field()) {
      case LITERAL -> out.append(part.written());
      case HOUR_24, HOUR_12, MINUTE, SECOND, MILLISECOND, MICROSECOND, FRACTION, SECOND_OF_DAY ->
          clock(part);
      case MERIDIAN -> cased(part, fields.hour() % 24 >= 12 ? "PM" : "AM");
      case MERIDIAN_DOTTED -> cased(part, fields.hour() % 24 >= 12 ? "P.M." : "A.M.");
      case ERA -> cased(part, fields.year() <= 0 && hasDate() ? "BC" : "AD");
      case ERA_DOTTED -> cased(part, fields.year() <= 0 && hasDate() ? "B.C." : "A.D.");
      case YEAR_COMMA -> yearComma(part);
      case YEAR_4, YEAR_3, YEAR_2, YEAR_1 -> year(part, year());
      case ISO_YEAR_4, ISO_YEAR_3, ISO_YEAR_2, ISO_YEAR_1 -> year(part, isoYear());
      case MONTH_NAME, MONTH_SHORT, ROMAN_MONTH, DAY_NAME, DAY_SHORT -> name(part);
      case ZONE, ZONE_HOUR, ZONE_MINUTE, OFFSET -> zone(part);
      default -> calendar(part);
    }
  }

  private boolean hasDate() {
    return fields.date() != null;
  }

  private static OrbitException noDate() {
    return new OrbitException(
            ErrorCode.INVALID_DATETIME_FORMAT, "invalid format specification for an interval value")
        .withHint("Intervals are not tied to specific calendar dates.");
  }

  private LocalDate date() {
    LocalDate date = fields.date();
    if (date == null) {
      throw noDate();
    }
    return date;
  }

  // ---- numbers

  private void number(Part part, long value, int width) {
    String digits = Long.toString(Math.abs(value));
    String padded =
        part.fill() || digits.length() >= width
            ? digits
            : "0".repeat(width - digits.length()) + digits;
    out.append(value < 0 ? "-" : "").append(padded);
    ordinal(part, digits);
  }

  private void ordinal(Part part, String digits) {
    if (part.suffix().isEmpty()) {
      return;
    }
    int length = digits.length();
    boolean teen = length > 1 && digits.charAt(length - 2) == '1';
    String suffix =
        teen
            ? "th"
            : switch (digits.charAt(length - 1)) {
              case '1' -> "st";
              case '2' -> "nd";
              case '3' -> "rd";
              default -> "th";
            };
    out.append(part.suffix().equals("TH") ? suffix.toUpperCase(Locale.ROOT) : suffix);
  }

  private void clock(Part part) {
    long hour = fields.hour();
    switch (part.field()) {
      case HOUR_24 -> number(part, hour, 2);
      case HOUR_12 -> number(part, hour % 12 == 0 ? 12 : hour % 12, 2);
      case MINUTE -> number(part, fields.minute(), 2);
      case SECOND -> number(part, fields.second(), 2);
      case MILLISECOND -> fraction(part, fields.micros() / 1000, 3);
      case MICROSECOND -> fraction(part, fields.micros(), 6);
      case FRACTION -> {
        int cut = fields.micros();
        for (int digits = 6; digits > part.number(); digits--) {
          cut /= 10;
        }
        fraction(part, cut, part.number());
      }
      default -> {
        out.append(hour * 3600 + fields.minute() * 60L + fields.second());
        ordinal(part, Long.toString(hour * 3600 + fields.minute() * 60L + fields.second()));
      }
    }
  }

  private void fraction(Part part, int value, int width) {
    String digits = Integer.toString(Math.abs(value));
    String shown =
        (value < 0 ? "-" : "") + "0".repeat(Math.max(0, width - digits.length())) + digits;
    out.append(shown);
    ordinal(part, shown);
  }

  // ---- years

  /** As people count: 1 BC is 1. */
  private int year() {
    return hasDate() && fields.year() <= 0 ? 1 - fields.year() : fields.year();
  }

  private int isoYear() {
    LocalDate date = fields.date();
    if (date == null) {
      throw noDate();
    }
    int year = date.get(IsoFields.WEEK_BASED_YEAR);
    return year <= 0 ? 1 - year : year;
  }

  private void year(Part part, int year) {
    int width =
        switch (part.field()) {
          case YEAR_4, ISO_YEAR_4 -> 4;
          case YEAR_3, ISO_YEAR_3 -> 3;
          case YEAR_2, ISO_YEAR_2 -> 2;
          default -> 1;
        };
    int modulus = (int) Math.pow(10, width);
    number(part, width == 4 ? year : year % modulus, width);
  }

  private void yearComma(Part part) {
    int year = year();
    String shown = year / 1000 + "," + String.format(Locale.ROOT, "%03d", year % 1000);
    out.append(shown);
    ordinal(part, shown);
  }

  // ---- dates

  private void calendar(Part part) {
    switch (part.field()) {
      case MONTH -> number(part, fields.month(), 2);
      case DAY -> number(part, fields.day(), 2);
      case DAY_OF_YEAR -> number(part, dayOfYear(), 3);
      case QUARTER -> {
        if (fields.month() > 0) {
          number(part, (fields.month() - 1) / 3 + 1, 1);
        }
      }
      case WEEK_OF_YEAR -> number(part, (dayOfYear() - 1) / 7 + 1, 2);
      case WEEK_OF_MONTH -> number(part, (fields.day() - 1) / 7 + 1, 1);
      case CENTURY -> {
        int year = fields.year();
        long century = !hasDate() ? year / 100 : year > 0 ? (year - 1) / 100 + 1 : year / 100 - 1;
        number(part, century, 2);
      }
      case ISO_DAY_OF_YEAR -> {
        LocalDate date = date();
        number(
            part,
            (date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) - 1) * 7L + date.getDayOfWeek().getValue(),
            3);
      }
      case DAY_OF_WEEK -> number(part, date().getDayOfWeek().getValue() % 7 + 1, 1);
      case ISO_DAY_OF_WEEK -> number(part, date().getDayOfWeek().getValue(), 1);
      case ISO_WEEK -> number(part, date().get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
      case JULIAN ->
          number(part, (hasDate() ? date().toEpochDay() : intervalDay()) + 2_440_588L, 0);
      default -> throw new IllegalArgumentException(part.field().name());
    }
  }

  private long intervalDay() {
    return LocalDate.of(fields.year(), 1, 1).plusMonths(fields.month() - 1L).toEpochDay()
        + fields.day()
        - 1;
  }

  private int dayOfYear() {
    LocalDate date = fields.date();
    return date == null
        ? (fields.year() * 12 + fields.month()) * 30 + fields.day()
        : date.getDayOfYear();
  }

  // ---- names

  private void name(Part part) {
    boolean ofMonth =
        part.field() == Field.MONTH_NAME
            || part.field() == Field.MONTH_SHORT
            || part.field() == Field.ROMAN_MONTH;
    if (ofMonth && part.field() != Field.ROMAN_MONTH) {
      date();
    }
    String full;
    int width = NAME_WIDTH;
    if (part.field() == Field.ROMAN_MONTH) {
      if (fields.month() == 0 && fields.year() == 0) {
        return;
      }
      full = ROMAN_MONTHS[Math.floorMod(fields.month() - 1, 12)];
      width = 4;
    } else if (ofMonth) {
      full = MONTHS[fields.month() - 1];
    } else {
      full = DAYS[date().getDayOfWeek().getValue() % 7];
    }
    boolean cut = part.field() == Field.MONTH_SHORT || part.field() == Field.DAY_SHORT;
    String shown = cut ? full.substring(0, 3) : full;
    int before = out.length();
    cased(part, shown);
    if (!part.fill() && !cut) {
      out.append(" ".repeat(Math.max(0, width - (out.length() - before))));
    }
  }

  /** All upper or lower or with a capital, as the template is written. */
  private void cased(Part part, String text) {
    String written = part.written();
    boolean upper = Character.isUpperCase(written.charAt(0));
    char second = written.charAt(written.length() > 2 && written.charAt(1) == '.' ? 2 : 1);
    boolean rest = Character.isUpperCase(second);
    boolean whole =
        switch (part.field()) {
          case MERIDIAN, MERIDIAN_DOTTED, ERA, ERA_DOTTED, ROMAN_MONTH, ZONE -> true;
          default -> false;
        };
    if (!upper) {
      out.append(text.toLowerCase(Locale.ROOT));
    } else if (rest || whole) {
      out.append(text.toUpperCase(Locale.ROOT));
    } else {
      out.append(text.charAt(0)).append(text.substring(1).toLowerCase(Locale.ROOT));
    }
  }

  // ---- zones

  private void zone(Part part) {
    if (!hasDate()) {
      throw noDate();
    }
    int offset = fields.offset();
    int size = Math.abs(offset);
    String hours = (offset < 0 ? "-" : "+") + (size < 36_000 ? "0" : "") + size / 3600;
    switch (part.field()) {
      case ZONE -> {
        ZoneId zone = fields.zone();
        if (zone != null) {
          cased(part, abbreviation(zone));
        }
      }
      case ZONE_HOUR -> out.append(hours);
      case ZONE_MINUTE -> out.append(String.format(Locale.ROOT, "%02d", size / 60 % 60));
      default -> {
        out.append(hours);
        if (size % 3600 != 0) {
          out.append(String.format(Locale.ROOT, ":%02d", size / 60 % 60));
        }
      }
    }
  }

  private String abbreviation(ZoneId zone) {
    if (zone.getId().equals("UTC") || zone.getId().equals("Z")) {
      return "UTC";
    }
    java.time.Instant instant =
        java.time.Instant.ofEpochSecond(Math.floorDiv(fields.instant(), Times.SECOND));
    boolean summer = zone.getRules().isDaylightSavings(instant);
    String name =
        java.util.TimeZone.getTimeZone(zone)
            .getDisplayName(summer, java.util.TimeZone.SHORT, Locale.ROOT);
    return name.isEmpty() ? zone.getDisplayName(TextStyle.SHORT, Locale.ROOT) : name;
  }
}
