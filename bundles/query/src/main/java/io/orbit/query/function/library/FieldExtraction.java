package io.orbit.query.function.library;

import io.orbit.api.value.Decimal;
import io.orbit.api.value.Interval;
import io.orbit.api.value.TimeWithZone;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import org.jspecify.annotations.Nullable;

/** EXTRACT and date_part: fields of dates, times, timestamps and intervals as numeric. */
final class FieldExtraction {
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;

  private FieldExtraction() {}

  private static Decimal whole(long value) {
    return Decimal.of(value);
  }

  private static Decimal scaled(long micros, int scale) {
    return Decimal.of(BigDecimal.valueOf(micros, scale));
  }

  // ---- timestamps

  static @Nullable Decimal ofTimestamp(String name, long micros) {
    String type = "timestamp without time zone";
    TimeField field = TimeField.of(name, type);
    if (!Times.isFinite(micros)) {
      return infinite(field, micros > 0);
    }
    if (field == TimeField.EPOCH) {
      return scaled(micros, 6);
    }
    return local(field, micros, name, type);
  }

  static @Nullable Decimal ofInstant(String name, long micros, ZoneId zone) {
    String type = "timestamp with time zone";
    TimeField field = TimeField.of(name, type);
    if (!Times.isFinite(micros)) {
      return infinite(field, micros > 0);
    }
    int offset = Times.offset(micros, zone);
    return switch (field) {
      case EPOCH -> scaled(micros, 6);
      case TIMEZONE -> whole(offset);
      case TIMEZONE_HOUR -> whole(offset / 3600);
      case TIMEZONE_MINUTE -> whole(offset / 60 % 60);
      default -> local(field, micros + offset * Times.SECOND, name, type);
    };
  }

  /** Fields that grow without end are infinite, the others null. */
  private static @Nullable Decimal infinite(TimeField field, boolean positive) {
    return switch (field) {
      case YEAR, DECADE, CENTURY, MILLENNIUM, JULIAN, ISOYEAR, EPOCH ->
          positive ? Decimal.POSITIVE_INFINITY : Decimal.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private static Decimal local(TimeField field, long micros, String name, String type) {
    long day = Math.floorDiv(micros, Times.DAY);
    long time = Math.floorMod(micros, Times.DAY);
    return switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> clock(field, time);
      case JULIAN ->
          Decimals.add(
              whole(day + JULIAN_DAY_OF_1970), Decimals.divide(whole(time), whole(Times.DAY)));
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE, EPOCH ->
          throw TimeField.unsupported(name, type);
      default -> calendar(field, LocalDate.ofEpochDay(day));
    };
  }

  private static Decimal clock(TimeField field, long time) {
    return switch (field) {
      case MICROSECONDS -> whole(time % Times.MINUTE);
      case MILLISECONDS -> scaled(time % Times.MINUTE, 3);
      case SECOND -> scaled(time % Times.MINUTE, 6);
      case MINUTE -> whole(time / Times.MINUTE % 60);
      default -> whole(time / Times.HOUR);
    };
  }

  private static Decimal calendar(TimeField field, LocalDate date) {
    int year = date.getYear();
    return switch (field) {
      case DAY -> whole(date.getDayOfMonth());
      case WEEK -> whole(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTH -> whole(date.getMonthValue());
      case QUARTER -> whole((date.getMonthValue() - 1) / 3 + 1);
      case YEAR -> whole(year > 0 ? year : year - 1);
      case DECADE -> whole(year >= 0 ? year / 10 : -((8 - (year - 1)) / 10));
      case CENTURY -> whole(year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100));
      case MILLENNIUM -> whole(year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000));
      case ISOYEAR -> {
        int weekYear = date.get(IsoFields.WEEK_BASED_YEAR);
        yield whole(weekYear > 0 ? weekYear : weekYear - 1);
      }
      case DOW -> whole(date.getDayOfWeek().getValue() % 7);
      case ISODOW -> whole(date.getDayOfWeek().getValue());
      case DOY -> whole(date.getDayOfYear());
      default -> throw new IllegalArgumentException(field.name());
    };
  }

  // ---- dates

  static @Nullable Decimal ofDate(String name, int day) {
    TimeField field = TimeField.of(name, "date");
    return switch (field) {
      case MICROSECONDS,
          MILLISECONDS,
          SECOND,
          MINUTE,
          HOUR,
          TIMEZONE,
          TIMEZONE_HOUR,
          TIMEZONE_MINUTE ->
          throw TimeField.unsupported(name, "date");
      default -> {
        if (!Times.isFiniteDate(day)) {
          yield infinite(field, day > 0);
        }
        yield switch (field) {
          case EPOCH -> whole(day * 86_400L);
          case JULIAN -> whole(day + JULIAN_DAY_OF_1970);
          default -> calendar(field, LocalDate.ofEpochDay(day));
        };
      }
    };
  }

  // ---- times

  static Decimal ofTime(String name, long micros) {
    String type = "time without time zone";
    TimeField field = TimeField.of(name, type);
    return switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> clock(field, micros);
      case EPOCH -> scaled(micros, 6);
      default -> throw TimeField.unsupported(name, type);
    };
  }

  static Decimal ofTimeWithZone(String name, TimeWithZone time) {
    String type = "time with time zone";
    TimeField field = TimeField.of(name, type);
    return switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> clock(field, time.micros());
      case EPOCH -> scaled(time.micros() - time.offsetSeconds() * Times.SECOND, 6);
      case TIMEZONE -> whole(time.offsetSeconds());
      case TIMEZONE_HOUR -> whole(time.offsetSeconds() / 3600);
      case TIMEZONE_MINUTE -> whole(time.offsetSeconds() / 60 % 60);
      default -> throw TimeField.unsupported(name, type);
    };
  }

  // ---- intervals

  static Decimal ofInterval(String name, Interval interval) {
    TimeField field = TimeField.of(name, "interval");
    int years = interval.months() / 12;
    return switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> clock(field, interval.micros());
      case DAY -> whole(interval.days());
      case MONTH -> whole(interval.months() % 12);
      case QUARTER -> whole(interval.months() % 12 / 3 + 1);
      case YEAR -> whole(years);
      case DECADE -> whole(years / 10);
      case CENTURY -> whole(years / 100);
      case MILLENNIUM -> whole(years / 1000);
      case EPOCH -> epoch(interval);
      default -> throw TimeField.unsupported(name, "interval");
    };
  }

  /** A year counts as 365.25 days, a month as 30. */
  private static Decimal epoch(Interval interval) {
    long quarterDays =
        interval.months() / 12 * 1461L + interval.months() % 12 * 120L + interval.days() * 4L;
    return Decimal.of(
        BigDecimal.valueOf(quarterDays * (86_400 / 4))
            .setScale(6)
            .add(BigDecimal.valueOf(interval.micros(), 6)));
  }
}
