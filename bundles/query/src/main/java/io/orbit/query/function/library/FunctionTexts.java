package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Routine;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.ParameterType;
import io.orbit.query.routine.RoutineText;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parameters and results of functions as text, for {@code \df}. */
final class FunctionTexts {
  private FunctionTexts() {}

  static void define(Definitions definitions) {
    arguments(definitions, "pg_get_function_arguments", true);
    arguments(definitions, "pg_get_function_identity_arguments", false);
    definitions
        .define("pg_get_function_result(oid) text")
        .stable()
        .is(
            (e, a) -> {
              Routine routine = routine(e, bigint(a, 0));
              String shown =
                  routine == null
                      ? result(e.services().functions().definition(bigint(a, 0)))
                      : RoutineText.result(routine);
              return shown == null || shown.isEmpty() ? null : shown;
            });
    definitions
        .define("pg_get_functiondef(oid) text")
        .stable()
        .is(
            (e, a) -> {
              Routine routine = routine(e, bigint(a, 0));
              return routine == null
                  ? null
                  : RoutineText.definition(
                      e.catalog().object(routine.schema()).map(CatalogObject::name).orElse(""),
                      routine);
            });
    definitions.define("pg_get_function_sqlbody(oid) text").stable().is((e, a) -> null);
  }

  private static void arguments(Definitions definitions, String name, boolean defaults) {
    definitions
        .define(name + "(oid) text")
        .stable()
        .is(
            (e, a) -> {
              Routine routine = routine(e, bigint(a, 0));
              return routine == null
                  ? e.services()
                      .functions()
                      .definition(bigint(a, 0))
                      .map(FunctionTexts::parameters)
                      .orElse(null)
                  : RoutineText.arguments(routine, defaults);
            });
  }

  private static @Nullable Routine routine(Evaluation evaluation, long oid) {
    return evaluation.catalog().object(oid).orElse(null) instanceof Routine routine
        ? routine
        : null;
  }

  private static String parameters(FunctionDefinition definition) {
    List<String> shown = new ArrayList<>();
    int last = definition.parameters().size() - 1;
    for (int i = 0; i <= last; i++) {
      boolean variadic = definition.variadic() && i == last;
      String name = name(definition.parameters().get(i));
      shown.add(variadic ? "VARIADIC " + name + (name.startsWith("\"") ? "" : "[]") : name);
    }
    return String.join(", ", shown);
  }

  private static String name(ParameterType parameter) {
    return switch (parameter) {
      case ParameterType.Exact exact -> TypeNames.displayBase(exact.type());
      case ParameterType.AnyElement any -> "anyelement";
      case ParameterType.AnyArray any -> "anyarray";
      case ParameterType.AnyNonArray any -> "anynonarray";
      case ParameterType.AnyEnum any -> "anyenum";
      case ParameterType.AnyRange any -> "anyrange";
      case ParameterType.AnyMultirange any -> "anymultirange";
      case ParameterType.Any any -> "\"any\"";
    };
  }

  private static @Nullable String result(Optional<FunctionDefinition> definition) {
    return definition
        .map(
            function -> {
              List<DataType> assumed = new ArrayList<>();
              function.parameters().forEach(parameter -> assumed.add(assumed(parameter)));
              String shown = TypeNames.displayBase(function.result().of(assumed));
              boolean rows = function.body() instanceof FunctionDefinition.Body.OfTable;
              return rows ? "SETOF " + shown : shown;
            })
        .orElse(null);
  }

  private static DataType assumed(ParameterType parameter) {
    return switch (parameter) {
      case ParameterType.Exact exact -> exact.type();
      case ParameterType.AnyArray any -> DataType.array(DataType.TEXT);
      case ParameterType.AnyElement any -> DataType.TEXT;
      case ParameterType.AnyNonArray any -> DataType.TEXT;
      case ParameterType.AnyEnum any -> DataType.TEXT;
      case ParameterType.AnyRange any -> DataType.range(DataType.TEXT);
      case ParameterType.AnyMultirange any -> DataType.multirange(DataType.range(DataType.TEXT));
      case ParameterType.Any any -> DataType.TEXT;
    };
  }
}
