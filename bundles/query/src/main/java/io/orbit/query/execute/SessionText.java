package io.orbit.query.execute;

import io.orbit.api.security.Session;
import io.orbit.api.value.text.TextContext;
import java.time.ZoneId;

/** The text context of a session's settings. */
public final class SessionText {
  private SessionText() {}

  /**
   * @param nowMicros what {@code now} means in input: the transaction's start
   */
  public static TextContext of(Session session, long nowMicros) {
    return TextContext.of(session.settings(), nowMicros);
  }

  /** The zone of a TimeZone setting; UTC for one that was never valid. */
  public static ZoneId zone(String name) {
    return TextContext.zone(name);
  }
}
