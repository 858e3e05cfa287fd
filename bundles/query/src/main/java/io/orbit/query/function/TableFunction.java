package io.orbit.query.function;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a function that answers rows. Thread-safe and without state. */
@FunctionalInterface
public interface TableFunction {
  /** Rows for one call; each has one value per result column. Arguments may be null. */
  Iterator<@Nullable Object[]> rows(Evaluation evaluation, @Nullable Object[] arguments);

  /** The function for arguments of these types; itself where types do not matter. */
  default TableFunction forTypes(List<DataType> arguments) {
    return this;
  }
}
