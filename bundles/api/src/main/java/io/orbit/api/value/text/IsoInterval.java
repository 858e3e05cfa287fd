package io.orbit.api.value.text;

import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Interval;

/**
 * ISO 8601 intervals: with designators ({@code P1Y2M3DT4H5M6.7S}, {@code P1W}), each number with a
 * sign of its own, or in the alternative form ({@code P0001-02-03T04:05:06}, {@code
 * P00010203T040506}).
 */
final class IsoInterval {
  private static final long HOUR = 3_600_000_000L;
  private static final long MINUTE = 60_000_000L;
  private static final long SECOND = 1_000_000L;

  private final String trimmed;
  private final String text;
  private long months;
  private long days;
  private long micros;
  private int at = 1;
  private String digits = "";
  private long value;
  private double fraction;

  private IsoInterval(String trimmed, String text) {
    this.trimmed = trimmed;
    this.text = text;
  }

  static Interval parse(String trimmed, String text) {
    IsoInterval parser = new IsoInterval(trimmed, text);
    try {
      parser.read();
    } catch (ArithmeticException e) {
      throw IntervalParser.overflow(text);
    }
    if (parser.days != (int) parser.days) {
      throw IntervalParser.overflow(text);
    }
    return IntervalParser.interval(parser.months, parser.days, parser.micros);
  }

  private void read() {
    if (trimmed.length() < 2) {
      throw badFormat();
    }
    boolean time = false;
    boolean any = false;
    while (at < trimmed.length()) {
      if (trimmed.charAt(at) == 'T') {
        time = true;
        any = false;
        at++;
        continue;
      }
      number();
      char designator = at < trimmed.length() ? trimmed.charAt(at) : '\0';
      if (time && (designator == ':' || designator == '\0')) {
        alternativeTime(designator, any);
        return;
      }
      if (!time && (designator == '-' || designator == '\0' || designator == 'T')) {
        alternativeDate(designator, any);
      } else {
        at++;
        add(designator, time);
      }
      any = true;
    }
  }

  /** Reads a signed number with a fraction into {@link #value} and {@link #fraction}. */
  private void number() {
    int start = at;
    if (at < trimmed.length() && "+-".indexOf(trimmed.charAt(at)) >= 0) {
      at++;
    }
    int firstDigit = at;
    while (at < trimmed.length() && DateTimeFields.isDigit(trimmed.charAt(at))) {
      at++;
    }
    digits = trimmed.substring(firstDigit, at);
    boolean negative = trimmed.startsWith("-", start);
    if (digits.length() > 18) {
      throw IntervalParser.overflow(text);
    }
    long magnitude = digits.isEmpty() ? 0 : Long.parseLong(digits);
    value = negative ? -magnitude : magnitude;
    fraction = 0;
    boolean point = at < trimmed.length() && trimmed.charAt(at) == '.';
    if (point) {
      int from = at++;
      while (at < trimmed.length() && DateTimeFields.isDigit(trimmed.charAt(at))) {
        at++;
      }
      double amount = at == from + 1 ? 0 : Double.parseDouble("0" + trimmed.substring(from, at));
      fraction = negative ? -amount : amount;
    }
    if (digits.isEmpty() && !point) {
      throw badFormat();
    }
  }

  private void alternativeDate(char delimiter, boolean any) {
    if (any) {
      throw badFormat();
    }
    if (delimiter != '-' && digits.length() == 8) {
      long sign = value < 0 ? -1 : 1;
      long magnitude = Math.abs(value);
      months = sign * (magnitude / 10_000 * 12 + magnitude / 100 % 100);
      days(sign * (magnitude % 100), fraction);
      return;
    }
    add('Y', false);
    if (delimiter == '-') {
      at++;
      number();
      add('M', false);
      if (at < trimmed.length() && trimmed.charAt(at) == '-') {
        at++;
        number();
        add('D', false);
      }
      if (at < trimmed.length() && trimmed.charAt(at) != 'T') {
        throw badFormat();
      }
    }
  }

  private void alternativeTime(char delimiter, boolean any) {
    if (any) {
      throw badFormat();
    }
    if (delimiter == '\0' && digits.length() == 6) {
      long sign = value < 0 ? -1 : 1;
      long magnitude = Math.abs(value);
      time(sign * (magnitude / 10_000), 0, HOUR);
      time(sign * (magnitude / 100 % 100), 0, MINUTE);
      time(sign * (magnitude % 100), 0, SECOND);
      return;
    }
    time(value, fraction, HOUR);
    if (delimiter == ':') {
      at++;
      number();
      time(value, fraction, MINUTE);
      if (at < trimmed.length() && trimmed.charAt(at) == ':') {
        at++;
        number();
        time(value, fraction, SECOND);
      }
      if (at < trimmed.length()) {
        throw badFormat();
      }
    }
  }

  private void add(char designator, boolean time) {
    if (time) {
      switch (designator) {
        case 'H' -> time(value, fraction, HOUR);
        case 'M' -> time(value, fraction, MINUTE);
        case 'S' -> time(value, fraction, SECOND);
        default -> throw badFormat();
      }
      return;
    }
    switch (designator) {
      case 'Y' -> {
        months = Math.addExact(months, Math.multiplyExact(value, 12));
        months = Math.addExact(months, (long) Math.rint(fraction * 12));
      }
      case 'M' -> {
        months = Math.addExact(months, value);
        days(0, fraction * 30);
      }
      case 'W' -> days(Math.multiplyExact(value, 7), fraction * 7);
      case 'D' -> days(value, fraction);
      default -> throw badFormat();
    }
  }

  private void time(long amount, double part, long scale) {
    micros = Math.addExact(micros, Math.multiplyExact(amount, scale));
    micros = Math.addExact(micros, (long) Math.rint(part * scale));
  }

  private void days(long amount, double part) {
    long whole = (long) part;
    days = Math.addExact(Math.addExact(days, amount), whole);
    micros += (long) Math.rint((part - whole) * CalendarDate.MICROS_PER_DAY);
  }

  private OrbitException badFormat() {
    return TextErrors.invalidDateTime("interval", text);
  }
}
