package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.interval;
import static io.orbit.query.function.library.Arguments.real;
import static io.orbit.query.function.library.Arguments.timeWithZone;

import io.orbit.api.value.Interval;
import io.orbit.api.value.TimeWithZone;
import io.orbit.query.function.FunctionRegistry;
import java.time.ZoneId;

/** Arithmetic of dates, times, timestamps and intervals. */
final class DateTimeOperators implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    dates(definitions);
    timestamps(definitions);
    times(definitions);
    intervals(definitions);
    overlaps(definitions);
  }

  private static void dates(Definitions definitions) {
    definitions.add("+(date, int4) date", (e, a) -> shifted(integer(a, 0), integer(a, 1)));
    definitions.add("+(int4, date) date", (e, a) -> shifted(integer(a, 1), integer(a, 0)));
    definitions.add("-(date, int4) date", (e, a) -> shifted(integer(a, 0), -(long) integer(a, 1)));
    definitions.add(
        "-(date, date) int4",
        (e, a) -> {
          if (!Times.isFiniteDate(integer(a, 0)) || !Times.isFiniteDate(integer(a, 1))) {
            throw Times.cannotSubtract("dates");
          }
          return integer(a, 0) - integer(a, 1);
        });
    definitions.add(
        "+(date, time) timestamp",
        (e, a) -> {
          long start = Times.timestamp(integer(a, 0));
          return Times.isFinite(start) ? start + bigint(a, 1) : start;
        });
    definitions.add(
        "+(time, date) timestamp",
        (e, a) -> {
          long start = Times.timestamp(integer(a, 1));
          return Times.isFinite(start) ? start + bigint(a, 0) : start;
        });
    definitions.add(
        "+(date, timetz) timestamptz", (e, a) -> instant(integer(a, 0), timeWithZone(a, 1)));
    definitions.add(
        "+(timetz, date) timestamptz", (e, a) -> instant(integer(a, 1), timeWithZone(a, 0)));
    definitions.add(
        "+(date, interval) timestamp",
        (e, a) -> Times.plus(Times.timestamp(integer(a, 0)), interval(a, 1)));
    definitions.add(
        "+(interval, date) timestamp",
        (e, a) -> Times.plus(Times.timestamp(integer(a, 1)), interval(a, 0)));
    definitions.add(
        "-(date, interval) timestamp",
        (e, a) -> Times.plus(Times.timestamp(integer(a, 0)), Intervals.negate(interval(a, 1))));
  }

  private static int shifted(int day, long days) {
    return Times.isFiniteDate(day) ? Times.checkedDay(day + days) : day;
  }

  private static long instant(int day, TimeWithZone time) {
    long start = Times.timestamp(day);
    return Times.isFinite(start)
        ? start + time.micros() - time.offsetSeconds() * Times.SECOND
        : start;
  }

  private static void timestamps(Definitions definitions) {
    definitions.add(
        "+(timestamp, interval) timestamp", (e, a) -> Times.plus(bigint(a, 0), interval(a, 1)));
    definitions.add(
        "+(interval, timestamp) timestamp", (e, a) -> Times.plus(bigint(a, 1), interval(a, 0)));
    definitions.add(
        "-(timestamp, interval) timestamp",
        (e, a) -> Times.plus(bigint(a, 0), Intervals.negate(interval(a, 1))));
    definitions
        .define("+(timestamptz, interval) timestamptz")
        .stable()
        .is((e, a) -> Times.plus(bigint(a, 0), interval(a, 1), Contexts.zone(e)));
    definitions
        .define("+(interval, timestamptz) timestamptz")
        .stable()
        .is((e, a) -> Times.plus(bigint(a, 1), interval(a, 0), Contexts.zone(e)));
    definitions
        .define("-(timestamptz, interval) timestamptz")
        .stable()
        .is((e, a) -> minus(bigint(a, 0), interval(a, 1), Contexts.zone(e)));
    definitions.add(
        "-(timestamp, timestamp) interval", (e, a) -> Times.between(bigint(a, 0), bigint(a, 1)));
    definitions.add(
        "-(timestamptz, timestamptz) interval",
        (e, a) -> Times.between(bigint(a, 0), bigint(a, 1)));
  }

  private static long minus(long micros, Interval interval, ZoneId zone) {
    return Times.plus(micros, Intervals.negate(interval), zone);
  }

  private static void times(Definitions definitions) {
    definitions.add("+(time, interval) time", (e, a) -> around(bigint(a, 0), interval(a, 1), 1));
    definitions.add("+(interval, time) time", (e, a) -> around(bigint(a, 1), interval(a, 0), 1));
    definitions.add("-(time, interval) time", (e, a) -> around(bigint(a, 0), interval(a, 1), -1));
    definitions.add(
        "-(time, time) interval", (e, a) -> new Interval(0, 0, bigint(a, 0) - bigint(a, 1)));
    definitions.add(
        "+(timetz, interval) timetz", (e, a) -> around(timeWithZone(a, 0), interval(a, 1), 1));
    definitions.add(
        "+(interval, timetz) timetz", (e, a) -> around(timeWithZone(a, 1), interval(a, 0), 1));
    definitions.add(
        "-(timetz, interval) timetz", (e, a) -> around(timeWithZone(a, 0), interval(a, 1), -1));
  }

  private static long around(long time, Interval interval, int sign) {
    return Math.floorMod(time + sign * (interval.micros() % Times.DAY), Times.DAY);
  }

  private static TimeWithZone around(TimeWithZone time, Interval interval, int sign) {
    return new TimeWithZone(around(time.micros(), interval, sign), time.offsetSeconds());
  }

  private static void intervals(Definitions definitions) {
    definitions.add(
        "+(interval, interval) interval", (e, a) -> Intervals.add(interval(a, 0), interval(a, 1)));
    definitions.add(
        "-(interval, interval) interval",
        (e, a) -> Intervals.subtract(interval(a, 0), interval(a, 1)));
    definitions.add("-(interval) interval", (e, a) -> Intervals.negate(interval(a, 0)));
    definitions.add(
        "*(interval, float8) interval", (e, a) -> Intervals.multiply(interval(a, 0), real(a, 1)));
    definitions.add(
        "*(float8, interval) interval", (e, a) -> Intervals.multiply(interval(a, 1), real(a, 0)));
    definitions.add(
        "/(interval, float8) interval", (e, a) -> Intervals.divide(interval(a, 0), real(a, 1)));
  }

  private static void overlaps(Definitions definitions) {
    for (String type : new String[] {"timestamp", "timestamptz", "time"}) {
      String point = type + ", ";
      define(definitions, point + point + point + type, type, false, false);
      define(definitions, point + "interval, " + point + type, type, true, false);
      define(definitions, point + point + point + "interval", type, false, true);
      define(definitions, point + "interval, " + point + "interval", type, true, true);
    }
  }

  private static void define(
      Definitions definitions, String parameters, String type, boolean first, boolean second) {
    definitions
        .define("overlaps(" + parameters + ") bool")
        .stable()
        .calledOnNull()
        .is(
            (e, a) -> {
              ZoneId zone = Contexts.zone(e);
              return Overlaps.test(
                  (Long) a[0],
                  first ? Overlaps.end(type, a[0], a[1], zone) : (Long) a[1],
                  (Long) a[2],
                  second ? Overlaps.end(type, a[2], a[3], zone) : (Long) a[3]);
            });
  }
}
