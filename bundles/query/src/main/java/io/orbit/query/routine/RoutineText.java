package io.orbit.query.routine;

import io.orbit.api.catalog.Routine;
import io.orbit.query.type.TypeNames;
import java.util.stream.Collectors;

/** Routines as messages and catalogs show them. */
public final class RoutineText {
  private RoutineText() {}

  /** {@code (integer, text)}: what goes in. */
  public static String types(Routine routine) {
    return routine.inputs().stream()
        .map(parameter -> TypeNames.displayBase(parameter.type()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** {@code f(integer, text)}. */
  public static String signature(Routine routine) {
    return routine.name() + types(routine).replace(", ", ",");
  }
}
