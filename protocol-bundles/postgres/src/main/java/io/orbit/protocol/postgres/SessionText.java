package io.orbit.protocol.postgres;

import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Texts of values as a session wants them. The context of its settings is made anew only when one
 * of them has changed. One thread at a time.
 */
final class SessionText {
  private static final String[] NAMES = {
    "timezone", "datestyle", "intervalstyle", "bytea_output", "extra_float_digits"
  };

  private final Statements statements;
  private final Session session;
  private final @Nullable String[] values = new @Nullable String[NAMES.length];
  private TextContext context = TextContext.UTC;
  private boolean made;

  SessionText(Statements statements, Session session) {
    this.statements = statements;
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

  /** The value of a parameter in text. */
  Object parse(String text, DataType type, TextContext context) {
    return switch (type.kind()) {
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          statements.registeredOid(session, type.kind(), text);
      default -> ValueText.parse(text, type, context);
    };
  }

  /** The name that a value of a reg* type is shown as. */
  String registeredName(TypeKind kind, long oid) {
    return statements.registeredName(session, kind, oid);
  }
}
