package io.orbit.records;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.EnumDefinition;

/** Labels of enum types by what is stored of them. */
final class Labels {
  private Labels() {}

  static EnumDefinition.Label of(String name, DataType type) {
    EnumDefinition.Label label = type.labels().named(name);
    if (label == null) {
      throw new OrbitException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "invalid input value for enum " + type.labels().name() + ": \"" + name + "\"");
    }
    return label;
  }

  static String name(long number, DataType type) {
    EnumDefinition.Label label = type.labels().numbered((int) number);
    if (label == null) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED, "enum " + type.labels().name() + " has no label " + number);
    }
    return label.name();
  }
}
