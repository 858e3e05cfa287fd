package io.orbit.api.value.text;

import io.orbit.api.value.TimeWithZone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Dates, times and timestamps: PostgreSQL's input, DateStyle ISO on output. */
final class DateTimeText {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_DAY = CalendarDate.MICROS_PER_DAY;
  private static final long MICROS_TO_2000 = 946_684_800_000_000L;
  private static final int[] POWERS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

  private DateTimeText() {}

  // ---- input

  static Integer parseDate(String text, TextContext context) {
    long plain = IsoDateTime.day(text);
    if (plain != IsoDateTime.NONE) {
      return (int) plain;
    }
    DateTimeDecoder decoder = DateTimeDecoder.dateTime(text, "date", context);
    return switch (decoder.meaning) {
      case INFINITY -> Integer.MAX_VALUE;
      case NEGATIVE_INFINITY -> Integer.MIN_VALUE;
      case EPOCH -> 0;
      case NOW, FIELDS -> {
        long day = decoder.epochDay();
        if (!CalendarDate.isValidDay(day)) {
          throw TextErrors.datetimeOutOfRange("date", text);
        }
        yield (int) day;
      }
    };
  }

  static Long parseTime(String text, int precision, TextContext context) {
    DateTimeDecoder decoder = DateTimeDecoder.time(text, "time", context);
    if (decoder.hasNamedZone() && !decoder.hasDate()) {
      throw decoder.badFormat();
    }
    return round(decoder.timeOfDay(), precision);
  }

  static TimeWithZone parseTimeWithZone(String text, int precision, TextContext context) {
    DateTimeDecoder decoder = DateTimeDecoder.time(text, "time with time zone", context);
    long time = decoder.timeOfDay();
    long local;
    if (decoder.hasDate()) {
      local = decoder.localMicros(TextErrors.fieldOverflow(text));
    } else {
      if (decoder.hasNamedZone()) {
        throw decoder.badFormat();
      }
      long today = context.nowMicros();
      long shift = offsetAt(context.zone(), today).getTotalSeconds() * MICROS_PER_SECOND;
      local = Math.floorDiv(today + shift, MICROS_PER_DAY) * MICROS_PER_DAY + time;
    }
    return new TimeWithZone(round(time, precision), decoder.offsetFor(local));
  }

  static Long parseTimestamp(String text, int precision, boolean withZone, TextContext context) {
    long plain = withZone ? IsoDateTime.NONE : IsoDateTime.timestamp(text);
    if (plain != IsoDateTime.NONE) {
      return roundTimestamp(plain, precision);
    }
    String typeName = withZone ? "timestamp with time zone" : "timestamp without time zone";
    DateTimeDecoder decoder =
        DateTimeDecoder.dateTime(text, withZone ? typeName : "timestamp", context);
    return switch (decoder.meaning) {
      case INFINITY -> Long.MAX_VALUE;
      case NEGATIVE_INFINITY -> Long.MIN_VALUE;
      case EPOCH -> 0L;
      case NOW -> {
        long now = context.nowMicros();
        long shift =
            withZone ? 0 : offsetAt(context.zone(), now).getTotalSeconds() * MICROS_PER_SECOND;
        yield roundTimestamp(now + shift, precision);
      }
      case FIELDS -> {
        var outOfRange = TextErrors.datetimeOutOfRange("timestamp", text);
        long local = decoder.localMicros(outOfRange);
        if (!CalendarDate.isValidTimestamp(local)) {
          throw outOfRange;
        }
        long micros = withZone ? local - decoder.offsetFor(local) * MICROS_PER_SECOND : local;
        if (!CalendarDate.isValidTimestamp(micros)) {
          throw outOfRange;
        }
        yield roundTimestamp(micros, precision);
      }
    };
  }

  /** As {@link #round}, but halves away from 2000-01-01, where PostgreSQL's counting begins. */
  static long roundTimestamp(long micros, int precision) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return micros;
    }
    return round(micros - MICROS_TO_2000, precision) + MICROS_TO_2000;
  }

  /** Rounds to fractional digits, halves away from zero; -1 leaves it as it is. */
  static long round(long micros, int precision) {
    if (precision < 0 || precision >= 6) {
      return micros;
    }
    long unit = POWERS[precision];
    return micros >= 0 ? (micros + unit / 2) / unit * unit : -((-micros + unit / 2) / unit * unit);
  }

  /** The offset that a zone has at an instant. */
  static ZoneOffset offsetAt(ZoneId zone, long micros) {
    return zone instanceof ZoneOffset fixed
        ? fixed
        : zone.getRules()
            .getOffset(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND)));
  }

  // ---- output

  static String formatDate(int day) {
    if (day == Integer.MAX_VALUE) {
      return "infinity";
    }
    if (day == Integer.MIN_VALUE) {
      return "-infinity";
    }
    StringBuilder out = new StringBuilder(10);
    CalendarDate.Ymd date = CalendarDate.ofDay(day);
    appendDate(out, date);
    return appendEra(out, date).toString();
  }

  static String formatTime(long micros) {
    StringBuilder out = new StringBuilder(15);
    appendTime(out, micros);
    return out.toString();
  }

  static String formatTimeWithZone(TimeWithZone time) {
    StringBuilder out = new StringBuilder(21);
    appendTime(out, time.micros());
    appendOffset(out, time.offsetSeconds());
    return out.toString();
  }

  static String formatTimestamp(long micros) {
    if (micros == Long.MAX_VALUE) {
      return "infinity";
    }
    if (micros == Long.MIN_VALUE) {
      return "-infinity";
    }
    StringBuilder out = new StringBuilder(26);
    return appendEra(out, appendTimestamp(out, micros)).toString();
  }

  static String formatTimestampWithZone(long micros, ZoneId zone) {
    if (micros == Long.MAX_VALUE) {
      return "infinity";
    }
    if (micros == Long.MIN_VALUE) {
      return "-infinity";
    }
    int offset = offsetAt(zone, micros).getTotalSeconds();
    StringBuilder out = new StringBuilder(32);
    CalendarDate.Ymd date = appendTimestamp(out, micros + offset * MICROS_PER_SECOND);
    appendOffset(out, offset);
    return appendEra(out, date).toString();
  }

  private static CalendarDate.Ymd appendTimestamp(StringBuilder out, long local) {
    CalendarDate.Ymd date = CalendarDate.ofDay(Math.floorDiv(local, MICROS_PER_DAY));
    appendDate(out, date);
    out.append(' ');
    appendTime(out, Math.floorMod(local, MICROS_PER_DAY));
    return date;
  }

  private static void appendDate(StringBuilder out, CalendarDate.Ymd date) {
    int year = date.year() > 0 ? date.year() : 1 - date.year();
    if (year < 1000) {
      out.append(year < 10 ? "000" : year < 100 ? "00" : "0");
    }
    out.append(year).append('-');
    appendTwo(out, date.month());
    out.append('-');
    appendTwo(out, date.day());
  }

  private static StringBuilder appendEra(StringBuilder out, CalendarDate.Ymd date) {
    return date.year() > 0 ? out : out.append(" BC");
  }

  static void appendTime(StringBuilder out, long micros) {
    long seconds = micros / MICROS_PER_SECOND;
    appendTwo(out, (int) (seconds / 3600));
    out.append(':');
    appendTwo(out, (int) (seconds / 60 % 60));
    out.append(':');
    appendTwo(out, (int) (seconds % 60));
    appendFraction(out, (int) (micros % MICROS_PER_SECOND));
  }

  /** Point and digits without trailing zeros; nothing for zero. */
  static void appendFraction(StringBuilder out, int micros) {
    if (micros == 0) {
      return;
    }
    out.append('.');
    int rest = micros;
    for (int unit = 100_000; rest > 0; unit /= 10) {
      out.append((char) ('0' + rest / unit));
      rest %= unit;
    }
  }

  private static void appendOffset(StringBuilder out, int seconds) {
    int rest = Math.abs(seconds);
    out.append(seconds < 0 ? '-' : '+');
    appendTwo(out, rest / 3600);
    if (rest % 3600 != 0) {
      out.append(':');
      appendTwo(out, rest / 60 % 60);
    }
    if (rest % 60 != 0) {
      out.append(':');
      appendTwo(out, rest % 60);
    }
  }

  static void appendTwo(StringBuilder out, int number) {
    if (number < 10) {
      out.append('0');
    }
    out.append(number);
  }
}
