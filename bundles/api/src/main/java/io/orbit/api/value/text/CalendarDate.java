package io.orbit.api.value.text;

/**
 * The proleptic Gregorian calendar on plain numbers. Years are astronomical: 0 is 1 BC. Days count
 * from 1970-01-01.
 */
final class CalendarDate {
  /** 4714-11-24 BC, Julian day 0, the first date there is. */
  static final int FIRST_DAY = -2_440_588;

  /** 5874897-12-31, the last date there is. */
  static final int LAST_DAY = 2_145_042_905;

  /** 4714-11-24 00:00:00 BC. */
  static final long FIRST_TIMESTAMP = FIRST_DAY * 86_400_000_000L;

  /**
   * 294247-01-10 04:00:54.775807, exclusive: the largest number means infinity. PostgreSQL counts
   * from 2000 and so reaches 30 years further.
   */
  static final long END_TIMESTAMP = Long.MAX_VALUE;

  static final long MICROS_PER_DAY = 86_400_000_000L;

  private CalendarDate() {}

  static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  static int daysInMonth(int year, int month) {
    return switch (month) {
      case 2 -> isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days since 1970-01-01 (Howard Hinnant's days_from_civil). */
  static long toDay(int year, int month, int day) {
    long y = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  /** Year, month and day of a day. */
  record Ymd(int year, int month, int day) {}

  static Ymd ofDay(long epochDay) {
    long z = epochDay + 719_468;
    long era = Math.floorDiv(z, 146_097L);
    long dayOfEra = z - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long shifted = (5 * dayOfYear + 2) / 153;
    int day = (int) (dayOfYear - (153 * shifted + 2) / 5 + 1);
    int month = (int) (shifted < 10 ? shifted + 3 : shifted - 9);
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return new Ymd((int) year, month, day);
  }

  static boolean isValidDay(long day) {
    return day >= FIRST_DAY && day <= LAST_DAY;
  }

  static boolean isValidTimestamp(long micros) {
    return micros >= FIRST_TIMESTAMP && micros < END_TIMESTAMP;
  }
}
