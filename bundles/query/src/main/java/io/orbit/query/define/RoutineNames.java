package io.orbit.query.define;

import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.ObjectDefinition.RoutineKind;
import io.orbit.api.query.tree.ObjectDefinition.RoutineName;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.value.DataType;
import io.orbit.query.session.CommandContext;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.UserTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Routines as commands name them: with the types they take, or without where that is clear. */
final class RoutineNames {
  private final CommandContext context;

  RoutineNames(CommandContext context) {
    this.context = context;
  }

  /**
   * The routine of that name; null where there is none.
   *
   * @throws OrbitException AMBIGUOUS_FUNCTION, WRONG_OBJECT_TYPE
   */
  @Nullable Routine find(RoutineKind kind, RoutineName name) {
    List<Routine> found = new ArrayList<>();
    for (Schema schema : UserTypes.schemas(context.session(), context.catalog(), name.name())) {
      found.addAll(context.catalog().routines(schema.id(), name.name().getLast()));
    }
    List<TypeName> given = name.types();
    if (given != null) {
      List<DataType> types = types(given);
      found.removeIf(routine -> !RoutineCommands.inputs(routine).equals(types));
    }
    if (kind != RoutineKind.ROUTINE && found.size() > 1) {
      found.removeIf(routine -> routine.procedure() != (kind == RoutineKind.PROCEDURE));
    }
    if (found.size() > 1 && given == null) {
      throw new OrbitException(
              ErrorCode.AMBIGUOUS_FUNCTION,
              shown(kind) + " name \"" + String.join(".", name.name()) + "\" is not unique")
          .withHint("Specify the argument list to select the " + shown(kind) + " unambiguously.");
    }
    if (found.isEmpty()) {
      return null;
    }
    Routine routine = found.getFirst();
    if (kind != RoutineKind.ROUTINE && routine.procedure() != (kind == RoutineKind.PROCEDURE)) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, signature(name) + " is not a " + shown(kind));
    }
    return routine;
  }

  private List<DataType> types(List<TypeName> names) {
    return names.stream()
        .map(one -> UserTypes.resolve(context.session(), context.catalog(), one).unmodified())
        .toList();
  }

  private static String shown(RoutineKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  String signature(RoutineName name) {
    List<TypeName> given = name.types();
    String shown = String.join(".", name.name());
    return given == null
        ? shown
        : types(given).stream()
            .map(TypeNames::displayBase)
            .collect(Collectors.joining(",", shown + "(", ")"));
  }

  OrbitException missing(RoutineKind kind, RoutineName name) {
    return new OrbitException(
        ErrorCode.UNDEFINED_FUNCTION,
        name.types() == null
            ? "could not find a " + shown(kind) + " named \"" + signature(name) + "\""
            : shown(kind) + " " + signature(name) + " does not exist");
  }
}
