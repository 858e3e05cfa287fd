package io.orbit.api.value.text;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;

/**
 * What the text form of a value depends on beside the value: a session's settings, as PostgreSQL's
 * of the same names. Immutable; built once when a setting changes, not per value.
 *
 * @param zone TimeZone: of timestamps with time zone
 * @param dateOrder DateStyle's field order, for input such as {@code 1/2/2003}; output is ISO
 * @param intervalStyle form of intervals on output, sign rule on input
 * @param byteaOutput form of byte strings on output
 * @param extraFloatDigits from 1 on the shortest text that reads back as the same number; else 15
 *     (6 for FLOAT32) digits plus this
 * @param nowMicros what {@code now}, {@code today} … mean on input: microseconds since 1970 UTC,
 *     commonly the transaction's start
 */
public record TextContext(
    ZoneId zone,
    DateOrder dateOrder,
    IntervalStyle intervalStyle,
    ByteaOutput byteaOutput,
    int extraFloatDigits,
    long nowMicros) {

  /** UTC, MDY, postgres, hex, 1, and 1970 as now: for text that no session's setting may change. */
  public static final TextContext UTC =
      new TextContext(ZoneOffset.UTC, DateOrder.MDY, IntervalStyle.POSTGRES, ByteaOutput.HEX, 1, 0);

  /**
   * What a session's settings say; values that were never valid count as the default.
   *
   * @param settings by lower-case name; missing ones have PostgreSQL's defaults
   */
  public static TextContext of(Map<String, String> settings, long nowMicros) {
    return new TextContext(
        zone(settings.getOrDefault("timezone", "UTC")),
        order(settings.getOrDefault("datestyle", "ISO, MDY")),
        style(settings.getOrDefault("intervalstyle", "postgres")),
        settings.getOrDefault("bytea_output", "hex").equalsIgnoreCase("escape")
            ? ByteaOutput.ESCAPE
            : ByteaOutput.HEX,
        digits(settings.getOrDefault("extra_float_digits", "1")),
        nowMicros);
  }

  /** The zone of a TimeZone setting; UTC for one that was never valid. */
  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name, ZoneId.SHORT_IDS);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }

  private static DateOrder order(String dateStyle) {
    String upper = dateStyle.toUpperCase(Locale.ROOT);
    if (upper.contains("DMY")) {
      return DateOrder.DMY;
    }
    return upper.contains("YMD") ? DateOrder.YMD : DateOrder.MDY;
  }

  private static IntervalStyle style(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "postgres_verbose" -> IntervalStyle.POSTGRES_VERBOSE;
      case "sql_standard" -> IntervalStyle.SQL_STANDARD;
      case "iso_8601" -> IntervalStyle.ISO_8601;
      default -> IntervalStyle.POSTGRES;
    };
  }

  private static int digits(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException malformed) {
      return 1;
    }
  }

  /** Order of day, month and year in ambiguous input. */
  public enum DateOrder {
    MDY,
    DMY,
    YMD
  }

  /** PostgreSQL's IntervalStyle. */
  public enum IntervalStyle {
    POSTGRES,
    POSTGRES_VERBOSE,
    SQL_STANDARD,
    ISO_8601
  }

  /** PostgreSQL's bytea_output. */
  public enum ByteaOutput {
    HEX,
    ESCAPE
  }

  /** The same with another meaning of {@code now}. */
  public TextContext at(long micros) {
    return new TextContext(zone, dateOrder, intervalStyle, byteaOutput, extraFloatDigits, micros);
  }

  /** The same with another time zone. */
  public TextContext in(ZoneId other) {
    return new TextContext(
        other, dateOrder, intervalStyle, byteaOutput, extraFloatDigits, nowMicros);
  }
}
