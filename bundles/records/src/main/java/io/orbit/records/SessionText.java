package io.orbit.records;

import io.orbit.api.security.Session;
import io.orbit.api.value.text.TextContext;
import java.time.DateTimeException;
import java.time.ZoneId;

/** How a session's values look in error details. */
final class SessionText {
  private SessionText() {}

  static TextContext context(Session session) {
    String zone = session.settings().getOrDefault("timezone", "UTC");
    if (zone.equals("UTC")) {
      return TextContext.UTC;
    }
    try {
      return TextContext.UTC.in(ZoneId.of(zone));
    } catch (DateTimeException e) {
      return TextContext.UTC;
    }
  }
}
