package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.real;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Interval;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** make_date, make_time, make_timestamp, make_timestamptz, make_interval. */
final class DateTimeMakers {
  private DateTimeMakers() {}

  static void define(Definitions definitions) {
    definitions.add(
        "make_date(int4, int4, int4) date",
        (e, a) -> (int) day(integer(a, 0), integer(a, 1), integer(a, 2)));
    definitions.add(
        "make_time(int4, int4, float8) time",
        (e, a) -> time(integer(a, 0), integer(a, 1), real(a, 2)));
    String six = "(int4, int4, int4, int4, int4, float8";
    definitions.add("make_timestamp" + six + ") timestamp", (e, a) -> timestamp(a));
    definitions
        .define("make_timestamptz" + six + ") timestamptz")
        .stable()
        .is((e, a) -> Times.toInstant(timestamp(a), Contexts.zone(e)));
    definitions.add(
        "make_timestamptz" + six + ", text) timestamptz",
        (e, a) -> {
          ZoneId zone = Zones.of(text(a, 6));
          return Times.toInstant(timestamp(a), zone);
        });
    String parameters = "";
    String[] types = {"int4", "int4", "int4", "int4", "int4", "int4", "float8"};
    for (int count = 0; count <= types.length; count++) {
      definitions.add("make_interval(" + parameters + ") interval", (e, a) -> interval(a));
      if (count < types.length) {
        parameters += (count == 0 ? "" : ", ") + types[count];
      }
    }
  }

  private static OrbitException outOfRange(String message) {
    return new OrbitException(ErrorCode.DATETIME_FIELD_OVERFLOW, message);
  }

  private static long day(int year, int month, int day) {
    try {
      int astronomical = year < 0 ? year + 1 : year;
      if (year == 0) {
        throw new DateTimeException("year 0");
      }
      return Times.checkedDay(LocalDate.of(astronomical, month, day).toEpochDay());
    } catch (DateTimeException invalid) {
      throw outOfRange(
          String.format(
              Locale.ROOT, "date field value out of range: %d-%02d-%02d", year, month, day));
    }
  }

  private static long time(int hour, int minute, double seconds) {
    boolean valid =
        hour >= 0
            && minute >= 0
            && minute < 60
            && seconds >= 0
            && seconds <= 60
            && (hour < 24 || (hour == 24 && minute == 0 && seconds == 0));
    if (!valid) {
      throw outOfRange(
          String.format(
              Locale.ROOT,
              "time field value out of range: %d:%02d:%s",
              hour,
              minute,
              seconds == Math.rint(seconds)
                  ? String.format(Locale.ROOT, "%02d", (long) seconds)
                  : Double.toString(seconds)));
    }
    return hour * Times.HOUR + minute * Times.MINUTE + (long) Math.rint(seconds * Times.SECOND);
  }

  private static long timestamp(@Nullable Object[] a) {
    long day = day(integer(a, 0), integer(a, 1), integer(a, 2));
    return Times.checked(
        Math.addExact(
            Math.multiplyExact(day, Times.DAY), time(integer(a, 3), integer(a, 4), real(a, 5))));
  }

  private static Interval interval(@Nullable Object[] a) {
    try {
      long months = part(a, 0) * 12 + part(a, 1);
      long days = part(a, 2) * 7 + part(a, 3);
      double seconds = a.length > 6 ? real(a, 6) : 0;
      if (!Double.isFinite(seconds)) {
        throw Times.outOfRange("interval");
      }
      long micros =
          Math.addExact(
              part(a, 4) * Times.HOUR + part(a, 5) * Times.MINUTE,
              (long) Math.rint(seconds * Times.SECOND));
      return new Interval(Math.toIntExact(months), Math.toIntExact(days), micros);
    } catch (ArithmeticException overflow) {
      throw Times.outOfRange("interval");
    }
  }

  private static long part(@Nullable Object[] arguments, int index) {
    return index < arguments.length ? integer(arguments, index) : 0;
  }
}
