package io.orbit.query.routine;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;

/**
 * A variable of a procedure.
 *
 * @param type RECORD without a definition for one whose fields are those of its value
 */
record Slot(String name, DataType type, boolean constant, boolean notNull) {
  /** Whether its fields are known only from its value. */
  boolean isDynamicRecord() {
    return type.kind() == TypeKind.RECORD && type.definition() == null;
  }
}
