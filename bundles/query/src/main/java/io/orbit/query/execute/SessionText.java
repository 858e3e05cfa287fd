package io.orbit.query.execute;

import io.orbit.api.security.Session;
import io.orbit.api.value.text.TextContext;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/** The text context of a session's settings. */
public final class SessionText {
  private SessionText() {}

  /**
   * @param nowMicros what {@code now} means in input: the transaction's start
   */
  public static TextContext of(Session session, long nowMicros) {
    var settings = session.settings();
    return new TextContext(
        zone(settings.getOrDefault("timezone", "UTC")),
        order(settings.getOrDefault("datestyle", "ISO, MDY")),
        interval(settings.getOrDefault("intervalstyle", "postgres")),
        settings.getOrDefault("bytea_output", "hex").equalsIgnoreCase("escape")
            ? TextContext.ByteaOutput.ESCAPE
            : TextContext.ByteaOutput.HEX,
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

  private static TextContext.DateOrder order(String style) {
    String upper = style.toUpperCase(Locale.ROOT);
    if (upper.contains("DMY")) {
      return TextContext.DateOrder.DMY;
    }
    return upper.contains("YMD") ? TextContext.DateOrder.YMD : TextContext.DateOrder.MDY;
  }

  private static TextContext.IntervalStyle interval(String style) {
    return switch (style.toLowerCase(Locale.ROOT)) {
      case "postgres_verbose" -> TextContext.IntervalStyle.POSTGRES_VERBOSE;
      case "sql_standard" -> TextContext.IntervalStyle.SQL_STANDARD;
      case "iso_8601" -> TextContext.IntervalStyle.ISO_8601;
      default -> TextContext.IntervalStyle.POSTGRES;
    };
  }

  private static int digits(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException malformed) {
      return 1;
    }
  }
}
