package io.orbit.query.function;

import io.orbit.query.execute.Evaluation;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The body of a function that answers rows. Thread-safe and without state. */
public interface TableFunction {
  /** Rows for one call; each has one value per result column. Arguments may be null. */
  Iterator<@Nullable Object[]> rows(Evaluation evaluation, @Nullable Object[] arguments);
}
