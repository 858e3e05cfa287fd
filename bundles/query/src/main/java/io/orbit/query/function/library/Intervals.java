package io.orbit.query.function.library;

import io.orbit.api.value.Interval;

/** Arithmetic of intervals (timestamp.c: interval_mul and its kin). */
final class Intervals {
  private static final int DAYS_PER_MONTH = 30;

  private Intervals() {}

  static Interval add(Interval a, Interval b) {
    try {
      return new Interval(
          Math.addExact(a.months(), b.months()),
          Math.addExact(a.days(), b.days()),
          Math.addExact(a.micros(), b.micros()));
    } catch (ArithmeticException overflow) {
      throw Times.outOfRange("interval");
    }
  }

  static Interval negate(Interval a) {
    try {
      return new Interval(
          Math.negateExact(a.months()), Math.negateExact(a.days()), Math.negateExact(a.micros()));
    } catch (ArithmeticException overflow) {
      throw Times.outOfRange("interval");
    }
  }

  static Interval subtract(Interval a, Interval b) {
    try {
      return new Interval(
          Math.subtractExact(a.months(), b.months()),
          Math.subtractExact(a.days(), b.days()),
          Math.subtractExact(a.micros(), b.micros()));
    } catch (ArithmeticException overflow) {
      throw Times.outOfRange("interval");
    }
  }

  static Interval divide(Interval interval, double divisor) {
    if (divisor == 0) {
      throw Failures.divisionByZero();
    }
    return scale(interval, divisor, true);
  }

  static Interval multiply(Interval interval, double factor) {
    return scale(interval, factor, false);
  }

  /** Fractions of months cascade to days, of days to microseconds. */
  private static Interval scale(Interval interval, double by, boolean divide) {
    double months = divide ? interval.months() / by : interval.months() * by;
    double days = divide ? interval.days() / by : interval.days() * by;
    double micros = divide ? interval.micros() / by : interval.micros() * by;
    if (!isInt(months) || !isInt(days)) {
      throw Times.outOfRange("interval");
    }
    int wholeMonths = (int) months;
    int wholeDays = (int) days;
    double monthDays = toMicros((months - wholeMonths) * DAYS_PER_MONTH);
    double seconds =
        toMicros((days - wholeDays + monthDays - (int) monthDays) * (Times.DAY / Times.SECOND));
    if (Math.abs(seconds) >= Times.DAY / Times.SECOND) {
      int more = (int) (seconds / (Times.DAY / Times.SECOND));
      wholeDays += more;
      seconds -= more * (double) (Times.DAY / Times.SECOND);
    }
    wholeDays += (int) monthDays;
    double total = Math.rint(micros + seconds * Times.SECOND);
    if (Double.isNaN(total) || Math.abs(total) >= 0x1p63) {
      throw Times.outOfRange("interval");
    }
    return new Interval(wholeMonths, wholeDays, (long) total);
  }

  private static boolean isInt(double value) {
    return value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
  }

  /** Rounded to a millionth. */
  private static double toMicros(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }
}
