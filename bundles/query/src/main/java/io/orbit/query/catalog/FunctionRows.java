package io.orbit.query.catalog;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.function.ParameterType;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.type.SystemRelations;
import io.orbit.query.type.TypeOids;
import java.util.ArrayList;
import java.util.List;

/** pg_proc and pg_operator, from the registry of functions. */
final class FunctionRows {
  private static final long ANY = 2276;
  private static final long ANY_ARRAY = 2277;
  private static final long ANY_ELEMENT = 2283;
  private static final long ANY_NON_ARRAY = 2776;
  private static final long ANY_ENUM = 3500;
  private static final long ANY_RANGE = 3831;
  private static final long ANY_MULTIRANGE = 4537;

  private FunctionRows() {}

  static void functions(SystemView view, SystemRows rows) {
    FunctionRegistry functions = view.sources().functions();
    List<FunctionDefinition> all = functions.all();
    for (FunctionDefinition function : all) {
      if (!isOperator(function)) {
        function(rows, functions.oid(function), function);
      }
    }
    RoutineRows.functions(view, rows);
  }

  private static boolean isOperator(FunctionDefinition function) {
    return !Character.isLetter(function.name().charAt(0)) && function.name().charAt(0) != '_';
  }

  private static void function(SystemRows rows, long oid, FunctionDefinition function) {
    List<Long> arguments = function.parameters().stream().map(FunctionRows::oid).toList();
    boolean table = function.body() instanceof FunctionDefinition.Body.OfTable;
    rows.row()
        .put("oid", oid)
        .put("proname", function.name())
        .put("pronamespace", SystemRelations.PG_CATALOG)
        .put("proowner", SystemIds.BOOTSTRAP_ROLE)
        .put("prolang", SystemIds.INTERNAL_LANGUAGE)
        .put("procost", 1)
        .put("prorows", table ? 1000 : 0)
        .put("provariadic", function.variadic() ? arguments.getLast() : 0)
        .put("prokind", kind(function))
        .put("proisstrict", isStrict(function))
        .put("proretset", table)
        .put("provolatile", volatility(function))
        .put("proparallel", 's')
        .put("pronargs", arguments.size())
        .put("prorettype", result(function))
        .put("proargtypes", SystemRows.vector(arguments, DataType.OID))
        .put("prosrc", function.name());
  }

  private static char kind(FunctionDefinition function) {
    return switch (function.body()) {
      case FunctionDefinition.Body.OfScalar scalar -> 'f';
      case FunctionDefinition.Body.OfAggregate aggregate -> 'a';
      case FunctionDefinition.Body.OfWindow window -> 'w';
      case FunctionDefinition.Body.OfTable table -> 'f';
    };
  }

  private static boolean isStrict(FunctionDefinition function) {
    return function.body() instanceof FunctionDefinition.Body.OfScalar scalar
        && scalar.function().isStrict();
  }

  private static char volatility(FunctionDefinition function) {
    ScalarFunction.Volatility volatility =
        function.body() instanceof FunctionDefinition.Body.OfScalar scalar
            ? scalar.function().volatility()
            : ScalarFunction.Volatility.IMMUTABLE;
    return switch (volatility) {
      case IMMUTABLE -> 'i';
      case STABLE -> 's';
      case VOLATILE -> 'v';
    };
  }

  private static long oid(ParameterType parameter) {
    return switch (parameter) {
      case ParameterType.Exact exact -> TypeOids.of(exact.type());
      case ParameterType.AnyElement any -> ANY_ELEMENT;
      case ParameterType.AnyArray any -> ANY_ARRAY;
      case ParameterType.AnyNonArray any -> ANY_NON_ARRAY;
      case ParameterType.AnyEnum any -> ANY_ENUM;
      case ParameterType.AnyRange any -> ANY_RANGE;
      case ParameterType.AnyMultirange any -> ANY_MULTIRANGE;
      case ParameterType.Any any -> ANY;
    };
  }

  /** The result for the exact parameter types; a polymorphic one is told by its first parameter. */
  private static long result(FunctionDefinition function) {
    boolean polymorphic = false;
    List<DataType> arguments = new ArrayList<>();
    for (ParameterType parameter : function.parameters()) {
      switch (parameter) {
        case ParameterType.Exact exact -> arguments.add(exact.type());
        case ParameterType.AnyArray any -> {
          arguments.add(DataType.array(DataType.TEXT));
          polymorphic = true;
        }
        case ParameterType.AnyElement any -> {
          arguments.add(DataType.TEXT);
          polymorphic = true;
        }
        case ParameterType.AnyNonArray any -> arguments.add(DataType.TEXT);
        case ParameterType.AnyEnum any -> arguments.add(DataType.TEXT);
        case ParameterType.AnyRange any -> {
          arguments.add(DataType.range(DataType.TEXT));
          polymorphic = true;
        }
        case ParameterType.AnyMultirange any -> {
          arguments.add(DataType.multirange(DataType.range(DataType.TEXT)));
          polymorphic = true;
        }
        case ParameterType.Any any -> arguments.add(DataType.TEXT);
      }
    }
    DataType result = function.result().of(arguments);
    if (polymorphic && result.equals(DataType.TEXT)) {
      return ANY_ELEMENT;
    }
    if (result.kind() == TypeKind.RANGE && polymorphic) {
      return ANY_RANGE;
    }
    if (result.kind() == TypeKind.MULTIRANGE && polymorphic) {
      return ANY_MULTIRANGE;
    }
    return polymorphic && result.equals(DataType.array(DataType.TEXT))
        ? ANY_ARRAY
        : TypeOids.of(result);
  }

  static void operators(SystemView view, SystemRows rows) {
    FunctionRegistry functions = view.sources().functions();
    for (FunctionDefinition operator : functions.all()) {
      if (isOperator(operator) && operator.parameters().size() <= 2) {
        boolean prefix = operator.parameters().size() == 1;
        rows.row()
            .put("oid", functions.oid(operator))
            .put("oprname", operator.name())
            .put("oprnamespace", SystemRelations.PG_CATALOG)
            .put("oprowner", SystemIds.BOOTSTRAP_ROLE)
            .put("oprkind", prefix ? 'l' : 'b')
            .put("oprleft", prefix ? 0 : oid(operator.parameters().getFirst()))
            .put("oprright", oid(operator.parameters().getLast()))
            .put("oprresult", result(operator))
            .put("oprcode", functions.oid(operator));
      }
    }
  }

  /** information_schema.routines. */
  static void routines(SystemView view, SystemRows rows) {
    FunctionRegistry functions = view.sources().functions();
    String database = view.database().name();
    for (FunctionDefinition function : functions.all()) {
      if (!isOperator(function) && kind(function) == 'f') {
        rows.row()
            .put("specific_catalog", database)
            .put("specific_schema", "pg_catalog")
            .put("specific_name", function.name() + "_" + functions.oid(function))
            .put("routine_catalog", database)
            .put("routine_schema", "pg_catalog")
            .put("routine_name", function.name())
            .put("routine_type", "FUNCTION")
            .put("routine_body", "EXTERNAL")
            .put("external_language", "INTERNAL")
            .put("is_deterministic", volatility(function) == 'i' ? "YES" : "NO")
            .put("is_null_call", isStrict(function) ? "YES" : "NO")
            .put("security_type", "INVOKER");
      }
    }
    RoutineRows.routines(view, rows);
  }
}
