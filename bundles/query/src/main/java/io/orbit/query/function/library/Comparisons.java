package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.real;
import static io.orbit.query.function.library.Arguments.value;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.function.ScalarFunction;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** {@code = <> < <= > >=} for every type that has an order. */
final class Comparisons implements FunctionRegistry.Library {
  private static final List<String> INTEGERS = List.of("int2", "int4", "int8");
  private static final List<String> FLOATS = List.of("float4", "float8");
  private static final List<String> TIMES = List.of("date", "timestamp", "timestamptz");

  private static final List<String> PLAIN =
      List.of(
          "bool",
          "numeric",
          "text",
          "varchar",
          "bpchar",
          "name",
          "char",
          "bytea",
          "bit",
          "varbit",
          "time",
          "timetz",
          "interval",
          "uuid",
          "inet",
          "jsonb",
          "oid",
          "record");

  /** The six, by the sign of a comparison. */
  private enum Relation {
    EQUAL("=", sign -> sign == 0),
    NOT_EQUAL("<>", sign -> sign != 0),
    LESS("<", sign -> sign < 0),
    LESS_OR_EQUAL("<=", sign -> sign <= 0),
    GREATER(">", sign -> sign > 0),
    GREATER_OR_EQUAL(">=", sign -> sign >= 0);

    private final String symbol;
    private final IntPredicate holds;

    Relation(String symbol, IntPredicate holds) {
      this.symbol = symbol;
      this.holds = holds;
    }
  }

  /** Compares two arguments. */
  @FunctionalInterface
  private interface Order {
    int compare(Evaluation evaluation, @Nullable Object[] arguments);
  }

  /** Values of one type by its order. */
  private record Same(DataType type, Relation relation) implements ScalarFunction {
    @Override
    public Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
      return relation.holds.test(
          ValueOrder.compare(value(arguments, 0), value(arguments, 1), type));
    }

    @Override
    public ScalarFunction forTypes(List<DataType> arguments) {
      return arguments.isEmpty() ? this : new Same(arguments.getFirst().unmodified(), relation);
    }
  }

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    for (Relation relation : Relation.values()) {
      define(definitions, relation);
    }
  }

  private static void define(Definitions definitions, Relation relation) {
    mixed(
        definitions,
        relation,
        INTEGERS,
        (evaluation, a) -> Long.compare(bigint(a, 0), bigint(a, 1)));
    mixed(
        definitions,
        relation,
        FLOATS,
        (evaluation, a) -> ValueOrder.compareDoubles(real(a, 0), real(a, 1)));
    for (String type : PLAIN) {
      same(definitions, relation, type, type);
    }
    same(definitions, relation, "bpchar", "varchar");
    same(definitions, relation, "varchar", "bpchar");
    same(definitions, relation, "name", "text");
    same(definitions, relation, "text", "name");
    definitions.scalar(
        relation.symbol + "(anyarray, anyarray) bool",
        new Same(DataType.array(DataType.TEXT), relation));
    definitions.scalar(
        relation.symbol + "(anyrange, anyrange) bool",
        new Same(DataType.range(DataType.DYNAMIC), relation));
    definitions.scalar(
        relation.symbol + "(anymultirange, anymultirange) bool",
        new Same(DataType.multirange(DataType.range(DataType.DYNAMIC)), relation));
    definitions.scalar(
        relation.symbol + "(anyenum, anyenum) bool", new Same(DataType.TEXT, relation));
    times(definitions, relation);
  }

  private static void same(Definitions definitions, Relation relation, String one, String other) {
    DataType type = Signature.type(one);
    definitions.scalar(
        relation.symbol + "(" + one + ", " + other + ") bool",
        one.equals(other) ? new Same(type, relation) : new Mixed(type, relation));
  }

  /** Two string types by the order of the first. */
  private record Mixed(DataType type, Relation relation) implements ScalarFunction {
    @Override
    public Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
      DataType order = type.equals(DataType.VARCHAR) ? DataType.CHAR : type;
      return relation.holds.test(
          ValueOrder.compare(value(arguments, 0), value(arguments, 1), order));
    }
  }

  private static void mixed(
      Definitions definitions, Relation relation, List<String> types, Order order) {
    Definitions.Code code =
        (evaluation, arguments) -> relation.holds.test(order.compare(evaluation, arguments));
    for (String one : types) {
      for (String other : types) {
        definitions.add(relation.symbol + "(" + one + ", " + other + ") bool", code);
      }
    }
  }

  /** Dates and timestamps with each other; with a zone they depend on the session's. */
  private static void times(Definitions definitions, Relation relation) {
    for (String one : TIMES) {
      for (String other : TIMES) {
        Definitions.Pending pending =
            definitions.define(relation.symbol + "(" + one + ", " + other + ") bool");
        boolean zoned = one.equals("timestamptz") != other.equals("timestamptz");
        if (one.equals(other)) {
          pending.is(
              (evaluation, a) -> relation.holds.test(Long.compare(bigint(a, 0), bigint(a, 1))));
        } else if (!zoned) {
          pending.is(
              (evaluation, a) ->
                  relation.holds.test(
                      Long.compare(local(one, bigint(a, 0)), local(other, bigint(a, 1)))));
        } else {
          pending
              .stable()
              .is(
                  (evaluation, a) ->
                      relation.holds.test(
                          Long.compare(
                              instant(evaluation, one, bigint(a, 0)),
                              instant(evaluation, other, bigint(a, 1)))));
        }
      }
    }
  }

  private static long local(String type, long value) {
    return type.equals("date") ? Times.saturatedTimestamp((int) value) : value;
  }

  private static long instant(Evaluation evaluation, String type, long value) {
    return type.equals("timestamptz")
        ? value
        : Times.toInstant(local(type, value), Contexts.zone(evaluation));
  }
}
