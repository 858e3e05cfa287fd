package io.orbit.query.function;

import io.orbit.api.value.DataType;
import java.util.List;

/**
 * A function, operator or aggregate under one signature. Operators are functions whose name is the
 * symbol; prefix operators have one parameter.
 *
 * @param name lower case, without schema (all are in pg_catalog)
 * @param parameters what it takes
 * @param variadic true when the last parameter (an element type) may be repeated, also zero times
 *     where {@code minimumVariadic} is 0
 * @param result result type from the arguments' types after coercion
 * @param body what it does
 */
public record FunctionDefinition(
    String name, List<ParameterType> parameters, boolean variadic, ResultType result, Body body) {

  /** The same with a body for arguments of these types. */
  public FunctionDefinition forTypes(List<DataType> arguments) {
    Body specific =
        switch (body) {
          case Body.OfScalar scalar -> new Body.OfScalar(scalar.function().forTypes(arguments));
          case Body.OfAggregate aggregate ->
              new Body.OfAggregate(aggregate.function().forTypes(arguments));
          case Body.OfWindow window -> window;
          case Body.OfTable table ->
              new Body.OfTable(
                  table.function().forTypes(arguments),
                  table.columnNames(),
                  table.columnTypes().stream().map(type -> columnType(type, arguments)).toList());
        };
    return new FunctionDefinition(name, parameters, variadic, result, specific);
  }

  /** DYNAMIC stands for the element type of the array that is given. */
  private static DataType columnType(DataType declared, List<DataType> arguments) {
    DataType element = arguments.isEmpty() ? null : arguments.getFirst().element();
    return declared.equals(DataType.DYNAMIC) && element != null ? element : declared;
  }

  /**
   * The same for a last argument that is an array whose elements are the arguments ({@code VARIADIC
   * array} for a variadic "any").
   *
   * @param arguments types of the arguments, the array's in the last place
   */
  public FunctionDefinition spreading(List<DataType> arguments) {
    return body instanceof Body.OfScalar scalar
        ? new FunctionDefinition(
            name,
            parameters,
            variadic,
            result,
            new Body.OfScalar(new SpreadCall(scalar.function(), List.copyOf(arguments))))
        : forTypes(arguments);
  }

  /** Derives the result type from the (coerced) argument types. */
  @FunctionalInterface
  public interface ResultType {
    DataType of(List<DataType> arguments);
  }

  /** What kind of function it is, with its code. */
  public sealed interface Body {
    record OfScalar(ScalarFunction function) implements Body {}

    record OfAggregate(AggregateFunction function) implements Body {}

    record OfWindow(WindowFunction function) implements Body {}

    /**
     * Rows.
     *
     * @param columnNames names of its columns; one column named like the function when empty
     * @param columnTypes their types, DYNAMIC for the element type of an array given; one is the
     *     result type when empty
     */
    record OfTable(TableFunction function, List<String> columnNames, List<DataType> columnTypes)
        implements Body {}
  }
}
