package io.orbit.api.value.text;

import io.orbit.api.error.OrbitException;
import io.orbit.api.value.text.DateTimeFields.Field;
import io.orbit.api.value.text.DateTimeFields.Look;
import io.orbit.api.value.text.DateTimeWords.Kind;
import io.orbit.api.value.text.DateTimeWords.Word;
import io.orbit.api.value.text.TextContext.DateOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one date, time or timestamp by PostgreSQL's rules (its manual, appendix B.1: which field
 * means what depends on its look and on the fields before it). Used once, then read.
 */
final class DateTimeDecoder {
  private static final int YEAR = 1;
  private static final int MONTH = 2;
  private static final int DAY = 4;
  private static final int DAY_OF_YEAR = 8;
  private static final int TIME = 16;
  private static final int ZONE = 32;
  private static final int ERA = 64;
  private static final int MERIDIAN = 128;
  private static final int DAY_OF_WEEK = 256;
  private static final int DATE = YEAR | MONTH | DAY;

  private static final long MICROS_PER_SECOND = 1_000_000L;

  /** What the input denotes. */
  enum Meaning {
    FIELDS,
    NOW,
    EPOCH,
    INFINITY,
    NEGATIVE_INFINITY
  }

  private final DateTimeInput input;
  private final TextContext context;
  private final boolean timeOnly;

  Meaning meaning = Meaning.FIELDS;
  private int year;
  private int month;
  private int day;
  private int dayOfYear;
  private long hour;
  private int minute;
  private int second;
  private long micros;
  private @Nullable Integer offsetSeconds;
  private @Nullable ZoneId zone;
  private boolean twoDigitYear;
  private boolean textMonth;
  private boolean bc;
  private int meridian = -1;
  private int seen;
  private int found;
  private boolean julianNext;
  private boolean timeNext;

  private DateTimeDecoder(String text, String typeName, TextContext context, boolean timeOnly) {
    this.input = new DateTimeInput(text, typeName);
    this.context = context;
    this.timeOnly = timeOnly;
  }

  static DateTimeDecoder dateTime(String text, String typeName, TextContext context) {
    DateTimeDecoder decoder = new DateTimeDecoder(text, typeName, context, false);
    decoder.decode();
    return decoder;
  }

  static DateTimeDecoder time(String text, String typeName, TextContext context) {
    DateTimeDecoder decoder = new DateTimeDecoder(text, typeName, context, true);
    decoder.decode();
    return decoder;
  }

  private void decode() {
    List<Field> fields = DateTimeFields.split(input.text()).orElseThrow(input::badFormat);
    if (fields.isEmpty()) {
      throw input.badFormat();
    }
    for (int i = 0; i < fields.size(); i++) {
      found = 0;
      Field field = fields.get(i);
      switch (field.look()) {
        case DATE -> dateField(field.text(), i, fields);
        case TIME -> timeField(field.text());
        case SIGNED -> {
          offsetSeconds = input.offset(field.text());
          found = ZONE;
        }
        case NUMBER -> numberField(field.text(), i, fields);
        case STRING, SPECIAL -> wordField(field.text(), i, fields);
      }
      if ((found & seen) != 0) {
        throw input.badFormat();
      }
      seen |= found;
    }
    if (julianNext || timeNext) {
      throw input.badFormat();
    }
    finish();
  }

  private void finish() {
    if (meaning != Meaning.FIELDS) {
      return;
    }
    validateDate();
    if (meridian >= 0 && (hour > 12)) {
      throw input.overflow();
    }
    if (meridian == 0 && hour == 12) {
      hour = 0;
    } else if (meridian == 1 && hour != 12) {
      hour += 12;
    }
    checkTime();
    if (timeOnly ? (seen & TIME) == 0 : (seen & DATE) != DATE) {
      throw input.badFormat();
    }
  }

  private void checkTime() {
    long total = hour * 3600 + minute * 60L + second;
    if (hour > 24
        || minute > 59
        || second > 60
        || total * MICROS_PER_SECOND + micros > CalendarDate.MICROS_PER_DAY) {
      throw input.overflow();
    }
  }

  // ---- fields

  private void dateField(String field, int index, List<Field> fields) {
    boolean startsWithDigit = DateTimeFields.isDigit(field.charAt(0));
    if (julianNext) {
      julianZone(field);
      return;
    }
    boolean haveDate = (seen & (MONTH | DAY)) == (MONTH | DAY) || timeNext;
    boolean dateAllowed =
        !timeOnly
            || (index == 0
                && fields.size() >= 2
                && (fields.getLast().look() == Look.DATE || fields.get(1).look() == Look.TIME));
    if (!haveDate && dateAllowed) {
      decodeDate(field);
    } else if (startsWithDigit) {
      timeNext = false;
      int minus = field.indexOf('-');
      if ((seen & TIME) != 0 || minus < 0) {
        throw input.badFormat();
      }
      offsetSeconds = input.offset(field.substring(minus));
      numberRun(field.substring(0, minus), seen | (timeOnly ? DATE : 0));
      found |= ZONE;
    } else {
      zone = ZoneNames.zone(field);
      found = ZONE;
    }
  }

  private void julianZone(String field) {
    int minus = field.indexOf('-');
    if (minus < 0) {
      throw input.badFormat();
    }
    julian(field.substring(0, minus));
    offsetSeconds = input.offset(field.substring(minus));
    found |= ZONE;
  }

  private void timeField(String field) {
    if (julianNext) {
      throw input.badFormat();
    }
    timeNext = false;
    decodeTime(field);
    found = TIME;
  }

  private void numberField(String field, int index, List<Field> fields) {
    if (julianNext) {
      julian(field);
      return;
    }
    int point = field.indexOf('.');
    if (timeNext) {
      timeNext = false;
      numberRun(field, seen | DATE);
      if (found != TIME) {
        throw input.badFormat();
      }
    } else if (timeOnly) {
      if (point >= 0 && index == 0 && fields.size() >= 2 && fields.getLast().look() == Look.DATE) {
        decodeDate(field);
      } else {
        numberRun(field, seen | DATE);
      }
    } else if (point >= 0 && (seen & DATE) == 0) {
      decodeDate(field);
    } else if (point > 2) {
      numberRun(field, seen);
    } else if (field.length() >= 6 && ((seen & DATE) == 0 || (seen & TIME) == 0)) {
      numberRun(field, seen);
    } else {
      number(field, seen);
    }
  }

  private void julian(String field) {
    julianNext = false;
    int point = field.indexOf('.');
    long julianDay = input.integer(point < 0 ? field : field.substring(0, point));
    if (julianDay > Integer.MAX_VALUE) {
      throw input.overflow();
    }
    CalendarDate.Ymd date = CalendarDate.ofDay(julianDay + CalendarDate.FIRST_DAY);
    year = date.year();
    month = date.month();
    day = date.day();
    found = DATE;
    isJulian = true;
    if (point >= 0) {
      BigDecimal fraction = new BigDecimal("0" + field.substring(point));
      long total =
          fraction
              .multiply(BigDecimal.valueOf(CalendarDate.MICROS_PER_DAY))
              .setScale(0, RoundingMode.HALF_EVEN)
              .longValue();
      hour = total / 3_600_000_000L;
      minute = (int) (total / 60_000_000 % 60);
      second = (int) (total / MICROS_PER_SECOND % 60);
      micros = total % MICROS_PER_SECOND;
      found |= TIME;
    }
  }

  private boolean isJulian;

  private void wordField(String field, int index, List<Field> fields) {
    Word word = DateTimeWords.word(field);
    if (word == null) {
      ZoneId named = ZoneNames.isKnown(field) ? ZoneNames.zone(field) : null;
      if (named == null) {
        throw input.badFormat();
      }
      zone = named;
      found = ZONE;
      return;
    }
    switch (word.kind()) {
      case MONTH -> monthWord(word.value());
      case DAY_OF_WEEK -> found = DAY_OF_WEEK;
      case ZONE -> {
        offsetSeconds = word.value();
        found = ZONE;
      }
      case DAYLIGHT -> {
        if (offsetSeconds == null) {
          throw input.badFormat();
        }
        offsetSeconds += word.value();
      }
      case ERA -> {
        bc = word.value() == 1;
        found = ERA;
      }
      case MERIDIAN -> {
        meridian = word.value();
        found = MERIDIAN;
      }
      case IGNORED -> {}
      case JULIAN -> julianNext = true;
      case ISO_TIME -> isoTime(index, fields);
      case NOW, TODAY, TOMORROW, YESTERDAY, ALL_BALLS, EPOCH, INFINITY, NEGATIVE_INFINITY ->
          reservedWord(word.kind());
    }
  }

  private void monthWord(int value) {
    if ((seen & MONTH) != 0 && !textMonth && (seen & DAY) == 0 && month >= 1 && month <= 31) {
      day = month;
      found = DAY;
    } else {
      found = MONTH;
    }
    textMonth = true;
    month = value;
  }

  private void isoTime(int index, List<Field> fields) {
    if (!timeOnly && (seen & DATE) != DATE) {
      throw input.badFormat();
    }
    if (index + 1 >= fields.size()) {
      throw input.badFormat();
    }
    Look next = fields.get(index + 1).look();
    if (next != Look.NUMBER && next != Look.TIME && next != Look.DATE) {
      throw input.badFormat();
    }
    timeNext = true;
  }

  private void reservedWord(Kind kind) {
    switch (kind) {
      case NOW -> {
        setLocal(localNow());
        found = DATE | TIME | ZONE;
        meaning = Meaning.NOW;
      }
      case TODAY -> relativeDay(0);
      case TOMORROW -> relativeDay(1);
      case YESTERDAY -> relativeDay(-1);
      case ALL_BALLS -> {
        hour = 0;
        minute = 0;
        second = 0;
        offsetSeconds = 0;
        found = TIME | ZONE;
      }
      case EPOCH -> whole(Meaning.EPOCH);
      case INFINITY -> whole(Meaning.INFINITY);
      case NEGATIVE_INFINITY -> whole(Meaning.NEGATIVE_INFINITY);
      default -> throw new IllegalStateException(kind.name());
    }
  }

  private void whole(Meaning what) {
    if (timeOnly) {
      throw input.badFormat();
    }
    meaning = what;
    found = DATE | TIME | ZONE;
  }

  private void relativeDay(int days) {
    LocalDateTime date = localNow().plusDays(days);
    year = date.getYear();
    month = date.getMonthValue();
    day = date.getDayOfMonth();
    isJulian = true;
    found = DATE;
  }

  private void setLocal(LocalDateTime local) {
    year = local.getYear();
    month = local.getMonthValue();
    day = local.getDayOfMonth();
    hour = local.getHour();
    minute = local.getMinute();
    second = local.getSecond();
    micros = local.getNano() / 1000;
  }

  private LocalDateTime localNow() {
    long now = context.nowMicros();
    ZoneOffset offset = DateTimeText.offsetAt(context.zone(), now);
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(now, MICROS_PER_SECOND),
        (int) Math.floorMod(now, MICROS_PER_SECOND) * 1000,
        offset);
  }

  // ---- numbers

  private void decodeDate(String field) {
    List<String> pieces = DateTimeFields.pieces(field);
    if (pieces.isEmpty()) {
      throw input.badFormat();
    }
    int all = 0;
    int base = seen;
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      if (!DateTimeFields.isAlpha(piece.charAt(0))) {
        continue;
      }
      Word word = DateTimeWords.word(piece);
      if (word == null || word.kind() != Kind.MONTH || ((base | all) & MONTH) != 0) {
        throw input.badFormat();
      }
      month = word.value();
      textMonth = true;
      all |= MONTH;
    }
    for (String piece : pieces) {
      if (DateTimeFields.isAlpha(piece.charAt(0))) {
        continue;
      }
      found = 0;
      number(piece, base | all);
      if ((found & (base | all)) != 0) {
        throw input.badFormat();
      }
      all |= found;
    }
    found = all;
    if (((base | all) & ~(DAY_OF_YEAR | ZONE | DAY_OF_WEEK)) != DATE) {
      throw input.badFormat();
    }
  }

  private void number(String field, int mask) {
    int point = field.indexOf('.');
    String digits = point < 0 ? field : field.substring(0, point);
    if (digits.isEmpty()) {
      throw input.badFormat();
    }
    long value = input.integer(digits);
    if (value > Integer.MAX_VALUE) {
      throw input.overflow();
    }
    if (point >= 0) {
      if (point > 2) {
        numberRun(field, mask | DATE);
        return;
      }
      micros = input.fraction(field.substring(point));
    }
    int length = field.length();
    int number = (int) value;
    if (length == 3 && (mask & DATE) == YEAR && number >= 1 && number <= 366) {
      dayOfYear = number;
      found = DAY_OF_YEAR | MONTH | DAY;
      return;
    }
    boolean yearFirst = length >= 3 || context.dateOrder() == DateOrder.YMD;
    switch (mask & DATE) {
      case 0 -> {
        if (yearFirst) {
          year(number, length);
        } else if (context.dateOrder() == DateOrder.DMY) {
          day(number);
        } else {
          month(number);
        }
      }
      case YEAR, DAY -> month(number);
      case MONTH -> {
        if (textMonth && yearFirst) {
          year(number, length);
        } else {
          day(number);
        }
      }
      case YEAR | MONTH -> {
        if (textMonth && length >= 3 && twoDigitYear) {
          day(year);
          year = number;
          twoDigitYear = false;
        } else {
          day(number);
        }
      }
      case MONTH | DAY -> year(number, length);
      case DATE -> numberRun(field, mask);
      default -> throw input.badFormat();
    }
  }

  private void year(int value, int length) {
    year = value;
    found = YEAR;
    twoDigitYear = length <= 2;
  }

  private void month(int value) {
    month = value;
    found = MONTH;
  }

  private void day(int value) {
    day = value;
    found = DAY;
  }

  /** Digits run together: a date YYYYMMDD, a time HHMMSS. */
  private void numberRun(String field, int mask) {
    String digits = field;
    int point = field.indexOf('.');
    if (point >= 0) {
      micros = input.fraction(field.substring(point));
      digits = field.substring(0, point);
    } else if ((mask & DATE) != DATE && digits.length() >= 6) {
      int length = digits.length();
      day = (int) input.integer(digits.substring(length - 2));
      month = (int) input.integer(digits.substring(length - 4, length - 2));
      long value = input.integer(digits.substring(0, length - 4));
      year = (int) Math.min(value, Integer.MAX_VALUE);
      twoDigitYear = length - 4 == 2;
      found = DATE;
      return;
    }
    if ((mask & TIME) != 0 || (digits.length() != 6 && digits.length() != 4)) {
      throw input.badFormat();
    }
    hour = input.integer(digits.substring(0, 2));
    minute = (int) input.integer(digits.substring(2, 4));
    second = digits.length() == 6 ? (int) input.integer(digits.substring(4, 6)) : 0;
    found = TIME;
  }

  private void decodeTime(String field) {
    String[] parts = field.split(":", -1);
    if (parts.length > 3 || parts.length < 2) {
      throw input.badFormat();
    }
    hour = input.integer(parts[0]);
    String last = parts[parts.length - 1];
    int point = last.indexOf('.');
    String whole = point < 0 ? last : last.substring(0, point);
    if (parts.length == 2 && point >= 0) {
      minute = (int) hour;
      hour = 0;
      second = input.small(whole);
    } else if (parts.length == 2) {
      minute = input.small(whole);
      second = 0;
    } else {
      minute = input.small(parts[1]);
      second = input.small(whole);
    }
    micros = point < 0 ? 0 : input.fraction(last.substring(point));
    if (minute > 59 || second > 60 || hour > Integer.MAX_VALUE) {
      throw input.overflow();
    }
  }

  // ---- validation and result

  private void validateDate() {
    if ((seen & YEAR) != 0 && !isJulian) {
      if (bc) {
        if (year <= 0) {
          throw input.overflow();
        }
        year = -(year - 1);
      } else if (twoDigitYear) {
        year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
      } else if (year <= 0) {
        throw input.overflow();
      }
    }
    if ((seen & DAY_OF_YEAR) != 0) {
      CalendarDate.Ymd date = CalendarDate.ofDay(CalendarDate.toDay(year, 1, 1) + dayOfYear - 1);
      year = date.year();
      month = date.month();
      day = date.day();
    }
    if ((seen & MONTH) != 0 && (month < 1 || month > 12)) {
      throw input.monthOrDayOverflow();
    }
    if ((seen & DAY) != 0 && (day < 1 || day > 31)) {
      throw input.monthOrDayOverflow();
    }
    if ((seen & DATE) == DATE && day > CalendarDate.daysInMonth(year, month)) {
      throw input.overflow();
    }
  }

  /** Days since 1970 of the date. */
  long epochDay() {
    return CalendarDate.toDay(year, month, day);
  }

  /** Microseconds since midnight; may be a whole day (24:00). */
  long timeOfDay() {
    return (hour * 3600 + minute * 60L + second) * MICROS_PER_SECOND + micros;
  }

  /** Local microseconds since 1970, or empty on overflow. */
  long localMicros(OrbitException onOverflow) {
    try {
      return Math.addExact(
          Math.multiplyExact(epochDay(), CalendarDate.MICROS_PER_DAY), timeOfDay());
    } catch (ArithmeticException e) {
      throw onOverflow;
    }
  }

  boolean hasDate() {
    return (seen & DATE) == DATE;
  }

  /** Seconds east of UTC that hold for a local time: as given, or by the zone's rules. */
  int offsetFor(long localMicros) {
    if (offsetSeconds != null) {
      return offsetSeconds;
    }
    ZoneId rules = zone == null ? context.zone() : zone;
    return ZoneNames.offsetAtLocal(rules, localMicros);
  }

  boolean hasNamedZone() {
    return zone != null;
  }

  OrbitException badFormat() {
    return input.badFormat();
  }
}
