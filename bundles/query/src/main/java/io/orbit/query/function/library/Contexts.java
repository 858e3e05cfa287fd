package io.orbit.query.function.library;

import io.orbit.api.value.text.TextContext;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.SessionText;
import java.time.ZoneId;

/** What the running statement's session says about text and time, read once a statement. */
public final class Contexts {
  private static final Object TEXT = new Object();

  private Contexts() {}

  public static TextContext text(Evaluation evaluation) {
    return (TextContext)
        evaluation
            .memory()
            .computeIfAbsent(TEXT, key -> SessionText.of(evaluation.session(), now(evaluation)));
  }

  public static ZoneId zone(Evaluation evaluation) {
    return text(evaluation).zone();
  }

  /** Microseconds since 1970 that {@code now()} answers. */
  public static long now(Evaluation evaluation) {
    return evaluation.transactionMicros();
  }
}
