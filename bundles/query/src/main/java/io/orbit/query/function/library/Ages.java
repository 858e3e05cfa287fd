package io.orbit.query.function.library;

import io.orbit.api.value.Interval;
import java.time.LocalDateTime;
import java.time.YearMonth;

/** age() and the justify functions. */
final class Ages {
  private Ages() {}

  /** The span between two local timestamps in years, months, days and time. */
  static Interval age(long a, long b) {
    if (!Times.isFinite(a) || !Times.isFinite(b)) {
      throw Times.outOfRange("timestamp");
    }
    boolean negative = a < b;
    LocalDateTime later = Times.local(Math.max(a, b));
    LocalDateTime earlier = Times.local(Math.min(a, b));
    long micros = micros(later) - micros(earlier);
    int days = later.getDayOfMonth() - earlier.getDayOfMonth();
    int months =
        (later.getYear() - earlier.getYear()) * 12
            + later.getMonthValue()
            - earlier.getMonthValue();
    if (micros < 0) {
      micros += Times.DAY;
      days--;
    }
    if (days < 0) {
      days += YearMonth.from(earlier).lengthOfMonth();
      months--;
    }
    return negative ? new Interval(-months, -days, -micros) : new Interval(months, days, micros);
  }

  private static long micros(LocalDateTime time) {
    return time.toLocalTime().toNanoOfDay() / 1000;
  }

  static Interval justifyHours(Interval interval) {
    long days = interval.days() + interval.micros() / Times.DAY;
    long micros = interval.micros() % Times.DAY;
    if (days > 0 && micros < 0) {
      micros += Times.DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Times.DAY;
      days++;
    }
    return of(interval.months(), days, micros);
  }

  static Interval justifyDays(Interval interval) {
    long months = interval.months() + interval.days() / 30;
    long days = interval.days() % 30;
    if (months > 0 && days < 0) {
      days += 30;
      months--;
    } else if (months < 0 && days > 0) {
      days -= 30;
      months++;
    }
    return of(months, days, interval.micros());
  }

  static Interval justifyInterval(Interval interval) {
    long days = interval.days() + interval.micros() / Times.DAY;
    long micros = interval.micros() % Times.DAY;
    long months = interval.months() + days / 30;
    days %= 30;
    if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
      days += 30;
      months--;
    } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
      days -= 30;
      months++;
    }
    if (days > 0 && micros < 0) {
      micros += Times.DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Times.DAY;
      days++;
    }
    return of(months, days, micros);
  }

  private static Interval of(long months, long days, long micros) {
    if (months != (int) months || days != (int) days) {
      throw Times.outOfRange("interval");
    }
    return new Interval((int) months, (int) days, micros);
  }
}
