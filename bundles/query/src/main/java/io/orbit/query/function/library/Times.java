package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Dates and timestamps as numbers: days and microseconds since 1970, extremes are infinite. */
public final class Times {
  static final long SECOND = 1_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  static final long INFINITY = Long.MAX_VALUE;
  static final long NEGATIVE_INFINITY = Long.MIN_VALUE;
  static final int INFINITE_DATE = Integer.MAX_VALUE;
  static final int NEGATIVE_INFINITE_DATE = Integer.MIN_VALUE;

  /** 4714-11-24 BC, the first day there is. */
  static final int FIRST_DAY = -2_440_588;

  /** 5874897-12-31, the last. */
  static final int LAST_DAY = 2_145_042_905;

  private Times() {}

  static boolean isFinite(long micros) {
    return micros != INFINITY && micros != NEGATIVE_INFINITY;
  }

  static boolean isFiniteDate(int day) {
    return day != INFINITE_DATE && day != NEGATIVE_INFINITE_DATE;
  }

  static OrbitException outOfRange(String what) {
    return new OrbitException(ErrorCode.DATETIME_FIELD_OVERFLOW, what + " out of range");
  }

  /** The first moment of a day. */
  public static long timestamp(int day) {
    if (!isFiniteDate(day)) {
      return day == INFINITE_DATE ? INFINITY : NEGATIVE_INFINITY;
    }
    if (day > Long.MAX_VALUE / DAY - 1) {
      throw new OrbitException(
          ErrorCode.DATETIME_FIELD_OVERFLOW, "date out of range for timestamp");
    }
    return day * DAY;
  }

  /** For comparing: days beyond all timestamps are as far as infinity. */
  static long saturatedTimestamp(int day) {
    return isFiniteDate(day) && day > Long.MAX_VALUE / DAY - 1 ? INFINITY - 1 : timestamp(day);
  }

  /** The day of a timestamp. */
  public static int day(long micros) {
    if (!isFinite(micros)) {
      return micros == INFINITY ? INFINITE_DATE : NEGATIVE_INFINITE_DATE;
    }
    return (int) Math.floorDiv(micros, DAY);
  }

  static long checked(long micros) {
    if (micros < FIRST_DAY * DAY || micros == INFINITY) {
      throw outOfRange("timestamp");
    }
    return micros;
  }

  static int checkedDay(long day) {
    if (day < FIRST_DAY || day > LAST_DAY) {
      throw outOfRange("date");
    }
    return (int) day;
  }

  static LocalDateTime local(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1000, ZoneOffset.UTC);
  }

  static LocalDate date(int day) {
    return LocalDate.ofEpochDay(day);
  }

  static long micros(LocalDateTime local) {
    return local.toEpochSecond(ZoneOffset.UTC) * SECOND + local.getNano() / 1000;
  }

  /** The instant of a local time: before a gap's shift, after an overlap's. */
  public static long toInstant(long localMicros, ZoneId zone) {
    if (!isFinite(localMicros)) {
      return localMicros;
    }
    return checked(localMicros - offsetOfLocal(localMicros, zone) * SECOND);
  }

  /** Seconds east of UTC that a zone has at a local time. */
  static int offsetOfLocal(long localMicros, ZoneId zone) {
    if (zone instanceof ZoneOffset fixed) {
      return fixed.getTotalSeconds();
    }
    return ZonedDateTime.of(local(localMicros), zone)
            .withLaterOffsetAtOverlap()
            .getOffset()
            .getTotalSeconds()
        - shiftInGap(localMicros, zone);
  }

  private static int shiftInGap(long localMicros, ZoneId zone) {
    var transition = zone.getRules().getTransition(local(localMicros));
    return transition != null && transition.isGap()
        ? (int) transition.getDuration().toSeconds()
        : 0;
  }

  /** Local time in a zone at an instant. */
  public static long toLocal(long micros, ZoneId zone) {
    return isFinite(micros) ? micros + offset(micros, zone) * SECOND : micros;
  }

  /** Seconds east of UTC that a zone has at an instant. */
  public static int offset(long micros, ZoneId zone) {
    return zone instanceof ZoneOffset fixed
        ? fixed.getTotalSeconds()
        : zone.getRules()
            .getOffset(Instant.ofEpochSecond(Math.floorDiv(micros, SECOND)))
            .getTotalSeconds();
  }

  static OrbitException cannotSubtract(String what) {
    return new OrbitException(
        ErrorCode.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite " + what);
  }

  /** The span from {@code b} to {@code a} in days and microseconds. */
  static Interval between(long a, long b) {
    if (!isFinite(a) || !isFinite(b)) {
      throw cannotSubtract("timestamps");
    }
    try {
      long micros = Math.subtractExact(a, b);
      return new Interval(0, (int) (micros / DAY), micros % DAY);
    } catch (ArithmeticException overflow) {
      throw outOfRange("interval");
    }
  }

  /** A timestamp moved by months (to the last day of a shorter one), days and microseconds. */
  static long plus(long micros, Interval interval) {
    if (!isFinite(micros)) {
      return micros;
    }
    try {
      return checked(Math.addExact(plusDate(micros, interval), interval.micros()));
    } catch (ArithmeticException overflow) {
      throw outOfRange("timestamp");
    }
  }

  /** As {@link #plus} for an instant: months and days are those of the zone. */
  static long plus(long micros, Interval interval, ZoneId zone) {
    if (!isFinite(micros)) {
      return micros;
    }
    try {
      long moved =
          interval.months() == 0 && interval.days() == 0
              ? micros
              : toInstant(plusDate(toLocal(micros, zone), interval), zone);
      return checked(Math.addExact(moved, interval.micros()));
    } catch (ArithmeticException overflow) {
      throw outOfRange("timestamp");
    }
  }

  private static long plusDate(long micros, Interval interval) {
    long moved = micros;
    if (interval.months() != 0) {
      long time = Math.floorMod(micros, DAY);
      long day =
          LocalDate.ofEpochDay(Math.floorDiv(micros, DAY))
              .plusMonths(interval.months())
              .toEpochDay();
      moved = Math.addExact(Math.multiplyExact(day, DAY), time);
    }
    return Math.addExact(moved, Math.multiplyExact(interval.days(), DAY));
  }
}
