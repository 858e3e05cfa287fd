package io.orbit.query.function.library;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.type.RegisteredNames;

/** Values as text within a statement: ValueText, with the names of what reg* types stand for. */
public final class ValueOutput {
  private ValueOutput() {}

  /** As the type's output function writes it. */
  public static String of(Evaluation evaluation, Object value, DataType type) {
    return switch (type.kind()) {
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          RegisteredNames.name(evaluation, type.kind(), ((Number) value).longValue());
      default -> ValueText.format(value, type, Contexts.text(evaluation));
    };
  }

  /** As a cast to text makes it: {@code true} for {@code t}, CHAR without its padding. */
  public static String cast(Evaluation evaluation, Object value, DataType type) {
    if (type.kind() == TypeKind.BOOLEAN) {
      return value.toString();
    }
    return type.kind() == TypeKind.CHAR ? unpadded((String) value) : of(evaluation, value, type);
  }

  /** Without trailing blanks. */
  static String unpadded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
