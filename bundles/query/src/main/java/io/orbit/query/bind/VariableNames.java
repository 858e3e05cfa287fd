package io.orbit.query.bind;

import io.orbit.api.value.DataType;
import java.util.List;
import java.util.Optional;

/** Names that stand for parameters: a routine's variables. Immutable while a statement is bound. */
public interface VariableNames {
  /** There are none. */
  VariableNames NONE = name -> Optional.empty();

  /**
   * What a name stands for.
   *
   * @param parameter zero-based
   * @param fields what is left of the name: fields of a record
   */
  record Found(int parameter, DataType type, List<String> fields) {}

  Optional<Found> find(List<String> name);

  /** Whether a column of the same name goes before (SQL), or both are one too many (PL/pgSQL). */
  default boolean columnsFirst() {
    return false;
  }
}
