package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.decimal;
import static io.orbit.query.function.library.Arguments.interval;
import static io.orbit.query.function.library.Arguments.text;
import static io.orbit.query.function.library.Arguments.truth;

import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Interval;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.function.TableFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Functions that answer rows: series, elements of arrays and of JSON. */
final class TableFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    series(definitions);
    arrays(definitions);
    json(definitions);
    jsonb(definitions);
    // No table is a partition, and only partitions have ancestors.
    definitions.table("pg_partition_ancestors(regclass) regclass", strict(a -> List.of()));
    definitions.table(
        "pg_options_to_table(text[]) record",
        List.of("option_name", "option_value"),
        List.of(DataType.TEXT, DataType.TEXT),
        TableFunctions::options);
    definitions.table(
        "string_to_table(text, text) text", strict(a -> parts(text(a, 0), text(a, 1))));
  }

  /** {@code name=value} as two columns. */
  private static Iterator<@Nullable Object[]> options(
      Evaluation evaluation, @Nullable Object[] arguments) {
    if (arguments[0] == null) {
      return Collections.emptyIterator();
    }
    return Arguments.array(arguments, 0).elements().stream()
        .map(
            option -> {
              String[] parts = String.valueOf(option).split("=", 2);
              return new @Nullable Object[] {parts[0], parts.length > 1 ? parts[1] : null};
            })
        .iterator();
  }

  private static List<String> parts(String text, String delimiter) {
    if (text.isEmpty()) {
      return List.of();
    }
    return delimiter.isEmpty() ? List.of(text) : StringFunctions.split(text, delimiter);
  }

  /** Rows of one column from a list; no rows when an argument is null. */
  private static TableFunction strict(Function<@Nullable Object[], List<?>> values) {
    return (evaluation, arguments) -> {
      for (Object argument : arguments) {
        if (argument == null) {
          return Collections.emptyIterator();
        }
      }
      return single(values.apply(arguments));
    };
  }

  private static Iterator<@Nullable Object[]> single(List<?> values) {
    return values.stream().map(value -> new @Nullable Object[] {value}).iterator();
  }

  private static Iterator<@Nullable Object[]> numbered(@Nullable Object[] arguments) {
    List<@Nullable Object> elements = Arguments.array(arguments, 0).elements();
    return IntStream.range(0, elements.size())
        .mapToObj(i -> new @Nullable Object[] {elements.get(i), i + 1})
        .iterator();
  }

  // ---- series

  private static void series(Definitions definitions) {
    for (String type : List.of("int4", "int8")) {
      boolean narrow = type.equals("int4");
      String both = "(" + type + ", " + type;
      definitions.table("generate_series" + both + ") " + type, (e, a) -> integers(a, narrow));
      definitions.table(
          "generate_series" + both + ", " + type + ") " + type, (e, a) -> integers(a, narrow));
    }
    definitions.table("generate_series(numeric, numeric) numeric", (e, a) -> decimals(a));
    definitions.table("generate_series(numeric, numeric, numeric) numeric", (e, a) -> decimals(a));
    definitions.table(
        "generate_series(timestamp, timestamp, interval) timestamp",
        (e, a) -> times(a, (at, step) -> Times.plus(at, step)));
    definitions.table(
        "generate_series(timestamptz, timestamptz, interval) timestamptz",
        (e, a) -> times(a, (at, step) -> Times.plus(at, step, Contexts.zone(e))));
    definitions.table("generate_subscripts(anyarray, int4) int4", (e, a) -> subscripts(a, false));
    definitions.table(
        "generate_subscripts(anyarray, int4, bool) int4",
        (e, a) -> subscripts(a, a.length > 2 && a[2] != null && truth(a, 2)));
  }

  private static boolean anyNull(@Nullable Object[] arguments) {
    for (Object argument : arguments) {
      if (argument == null) {
        return true;
      }
    }
    return false;
  }

  private static Iterator<@Nullable Object[]> integers(@Nullable Object[] a, boolean narrow) {
    if (anyNull(a)) {
      return Collections.emptyIterator();
    }
    long start = bigint(a, 0);
    long end = bigint(a, 1);
    long step = a.length > 2 ? bigint(a, 2) : 1;
    if (step == 0) {
      throw Failures.invalid("step size cannot equal zero");
    }
    return new Iterator<>() {
      private long next = start;
      private boolean done = step > 0 ? start > end : start < end;

      @Override
      public boolean hasNext() {
        return !done;
      }

      @Override
      public @Nullable Object[] next() {
        if (done) {
          throw new java.util.NoSuchElementException();
        }
        Object value = narrow ? (Object) (int) next : (Object) next;
        long after = next + step;
        boolean overflow = ((next ^ after) & (step ^ after)) < 0;
        done = overflow || (step > 0 ? after > end : after < end);
        next = after;
        return new @Nullable Object[] {value};
      }
    };
  }

  private static Iterator<@Nullable Object[]> decimals(@Nullable Object[] a) {
    if (anyNull(a)) {
      return Collections.emptyIterator();
    }
    String[] names = {"start", "stop", "step size"};
    for (int i = 0; i < a.length; i++) {
      if (!decimal(a, i).isFinite()) {
        throw Failures.invalid(
            names[i]
                + (decimal(a, i).isNaN() ? " value cannot be NaN" : " value cannot be infinity"));
      }
    }
    Decimal end = decimal(a, 1);
    Decimal step = a.length > 2 ? decimal(a, 2) : Decimal.of(1);
    int sign = Decimals.sign(step);
    if (sign == 0) {
      throw Failures.invalid("step size cannot equal zero");
    }
    int scale = Math.max(decimal(a, 0).number().scale(), step.number().scale());
    return rows(
        (Object) Decimals.round(decimal(a, 0), scale),
        value -> Integer.signum(((Decimal) value).compareTo(end)) != sign,
        value -> Decimals.add((Decimal) value, step));
  }

  /** Moves a timestamp by an interval. */
  @FunctionalInterface
  private interface Mover {
    long move(long micros, Interval by);
  }

  private static Iterator<@Nullable Object[]> times(@Nullable Object[] a, Mover mover) {
    if (anyNull(a)) {
      return Collections.emptyIterator();
    }
    long end = bigint(a, 1);
    Interval step = interval(a, 2);
    int sign = step.compareTo(new Interval(0, 0, 0));
    if (sign == 0) {
      throw Failures.invalid("step size cannot equal zero");
    }
    return rows(
        a[0],
        value -> sign > 0 ? (Long) value <= end : (Long) value >= end,
        value -> mover.move((Long) value, step));
  }

  private static Iterator<@Nullable Object[]> rows(
      @Nullable Object start, Predicate<Object> within, UnaryOperator<Object> next) {
    return Stream.iterate(java.util.Objects.requireNonNull(start), within, next)
        .map(value -> new @Nullable Object[] {value})
        .iterator();
  }

  private static Iterator<@Nullable Object[]> subscripts(@Nullable Object[] a, boolean reverse) {
    if (anyNull(a)) {
      return Collections.emptyIterator();
    }
    Array array = Arguments.array(a, 0);
    int dimension = Arguments.integer(a, 1);
    if (dimension < 1 || dimension > array.dimensions().size()) {
      return Collections.emptyIterator();
    }
    int low = array.lowerBounds().get(dimension - 1);
    int high = low + array.dimensions().get(dimension - 1) - 1;
    return integers(
        reverse ? new @Nullable Object[] {high, low, -1} : new @Nullable Object[] {low, high, 1},
        true);
  }

  private static void arrays(Definitions definitions) {
    definitions.table(
        "_pg_expandarray(anyarray) record",
        List.of("x", "n"),
        List.of(DataType.DYNAMIC, DataType.INT32),
        (evaluation, a) -> a[0] == null ? Collections.emptyIterator() : numbered(a));
    definitions.table("unnest(anyarray) anyelement", strict(a -> Arguments.array(a, 0).elements()));
  }

  // ---- json

  private static TableFunction expanded(Function<String, List<@Nullable Object[]>> rows) {
    return (Evaluation evaluation, @Nullable Object[] arguments) ->
        arguments[0] == null
            ? Collections.emptyIterator()
            : rows.apply(text(arguments, 0)).iterator();
  }

  private static void json(Definitions definitions) {
    List<String> names = List.of("key", "value");
    definitions.table(
        "json_each(json) record",
        names,
        List.of(DataType.TEXT, DataType.JSON),
        expanded(json -> members(json, "json_each", false)));
    definitions.table(
        "json_each_text(json) record",
        names,
        List.of(DataType.TEXT, DataType.TEXT),
        expanded(json -> members(json, "json_each_text", true)));
    definitions.table(
        "json_array_elements(json) json",
        List.of("value"),
        List.of(),
        expanded(json -> elements(json, "json_array_elements", false)));
    definitions.table(
        "json_array_elements_text(json) text",
        List.of("value"),
        List.of(),
        expanded(json -> elements(json, "json_array_elements_text", true)));
    definitions.table(
        "json_object_keys(json) text",
        expanded(
            json -> {
              if (!JsonSource.isObject(json)) {
                throw notAnObject("json_object_keys", JsonSource.isArray(json));
              }
              List<@Nullable Object[]> rows = new ArrayList<>();
              JsonSource.members(json)
                  .forEach(member -> rows.add(new @Nullable Object[] {member.name()}));
              return rows;
            }));
  }

  private static OrbitException notAnObject(String function, boolean array) {
    return Failures.invalid(
        function.endsWith("keys")
            ? "cannot call " + function + " on " + (array ? "an array" : "a scalar")
            : "cannot deconstruct " + (array ? "an array as an object" : "a scalar"));
  }

  private static List<@Nullable Object[]> members(String json, String function, boolean text) {
    if (!JsonSource.isObject(json)) {
      throw notAnObject(function, JsonSource.isArray(json));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (JsonSource.Member member : JsonSource.members(json)) {
      rows.add(
          new @Nullable Object[] {
            member.name(), text ? JsonSource.text(member.value()) : member.value()
          });
    }
    return rows;
  }

  private static List<@Nullable Object[]> elements(String json, String function, boolean text) {
    if (!JsonSource.isArray(json)) {
      throw Failures.invalid(
          "cannot call "
              + function
              + " on a "
              + (JsonSource.isObject(json) ? "non-array" : "scalar"));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String element : JsonSource.elements(json)) {
      rows.add(new @Nullable Object[] {text ? JsonSource.text(element) : element});
    }
    return rows;
  }

  // ---- jsonb

  private static void jsonb(Definitions definitions) {
    List<String> names = List.of("key", "value");
    definitions.table(
        "jsonb_each(jsonb) record",
        names,
        List.of(DataType.TEXT, DataType.JSONB),
        expanded(json -> treeMembers(json, "jsonb_each", Json::write)));
    definitions.table(
        "jsonb_each_text(jsonb) record",
        names,
        List.of(DataType.TEXT, DataType.TEXT),
        expanded(json -> treeMembers(json, "jsonb_each_text", Json::text)));
    definitions.table(
        "jsonb_array_elements(jsonb) jsonb",
        List.of("value"),
        List.of(),
        expanded(json -> treeElements(json, Json::write)));
    definitions.table(
        "jsonb_array_elements_text(jsonb) text",
        List.of("value"),
        List.of(),
        expanded(json -> treeElements(json, Json::text)));
    definitions.table(
        "jsonb_object_keys(jsonb) text",
        expanded(json -> treeMembers(json, "jsonb_object_keys", null)));
  }

  private static List<@Nullable Object[]> treeMembers(
      String json, String function, @Nullable Function<Object, @Nullable String> form) {
    Object tree = Json.read(json);
    if (!(tree instanceof Map<?, ?> map)) {
      boolean array = tree instanceof List<?>;
      throw Failures.invalid(
          form == null
              ? "cannot call " + function + " on " + (array ? "an array" : "a scalar")
              : "cannot call " + function + " on a non-object");
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    map.forEach(
        (key, value) ->
            rows.add(
                form == null
                    ? new @Nullable Object[] {key}
                    : new @Nullable Object[] {key, form.apply(Json.wrapped(value))}));
    return rows;
  }

  private static List<@Nullable Object[]> treeElements(
      String json, Function<Object, @Nullable String> form) {
    Object tree = Json.read(json);
    if (!(tree instanceof List<?> list)) {
      throw Failures.invalid(
          "cannot extract elements from " + (tree instanceof Map<?, ?> ? "an object" : "a scalar"));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    list.forEach(element -> rows.add(new @Nullable Object[] {form.apply(Json.wrapped(element))}));
    return rows;
  }
}
