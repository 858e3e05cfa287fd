package io.orbit.protocol.postgres;

import io.orbit.api.security.Session;
import io.orbit.api.value.text.TextContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The text context of a session's settings, made anew only when one of them has changed. */
final class SessionText {
  private static final String[] NAMES = {
    "timezone", "datestyle", "intervalstyle", "bytea_output", "extra_float_digits"
  };

  private final Session session;
  private final @Nullable String[] values = new @Nullable String[NAMES.length];
  private TextContext context = TextContext.UTC;
  private boolean made;

  SessionText(Session session) {
    this.session = session;
  }

  /** The context for output. */
  TextContext output() {
    Map<String, String> settings = session.settings();
    boolean same = made;
    for (int i = 0; i < NAMES.length; i++) {
      String value = settings.get(NAMES[i]);
      same &= Objects.equals(values[i], value);
      values[i] = value;
    }
    if (!same) {
      context = TextContext.of(settings, 0);
      made = true;
    }
    return context;
  }

  /** The context for input: {@code now} is the present. */
  TextContext input() {
    return output().at(System.currentTimeMillis() * 1000);
  }
}
