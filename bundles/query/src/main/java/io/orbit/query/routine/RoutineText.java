package io.orbit.query.routine;

import io.orbit.api.catalog.Routine;
import io.orbit.api.value.DataType;
import io.orbit.query.type.TypeNames;
import java.util.Locale;
import java.util.Map;
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

  /** {@code f(integer,text)}. */
  public static String signature(Routine routine) {
    return routine.name() + types(routine).replace(", ", ",");
  }

  /** {@code a integer, b text DEFAULT 'x'::text}. */
  public static String arguments(Routine routine, boolean defaults) {
    return routine.parameters().stream()
        .filter(parameter -> parameter.mode() != Routine.Mode.TABLE)
        .map(parameter -> argument(routine, parameter, defaults))
        .collect(Collectors.joining(", "));
  }

  private static String argument(Routine routine, Routine.Parameter parameter, boolean defaults) {
    StringBuilder text = new StringBuilder();
    if (parameter.mode() != Routine.Mode.IN || routine.procedure()) {
      text.append(parameter.mode()).append(' ');
    }
    if (!parameter.name().isEmpty()) {
      text.append(parameter.name()).append(' ');
    }
    text.append(TypeNames.displayBase(parameter.type()));
    if (defaults && !parameter.defaultText().isEmpty()) {
      text.append(" DEFAULT ").append(parameter.defaultText());
    }
    return text.toString();
  }

  /** {@code SETOF integer}, {@code TABLE(a integer)}; empty for a procedure. */
  public static String result(Routine routine) {
    if (routine.procedure()) {
      return "";
    }
    if (routine.trigger()) {
      return "trigger";
    }
    boolean table = routine.parameters().stream().anyMatch(p -> p.mode() == Routine.Mode.TABLE);
    if (table) {
      return routine.outputs().stream()
          .map(p -> p.name() + " " + TypeNames.displayBase(p.type()))
          .collect(Collectors.joining(", ", "TABLE(", ")"));
    }
    DataType type = routine.result();
    return (routine.returnsSet() ? "SETOF " : "") + TypeNames.displayBase(type);
  }

  /** CREATE OR REPLACE with all it takes to make the routine again. */
  public static String definition(String schema, Routine routine) {
    StringBuilder text = new StringBuilder("CREATE OR REPLACE ");
    text.append(routine.procedure() ? "PROCEDURE " : "FUNCTION ")
        .append(schema)
        .append('.')
        .append(routine.name())
        .append('(')
        .append(arguments(routine, true))
        .append(")\n");
    if (!routine.procedure()) {
      text.append(" RETURNS ").append(result(routine)).append('\n');
    }
    text.append(" LANGUAGE ").append(routine.language()).append('\n');
    StringBuilder options = new StringBuilder();
    if (routine.volatility() != Routine.Volatility.VOLATILE) {
      options.append(' ').append(routine.volatility());
    }
    if (routine.strict()) {
      options.append(" STRICT");
    }
    if (routine.securityDefiner()) {
      options.append(" SECURITY DEFINER");
    }
    if (!options.isEmpty()) {
      text.append(options).append('\n');
    }
    for (Map.Entry<String, String> setting : routine.settings().entrySet()) {
      text.append(" SET ")
          .append(setting.getKey())
          .append(" TO '")
          .append(setting.getValue().replace("'", "''"))
          .append("'\n");
    }
    String quote =
        "$" + (routine.procedure() ? "procedure" : "function").toLowerCase(Locale.ROOT) + "$";
    return text.append("AS ")
        .append(quote)
        .append(routine.body())
        .append(quote)
        .append('\n')
        .toString();
  }
}
