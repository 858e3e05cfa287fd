package io.orbit.query.function.library;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.ParameterType;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.List;

/**
 * A signature as the manual writes it: {@code lpad(text, int4, text) text}, {@code concat(variadic
 * any) text}, {@code array_append(anyarray, anyelement) anyarray}.
 */
record Signature(
    String name,
    List<ParameterType> parameters,
    boolean variadic,
    FunctionDefinition.ResultType result) {
  private static final String VARIADIC = "variadic ";

  static Signature parse(String written) {
    int open = written.indexOf('(');
    int close = written.lastIndexOf(')');
    List<ParameterType> parameters = new ArrayList<>();
    boolean variadic = false;
    String inside = written.substring(open + 1, close);
    for (String part : inside.isEmpty() ? new String[0] : inside.split(", ")) {
      variadic = part.startsWith(VARIADIC);
      parameters.add(parameter(variadic ? part.substring(VARIADIC.length()) : part));
    }
    return new Signature(
        written.substring(0, open),
        List.copyOf(parameters),
        variadic,
        result(written.substring(close + 1).strip(), parameters));
  }

  private static ParameterType parameter(String name) {
    return switch (name) {
      case "anyelement" -> new ParameterType.AnyElement();
      case "anyarray" -> new ParameterType.AnyArray();
      case "anynonarray" -> new ParameterType.AnyNonArray();
      case "anyenum" -> new ParameterType.AnyEnum();
      case "anyrange" -> new ParameterType.AnyRange();
      case "anymultirange" -> new ParameterType.AnyMultirange();
      case "any" -> new ParameterType.Any();
      default -> ParameterType.of(type(name));
    };
  }

  static DataType type(String name) {
    if (name.endsWith("[]")) {
      return DataType.array(type(name.substring(0, name.length() - 2)));
    }
    DataType type = TypeNames.named(name);
    if (type == null) {
      throw new IllegalArgumentException("no type " + name);
    }
    return type;
  }

  private static FunctionDefinition.ResultType result(String name, List<ParameterType> parameters) {
    return switch (name) {
      case "anyenum" -> arguments -> arguments.getFirst().unmodified();
      case "anyelement" -> arguments -> element(parameters, arguments);
      case "anyrange" -> arguments -> DataType.range(element(parameters, arguments));
      case "anymultirange" ->
          arguments -> DataType.multirange(DataType.range(element(parameters, arguments)));
      case "anyarray" -> arguments -> DataType.array(element(parameters, arguments));
      default -> {
        DataType type = type(name);
        yield arguments -> type;
      }
    };
  }

  /** What anyelement stands for in a call with arguments of these types. */
  private static DataType element(List<ParameterType> parameters, List<DataType> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      DataType type = arguments.get(i);
      switch (parameters.get(Math.min(i, parameters.size() - 1))) {
        case ParameterType.AnyElement any -> {
          return type.unmodified();
        }
        case ParameterType.AnyArray any -> {
          return type.kind() == TypeKind.ARRAY ? type.elementType().unmodified() : DataType.TEXT;
        }
        case ParameterType.Exact exact -> {}
        case ParameterType.AnyNonArray any -> {
          return type.unmodified();
        }
        case ParameterType.AnyEnum any -> {
          return type.unmodified();
        }
        case ParameterType.AnyRange any -> {
          return type.kind() == TypeKind.RANGE ? type.elementType() : DataType.TEXT;
        }
        case ParameterType.AnyMultirange any -> {
          return type.kind() == TypeKind.MULTIRANGE
              ? type.elementType().elementType()
              : DataType.TEXT;
        }
        case ParameterType.Any any -> {}
      }
    }
    return DataType.TEXT;
  }
}
