package io.orbit.api.value.text;

import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Interval;

/** ISO 8601 intervals with designators: {@code P1Y2M3DT4H5M6.7S}, {@code P1W}, each with a sign. */
final class IsoInterval {
  private final String trimmed;
  private final String text;
  private long months;
  private long days;
  private long micros;

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
    if (parser.months != (int) parser.months || parser.days != (int) parser.days) {
      throw IntervalParser.overflow(text);
    }
    return new Interval((int) parser.months, (int) parser.days, parser.micros);
  }

  private void read() {
    boolean time = false;
    int at = 1;
    if (at == trimmed.length()) {
      throw badFormat();
    }
    while (at < trimmed.length()) {
      if (trimmed.charAt(at) == 'T' && !time) {
        time = true;
        at++;
        if (at == trimmed.length()) {
          throw badFormat();
        }
        continue;
      }
      int start = at;
      while (at < trimmed.length() && "+-.0123456789".indexOf(trimmed.charAt(at)) >= 0) {
        at++;
      }
      if (start == at || at == trimmed.length()) {
        throw badFormat();
      }
      String number = trimmed.substring(start, at);
      if (!number.matches("[+-]?[0-9]*\\.?[0-9]*") || !number.matches(".*[0-9].*")) {
        throw badFormat();
      }
      int point = number.indexOf('.');
      boolean negative = number.startsWith("-");
      String whole = point < 0 ? number : number.substring(0, point);
      long value = whole.isEmpty() || whole.equals("-") || whole.equals("+") ? 0 : parse(whole);
      double fraction = point < 0 || point + 1 == number.length() ? 0 : fraction(number, point);
      add(trimmed.charAt(at++), time, value, negative ? -fraction : fraction);
    }
  }

  private long parse(String whole) {
    try {
      return Long.parseLong(whole);
    } catch (NumberFormatException e) {
      throw IntervalParser.overflow(text);
    }
  }

  private static double fraction(String number, int point) {
    return Double.parseDouble("0" + number.substring(point));
  }

  private void add(char designator, boolean time, long value, double fraction) {
    if (time) {
      switch (designator) {
        case 'H' -> time(value, fraction, 3_600_000_000L);
        case 'M' -> time(value, fraction, 60_000_000L);
        case 'S' -> time(value, fraction, 1_000_000L);
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

  private void time(long value, double fraction, long scale) {
    micros = Math.addExact(micros, Math.multiplyExact(value, scale));
    micros = Math.addExact(micros, (long) Math.rint(fraction * scale));
  }

  private void days(long value, double amount) {
    long whole = (long) amount;
    days = Math.addExact(Math.addExact(days, value), whole);
    micros += (long) Math.rint((amount - whole) * CalendarDate.MICROS_PER_DAY);
  }

  private OrbitException badFormat() {
    return TextErrors.invalidDateTime("interval", text);
  }
}
