package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.interval;
import static io.orbit.query.function.library.Arguments.real;
import static io.orbit.query.function.library.Arguments.text;
import static io.orbit.query.function.library.Arguments.timeWithZone;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Interval;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clock, fields and parts of dates and times, time zones. */
final class DateTimeFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    clock(definitions);
    fields(definitions, "extract", "numeric");
    fields(definitions, "date_part", "float8");
    truncations(definitions);
    ages(definitions);
    zones(definitions);
    definitions.add("isfinite(date) bool", (e, a) -> Times.isFiniteDate(integer(a, 0)));
    definitions.add("isfinite(timestamp) bool", (e, a) -> Times.isFinite(bigint(a, 0)));
    definitions.add("isfinite(timestamptz) bool", (e, a) -> Times.isFinite(bigint(a, 0)));
    definitions.add("isfinite(interval) bool", (e, a) -> true);
    DateTimeMakers.define(definitions);
    DateTimeFormat.define(definitions);
    DateTimeReader.define(definitions);
    NumberFormat.define(definitions);
  }

  private static void clock(Definitions definitions) {
    for (String name :
        List.of("now", "transaction_timestamp", "statement_timestamp", "current_timestamp")) {
      boolean statement = name.equals("statement_timestamp");
      definitions
          .define(name + "() timestamptz")
          .stable()
          .is((e, a) -> statement ? e.statementMicros() : Contexts.now(e));
    }
    definitions.define("clock_timestamp() timestamptz").unstable().is((e, a) -> wallClock());
    definitions
        .define("timeofday() text")
        .unstable()
        .is(
            (e, a) ->
                DateTimeFormat.format(
                    wallClock(), Contexts.zone(e), "Dy Mon DD HH24:MI:SS.US YYYY TZ"));
    definitions.define("current_date() date").stable().is((e, a) -> Times.day(localNow(e)));
    definitions.define("localtimestamp() timestamp").stable().is((e, a) -> localNow(e));
    definitions
        .define("localtime() time")
        .stable()
        .is((e, a) -> Math.floorMod(localNow(e), Times.DAY));
    definitions
        .define("current_time() timetz")
        .stable()
        .is(
            (e, a) ->
                new TimeWithZone(
                    Math.floorMod(localNow(e), Times.DAY),
                    Times.offset(Contexts.now(e), Contexts.zone(e))));
  }

  private static long localNow(Evaluation evaluation) {
    return Times.toLocal(Contexts.now(evaluation), Contexts.zone(evaluation));
  }

  private static long wallClock() {
    Instant now = Instant.now();
    return now.getEpochSecond() * Times.SECOND + now.getNano() / 1000;
  }

  /** Reads one field. */
  @FunctionalInterface
  private interface Field {
    @Nullable Decimal of(Evaluation evaluation, String name, @Nullable Object[] arguments);
  }

  private static void fields(Definitions definitions, String name, String result) {
    field(
        definitions,
        name,
        "timestamp",
        result,
        (e, f, a) -> FieldExtraction.ofTimestamp(f, bigint(a, 1)));
    field(
        definitions,
        name,
        "timestamptz",
        result,
        (e, f, a) -> FieldExtraction.ofInstant(f, bigint(a, 1), Contexts.zone(e)));
    if (result.equals("numeric")) {
      field(
          definitions, name, "date", result, (e, f, a) -> FieldExtraction.ofDate(f, integer(a, 1)));
    } else {
      field(
          definitions,
          name,
          "date",
          result,
          (e, f, a) -> FieldExtraction.ofTimestamp(f, Times.timestamp(integer(a, 1))));
    }
    field(definitions, name, "time", result, (e, f, a) -> FieldExtraction.ofTime(f, bigint(a, 1)));
    field(
        definitions,
        name,
        "timetz",
        result,
        (e, f, a) -> FieldExtraction.ofTimeWithZone(f, timeWithZone(a, 1)));
    field(
        definitions,
        name,
        "interval",
        result,
        (e, f, a) -> FieldExtraction.ofInterval(f, interval(a, 1)));
  }

  private static void field(
      Definitions definitions, String name, String type, String result, Field field) {
    Definitions.Pending pending = definitions.define(name + "(text, " + type + ") " + result);
    boolean exact = result.equals("numeric");
    (type.equals("timestamptz") ? pending.stable() : pending)
        .is(
            (e, a) -> {
              Decimal value = field.of(e, text(a, 0), a);
              return value == null || exact ? value : (Object) inexact(value, text(a, 0), a[1]);
            });
  }

  /** As PostgreSQL computes date_part: the epoch of a time with zone in floating point. */
  private static double inexact(Decimal value, String field, @Nullable Object source) {
    return field.equalsIgnoreCase("epoch") && source instanceof TimeWithZone time
        ? time.micros() / 1e6 - time.offsetSeconds()
        : value.doubleValue();
  }

  private static void truncations(Definitions definitions) {
    definitions.add(
        "date_trunc(text, timestamp) timestamp",
        (e, a) -> Truncation.timestamp(text(a, 0), bigint(a, 1)));
    definitions
        .define("date_trunc(text, timestamptz) timestamptz")
        .stable()
        .is((e, a) -> Truncation.instant(text(a, 0), bigint(a, 1), Contexts.zone(e)));
    definitions
        .define("date_trunc(text, timestamptz, text) timestamptz")
        .stable()
        .is((e, a) -> Truncation.instant(text(a, 0), bigint(a, 1), Zones.of(text(a, 2))));
    definitions.add(
        "date_trunc(text, interval) interval",
        (e, a) -> Truncation.interval(text(a, 0), interval(a, 1)));
    for (String type : List.of("timestamp", "timestamptz")) {
      definitions.add(
          "date_bin(interval, " + type + ", " + type + ") " + type,
          (e, a) -> Truncation.bin(interval(a, 0), bigint(a, 1), bigint(a, 2)));
    }
  }

  private static void ages(Definitions definitions) {
    definitions.add(
        "age(timestamp, timestamp) interval", (e, a) -> Ages.age(bigint(a, 0), bigint(a, 1)));
    definitions
        .define("age(timestamptz, timestamptz) interval")
        .stable()
        .is(
            (e, a) ->
                Ages.age(
                    Times.toLocal(bigint(a, 0), Contexts.zone(e)),
                    Times.toLocal(bigint(a, 1), Contexts.zone(e))));
    definitions
        .define("age(timestamp) interval")
        .stable()
        .is((e, a) -> Ages.age(midnight(e), bigint(a, 0)));
    definitions
        .define("age(timestamptz) interval")
        .stable()
        .is((e, a) -> Ages.age(midnight(e), Times.toLocal(bigint(a, 0), Contexts.zone(e))));
    definitions.add(
        "justify_hours(interval) interval", (e, a) -> Ages.justifyHours(interval(a, 0)));
    definitions.add("justify_days(interval) interval", (e, a) -> Ages.justifyDays(interval(a, 0)));
    definitions.add(
        "justify_interval(interval) interval", (e, a) -> Ages.justifyInterval(interval(a, 0)));
  }

  private static long midnight(Evaluation evaluation) {
    return Times.timestamp(Times.day(localNow(evaluation)));
  }

  /** The zone that the first argument names. */
  @FunctionalInterface
  private interface ZoneArgument {
    ZoneId of(@Nullable Object[] arguments);
  }

  private static void zones(Definitions definitions) {
    zones(definitions, "text", a -> Zones.of(text(a, 0)));
    zones(definitions, "interval", a -> Zones.of(interval(a, 0)));
    definitions.add("to_timestamp(float8) timestamptz", (e, a) -> ofEpoch(real(a, 0)));
  }

  private static void zones(Definitions definitions, String type, ZoneArgument zone) {
    definitions.add(
        "timezone(" + type + ", timestamptz) timestamp",
        (e, a) -> Times.toLocal(bigint(a, 1), zone.of(a)));
    definitions.add(
        "timezone(" + type + ", timestamp) timestamptz",
        (e, a) -> Times.toInstant(bigint(a, 1), zone.of(a)));
    definitions
        .define("timezone(" + type + ", timetz) timetz")
        .stable()
        .is((e, a) -> moved(timeWithZone(a, 1), Times.offset(Contexts.now(e), zone.of(a))));
  }

  private static TimeWithZone moved(TimeWithZone time, int offset) {
    long utc = time.micros() - time.offsetSeconds() * Times.SECOND;
    return new TimeWithZone(Math.floorMod(utc + offset * Times.SECOND, Times.DAY), offset);
  }

  private static long ofEpoch(double seconds) {
    if (Double.isNaN(seconds)) {
      throw new OrbitException(ErrorCode.DATETIME_FIELD_OVERFLOW, "timestamp cannot be NaN");
    }
    if (Double.isInfinite(seconds)) {
      return seconds > 0 ? Times.INFINITY : Times.NEGATIVE_INFINITY;
    }
    double micros = Math.rint(seconds * Times.SECOND);
    if (Math.abs(micros) >= 0x1p63) {
      throw new OrbitException(
          ErrorCode.DATETIME_FIELD_OVERFLOW,
          "timestamp out of range: \""
              + ValueText.format(seconds, DataType.FLOAT64, TextContext.UTC)
              + "\"");
    }
    return Times.checked((long) micros);
  }

  /** A span of months, days and time of the zone's offset is no zone. */
  static int offsetSeconds(Interval interval) {
    if (interval.months() != 0 || interval.days() != 0) {
      throw Failures.invalid("interval time zone must not include months or days");
    }
    return (int) (interval.micros() / Times.SECOND);
  }
}
