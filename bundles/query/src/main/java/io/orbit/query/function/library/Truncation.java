package io.orbit.query.function.library;

import io.orbit.api.value.Interval;
import java.time.LocalDate;
import java.time.ZoneId;

/** date_trunc and date_bin. */
final class Truncation {
  private Truncation() {}

  static long timestamp(String unit, long micros) {
    return local(unit, micros, "timestamp without time zone");
  }

  static long instant(String unit, long micros, ZoneId zone) {
    String type = "timestamp with time zone";
    TimeField field = TimeField.of(unit, type);
    if (!Times.isFinite(micros)) {
      return micros;
    }
    long local = Times.toLocal(micros, zone);
    long truncated = local(unit, local, type);
    boolean withinDay =
        switch (field) {
          case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> true;
          default -> false;
        };
    return withinDay ? micros - (local - truncated) : Times.toInstant(truncated, zone);
  }

  private static long local(String unit, long micros, String type) {
    TimeField field = TimeField.of(unit, type);
    if (!Times.isFinite(micros)) {
      return micros;
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, Times.DAY));
    return switch (field) {
      case MICROSECONDS -> micros;
      case MILLISECONDS -> micros - Math.floorMod(micros, 1000L);
      case SECOND -> micros - Math.floorMod(micros, Times.SECOND);
      case MINUTE -> micros - Math.floorMod(micros, Times.MINUTE);
      case HOUR -> micros - Math.floorMod(micros, Times.HOUR);
      case DAY -> start(date);
      case WEEK -> start(date.minusDays(date.getDayOfWeek().getValue() - 1L));
      case MONTH -> start(date.withDayOfMonth(1));
      case QUARTER ->
          start(LocalDate.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1, 1));
      case YEAR -> start(date.getYear());
      case DECADE -> start(Math.floorDiv(date.getYear(), 10) * 10);
      case CENTURY -> start(Math.floorDiv(date.getYear() - 1, 100) * 100 + 1);
      case MILLENNIUM -> start(Math.floorDiv(date.getYear() - 1, 1000) * 1000 + 1);
      default -> throw field.untruncatable(unit, type);
    };
  }

  private static long start(int year) {
    return start(LocalDate.of(year, 1, 1));
  }

  private static long start(LocalDate date) {
    return Times.checked(date.toEpochDay() * Times.DAY);
  }

  static Interval interval(String unit, Interval interval) {
    TimeField field = TimeField.of(unit, "interval");
    int months = interval.months();
    return switch (field) {
      case MICROSECONDS -> interval;
      case MILLISECONDS -> clock(interval, 1000);
      case SECOND -> clock(interval, Times.SECOND);
      case MINUTE -> clock(interval, Times.MINUTE);
      case HOUR -> clock(interval, Times.HOUR);
      case DAY -> new Interval(months, interval.days(), 0);
      case MONTH -> new Interval(months, 0, 0);
      case QUARTER -> new Interval(months / 3 * 3, 0, 0);
      case YEAR -> new Interval(months / 12 * 12, 0, 0);
      case DECADE -> new Interval(months / 120 * 120, 0, 0);
      case CENTURY -> new Interval(months / 1200 * 1200, 0, 0);
      case MILLENNIUM -> new Interval(months / 12_000 * 12_000, 0, 0);
      case WEEK ->
          throw TimeField.unsupported(unit, "interval")
              .withDetail("Months usually have fractional weeks.");
      default -> throw field.untruncatable(unit, "interval");
    };
  }

  private static Interval clock(Interval interval, long unit) {
    return new Interval(interval.months(), interval.days(), interval.micros() / unit * unit);
  }

  /** The start of the bin of a width, counted from an origin, in which a timestamp lies. */
  static long bin(Interval width, long micros, long origin) {
    if (!Times.isFinite(micros)) {
      return micros;
    }
    if (!Times.isFinite(origin)) {
      throw Times.outOfRange("origin");
    }
    if (width.months() != 0) {
      throw Failures.unsupported(
          "timestamps cannot be binned into intervals containing months or years");
    }
    long stride = width.days() * Times.DAY + width.micros();
    if (stride <= 0) {
      throw Times.outOfRange("stride must be greater than zero;");
    }
    return micros - Math.floorMod(micros - origin, stride);
  }
}
