package io.orbit.query.catalog;

import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.value.DataType;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.TypeOids;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users defined of functions and procedures: pg_proc and information_schema. */
final class RoutineRows {
  static final long SQL_LANGUAGE = 14;
  static final long PROCEDURAL_LANGUAGE = 13_545;
  private static final long TRIGGER_TYPE = 2279;

  private RoutineRows() {}

  static List<Routine> all(SystemView view) {
    List<Routine> routines = new ArrayList<>();
    for (Schema schema : view.schemas()) {
      routines.addAll(view.catalog().routines(schema.id()));
    }
    return routines;
  }

  /** pg_proc. */
  static void functions(SystemView view, SystemRows rows) {
    for (Routine routine : all(view)) {
      List<Routine.Parameter> inputs = routine.inputs();
      List<Long> arguments = inputs.stream().map(p -> TypeOids.of(p.type())).toList();
      boolean outputs = !routine.outputs().isEmpty();
      boolean named = routine.parameters().stream().anyMatch(p -> !p.name().isEmpty());
      long defaults = inputs.stream().filter(p -> !p.defaultText().isEmpty()).count();
      rows.row()
          .put("oid", routine.id())
          .put("proname", routine.name())
          .put("pronamespace", routine.schema())
          .put("proowner", routine.owner())
          .put("prolang", routine.language().equals("sql") ? SQL_LANGUAGE : PROCEDURAL_LANGUAGE)
          .put("procost", 100)
          .put("prorows", routine.returnsSet() ? 1000 : 0)
          .put(
              "provariadic",
              routine.variadic() ? TypeOids.of(inputs.getLast().type().elementType()) : 0)
          .put("prokind", routine.procedure() ? 'p' : 'f')
          .put("prosecdef", routine.securityDefiner())
          .put("proisstrict", routine.strict())
          .put("proretset", routine.returnsSet())
          .put("provolatile", volatility(routine))
          .put("proparallel", 'u')
          .put("pronargs", arguments.size())
          .put("pronargdefaults", defaults)
          .put("prorettype", routine.trigger() ? TRIGGER_TYPE : TypeOids.of(routine.result()))
          .put("proargtypes", SystemRows.vector(arguments, DataType.OID))
          .put(
              "proallargtypes",
              outputs
                  ? routine.parameters().stream().map(p -> TypeOids.of(p.type())).toList()
                  : null)
          .put("proargmodes", outputs ? modes(routine) : null)
          .put(
              "proargnames",
              named ? routine.parameters().stream().map(Routine.Parameter::name).toList() : null)
          .put("prosrc", routine.body())
          .put("proacl", AccessList.of(view, routine));
    }
  }

  private static List<Character> modes(Routine routine) {
    return routine.parameters().stream()
        .map(
            parameter ->
                switch (parameter.mode()) {
                  case IN -> 'i';
                  case OUT -> 'o';
                  case INOUT -> 'b';
                  case VARIADIC -> 'v';
                  case TABLE -> 't';
                })
        .toList();
  }

  private static char volatility(Routine routine) {
    return switch (routine.volatility()) {
      case IMMUTABLE -> 'i';
      case STABLE -> 's';
      case VOLATILE -> 'v';
    };
  }

  /** information_schema.routines. */
  static void routines(SystemView view, SystemRows rows) {
    String database = view.database().name();
    for (Routine routine : all(view)) {
      rows.row()
          .put("specific_catalog", database)
          .put("specific_schema", view.schemaName(routine.schema()))
          .put("specific_name", routine.name() + "_" + routine.id())
          .put("routine_catalog", database)
          .put("routine_schema", view.schemaName(routine.schema()))
          .put("routine_name", routine.name())
          .put("routine_type", routine.procedure() ? "PROCEDURE" : "FUNCTION")
          .put("data_type", dataType(routine))
          .put("routine_body", "EXTERNAL")
          .put("routine_definition", routine.body())
          .put("external_language", routine.language().toUpperCase(java.util.Locale.ROOT))
          .put(
              "is_deterministic",
              InformationTables.yesNo(routine.volatility() == Routine.Volatility.IMMUTABLE))
          .put("is_null_call", InformationTables.yesNo(routine.strict()))
          .put("security_type", routine.securityDefiner() ? "DEFINER" : "INVOKER");
    }
  }

  private static @Nullable String dataType(Routine routine) {
    return routine.procedure()
        ? null
        : routine.trigger() ? "trigger" : TypeNames.display(routine.result().unmodified());
  }

  /** information_schema.parameters. */
  static void parameters(SystemView view, SystemRows rows) {
    String database = view.database().name();
    for (Routine routine : all(view)) {
      int position = 1;
      for (Routine.Parameter parameter : routine.parameters()) {
        if (parameter.mode() == Routine.Mode.TABLE) {
          continue;
        }
        rows.row()
            .put("specific_catalog", database)
            .put("specific_schema", view.schemaName(routine.schema()))
            .put("specific_name", routine.name() + "_" + routine.id())
            .put("ordinal_position", position++)
            .put("parameter_mode", mode(parameter.mode()))
            .put("is_result", "NO")
            .put("as_locator", "NO")
            .put("parameter_name", parameter.name().isEmpty() ? null : parameter.name())
            .put("data_type", TypeNames.display(parameter.type().unmodified()))
            .put("udt_catalog", database)
            .put("udt_name", TypeCatalog.name(parameter.type()))
            .put(
                "parameter_default",
                parameter.defaultText().isEmpty() ? null : parameter.defaultText());
      }
    }
  }

  private static String mode(Routine.Mode mode) {
    return switch (mode) {
      case IN, VARIADIC -> "IN";
      case OUT, TABLE -> "OUT";
      case INOUT -> "INOUT";
    };
  }
}
