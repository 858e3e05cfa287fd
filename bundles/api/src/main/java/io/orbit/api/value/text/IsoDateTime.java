package io.orbit.api.value.text;

/**
 * Dates and times exactly as they are written by machines, {@code 2020-01-31} and {@code 2020-01-31
 * 23:59:59.123456}, which mean the same in every DateStyle. What is written otherwise, or does not
 * exist, is for {@link DateTimeDecoder} to read or refuse.
 */
final class IsoDateTime {
  /** Not written so. */
  static final long NONE = Long.MIN_VALUE;

  private static final int DATE = 10;
  private static final int SECONDS = 19;
  private static final int MICROS = 26;

  private IsoDateTime() {}

  /** Days since 1970-01-01, or {@link #NONE}. */
  static long day(String text) {
    return text.length() == DATE ? dayAt(text) : NONE;
  }

  private static long dayAt(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, DATE);
    return text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && year > 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= CalendarDate.daysInMonth(year, month)
        ? CalendarDate.toDay(year, month, day)
        : NONE;
  }

  /** Microseconds since 1970-01-01 00:00:00, or {@link #NONE}. */
  static long timestamp(String text) {
    int length = text.length();
    if (length < SECONDS || length > MICROS || text.charAt(DATE) != ' ') {
      return NONE;
    }
    long day = dayAt(text);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECONDS);
    if (day == NONE
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 59
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return NONE;
    }
    int micros = 0;
    if (length > SECONDS) {
      micros = number(text, SECONDS + 1, length);
      if (text.charAt(SECONDS) != '.' || length == SECONDS + 1 || micros < 0) {
        return NONE;
      }
      for (int digits = length - SECONDS - 1; digits < 6; digits++) {
        micros *= 10;
      }
    }
    return day * CalendarDate.MICROS_PER_DAY
        + ((hour * 60L + minute) * 60L + second) * 1_000_000L
        + micros;
  }

  /** A number of digits, or −1. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
