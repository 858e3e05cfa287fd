package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Interval;
import io.orbit.api.value.text.DateTimeFields.Field;
import io.orbit.api.value.text.DateTimeFields.Look;
import io.orbit.api.value.text.DateTimeWords.Unit;
import io.orbit.api.value.text.TextContext.IntervalStyle;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one interval in PostgreSQL's verbose form ({@code 1 day 02:03}, {@code @ 1 min ago}) or the
 * SQL standard's ({@code 1-2 3 4:05}): fields are read from the last to the first, because a unit
 * follows its number.
 */
final class IntervalParser {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_HOUR = 3_600_000_000L;

  private final String text;
  private long years;
  private long months;
  private long days;
  private long micros;
  private final Set<Unit> seen = EnumSet.noneOf(Unit.class);

  private IntervalParser(String text) {
    this.text = text;
  }

  static Interval parse(String text, int precision, TextContext context) {
    String trimmed = FloatText.trim(text);
    if (trimmed.startsWith("P")) {
      return round(IsoInterval.parse(trimmed, text), precision);
    }
    IntervalParser parser = new IntervalParser(text);
    try {
      parser.read(context.intervalStyle());
      return round(parser.result(), precision);
    } catch (ArithmeticException e) {
      throw parser.overflow();
    }
  }

  static Interval round(Interval interval, int precision) {
    return precision < 0 || precision >= 6
        ? interval
        : new Interval(
            interval.months(), interval.days(), DateTimeText.round(interval.micros(), precision));
  }

  private Interval result() {
    if (years != (int) years || months != (int) months || days != (int) days) {
      throw overflow();
    }
    return interval(years * 12 + months, days, micros);
  }

  static Interval interval(long months, long days, long micros) {
    if (months != (int) months) {
      throw new OrbitException(ErrorCode.DATETIME_FIELD_OVERFLOW, "interval out of range");
    }
    return new Interval((int) months, (int) days, micros);
  }

  private void read(IntervalStyle style) {
    List<Field> fields = DateTimeFields.split(text).orElseThrow(this::badFormat);
    boolean forceNegative =
        style == IntervalStyle.SQL_STANDARD
            && !fields.isEmpty()
            && fields.getFirst().text().startsWith("-")
            && fields.stream().skip(1).noneMatch(f -> "+-".indexOf(f.text().charAt(0)) >= 0);
    Unit unit = null;
    boolean ago = false;
    boolean any = false;
    for (int i = fields.size() - 1; i >= 0; i--) {
      String field = fields.get(i).text();
      Look look = fields.get(i).look();
      boolean signedTime = look == Look.SIGNED && field.indexOf(':') >= 0;
      if (look == Look.TIME || signedTime) {
        time(signedTime ? field.substring(1) : field, field.charAt(0) == '-' || forceNegative);
        unit = Unit.DAY;
        any = true;
      } else if (look == Look.STRING || look == Look.SPECIAL) {
        unit = DateTimeWords.unit(field);
        if (unit == null) {
          throw badFormat();
        }
        ago |= unit == Unit.AGO;
      } else {
        unit = number(field, unit, forceNegative);
        any = true;
      }
    }
    if (!any) {
      throw badFormat();
    }
    if (ago) {
      years = Math.negateExact(years);
      months = Math.negateExact(months);
      days = Math.negateExact(days);
      micros = Math.negateExact(micros);
    }
  }

  private void time(String field, boolean negative) {
    mark(Unit.HOUR, Unit.MINUTE, Unit.SECOND);
    String[] parts = field.split(":", -1);
    if (parts.length > 3) {
      throw badFormat();
    }
    String last = parts[parts.length - 1];
    boolean minuteFirst = parts.length == 2 && last.indexOf('.') >= 0;
    long hour = minuteFirst ? 0 : whole(parts[0]);
    long minute = whole(minuteFirst ? parts[0] : parts[1]);
    String seconds = parts.length == 3 || minuteFirst ? last : "0";
    int point = seconds.indexOf('.');
    long second = whole(point < 0 ? seconds : seconds.substring(0, point));
    if (minute > 59 || second > 60 || hour > Integer.MAX_VALUE) {
      throw fieldOverflow();
    }
    long fraction = point < 0 ? 0 : fractionMicros(seconds.substring(point));
    long total =
        Math.addExact(
            Math.multiplyExact(hour, MICROS_PER_HOUR),
            (minute * 60 + second) * MICROS_PER_SECOND + fraction);
    micros = Math.addExact(micros, negative ? -total : total);
  }

  /** Adds a number in a unit; answers the unit that a number before it without one would have. */
  private Unit number(String field, @Nullable Unit unit, boolean forceNegative) {
    boolean negative = field.charAt(0) == '-';
    String digits = negative || field.charAt(0) == '+' ? field.substring(1) : field;
    int minus = digits.indexOf('-');
    if (minus >= 0) {
      yearsAndMonths(digits, minus, negative || forceNegative);
      return Unit.MONTH;
    }
    int point = digits.indexOf('.');
    long value = point == 0 ? 0 : whole(point < 0 ? digits : digits.substring(0, point));
    double fraction = point < 0 ? 0 : fraction(digits.substring(point));
    if (negative || (forceNegative && value > 0)) {
      value = -value;
      fraction = -fraction;
    }
    Unit effective = unit == null ? Unit.SECOND : unit;
    add(effective, value, fraction);
    return effective;
  }

  private void yearsAndMonths(String digits, int minus, boolean negative) {
    long leading = whole(digits.substring(0, minus));
    long rest = whole(digits.substring(minus + 1));
    if (rest >= 12) {
      throw fieldOverflow();
    }
    long total = Math.addExact(Math.multiplyExact(leading, 12), rest);
    mark(Unit.MONTH);
    months = Math.addExact(months, negative ? -total : total);
  }

  private void add(Unit unit, long value, double fraction) {
    switch (unit) {
      case MICROSECOND -> time(unit, value, fraction, 1);
      case MILLISECOND -> time(unit, value, fraction, 1_000);
      case SECOND -> time(unit, value, fraction, MICROS_PER_SECOND);
      case MINUTE -> time(unit, value, fraction, 60_000_000L);
      case HOUR -> time(unit, value, fraction, MICROS_PER_HOUR);
      case DAY -> days(unit, value, 1, fraction);
      case WEEK -> days(unit, value, 7, fraction);
      case MONTH -> {
        mark(unit);
        months = Math.addExact(months, value);
        addDays(fraction * 30);
      }
      case YEAR -> years(unit, value, fraction, 1);
      case DECADE -> years(unit, value, fraction, 10);
      case CENTURY -> years(unit, value, fraction, 100);
      case MILLENNIUM -> years(unit, value, fraction, 1000);
      case AGO, IGNORED -> throw badFormat();
    }
  }

  private void time(Unit unit, long value, double fraction, long scale) {
    mark(unit);
    micros = Math.addExact(micros, Math.multiplyExact(value, scale));
    micros = Math.addExact(micros, (long) Math.rint(fraction * scale));
  }

  private void days(Unit unit, long value, int scale, double fraction) {
    mark(unit);
    days = Math.addExact(days, Math.multiplyExact(value, (long) scale));
    addDays(fraction * scale);
  }

  private void years(Unit unit, long value, double fraction, int scale) {
    mark(unit);
    years = Math.addExact(years, Math.multiplyExact(value, (long) scale));
    months = Math.addExact(months, (long) Math.rint(fraction * scale * 12));
  }

  private void addDays(double amount) {
    long wholeDays = (long) amount;
    days = Math.addExact(days, wholeDays);
    micros =
        Math.addExact(micros, (long) Math.rint((amount - wholeDays) * CalendarDate.MICROS_PER_DAY));
  }

  private void mark(Unit... units) {
    for (Unit unit : units) {
      if (!seen.add(unit)) {
        throw badFormat();
      }
    }
  }

  private long whole(String digits) {
    if (digits.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (!DateTimeFields.isDigit(digits.charAt(i))) {
        throw badFormat();
      }
    }
    if (digits.length() > 18) {
      throw fieldOverflow();
    }
    return Long.parseLong(digits);
  }

  private double fraction(String pointAndDigits) {
    for (int i = 1; i < pointAndDigits.length(); i++) {
      if (!DateTimeFields.isDigit(pointAndDigits.charAt(i))) {
        throw badFormat();
      }
    }
    return pointAndDigits.length() == 1 ? 0 : Double.parseDouble("0" + pointAndDigits);
  }

  private long fractionMicros(String pointAndDigits) {
    return (long) Math.rint(fraction(pointAndDigits) * MICROS_PER_SECOND);
  }

  private OrbitException badFormat() {
    return TextErrors.invalidDateTime("interval", text);
  }

  private OrbitException fieldOverflow() {
    return overflow(text);
  }

  private OrbitException overflow() {
    return overflow(text);
  }

  static OrbitException overflow(String text) {
    return new OrbitException(
        ErrorCode.INTERVAL_FIELD_OVERFLOW, "interval field value out of range: \"" + text + "\"");
  }
}
