package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.value;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.RangeOrder;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ranges and multiranges: operators, functions, aggregates (PostgreSQL manual, section 9.20). */
final class RangeFunctions implements FunctionRegistry.Library {
  private static final List<String> KINDS = List.of("anyrange", "anymultirange");

  /** A condition on two sets of ranges. */
  @FunctionalInterface
  private interface Condition {
    boolean holds(RangeSets sets, List<Range> a, List<Range> b);
  }

  /** An operation whose result is a set of ranges. */
  @FunctionalInterface
  private interface Operation {
    List<Range> of(RangeSets sets, List<Range> a, List<Range> b);
  }

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    constructors(definitions, "int4range", "int4");
    constructors(definitions, "int8range", "int8");
    constructors(definitions, "numrange", "numeric");
    constructors(definitions, "daterange", "date");
    constructors(definitions, "tsrange", "timestamp");
    constructors(definitions, "tstzrange", "timestamptz");
    conditions(definitions);
    operations(definitions);
    bounds(definitions);
    sets(definitions);
    aggregates(definitions);
  }

  private static void constructors(Definitions definitions, String range, String bound) {
    DataType type = Signature.type(bound);
    String bounds = range + "(" + bound + ", " + bound;
    definitions
        .define(bounds + ") " + range)
        .calledOnNull()
        .is((e, a) -> RangeOrder.range(a[0], a[1], true, false, type));
    definitions
        .define(bounds + ", text) " + range)
        .calledOnNull()
        .is((e, a) -> flagged(a[0], a[1], (String) a[2], type));
    String multirange = range.replace("range", "multirange");
    definitions.add(multirange + "() " + multirange, (e, a) -> Multirange.EMPTY);
    definitions
        .define(multirange + "(variadic " + range + ") " + multirange)
        .is((e, a) -> collected(java.util.Arrays.asList(a), type));
  }

  private static Range flagged(
      @Nullable Object lower, @Nullable Object upper, @Nullable String flags, DataType bound) {
    if (flags == null) {
      throw new OrbitException(
          ErrorCode.DATA_EXCEPTION, "range constructor flags argument must not be null");
    }
    boolean known =
        flags.length() == 2
            && "[(".indexOf(flags.charAt(0)) >= 0
            && "])".indexOf(flags.charAt(1)) >= 0;
    if (!known) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "invalid range bound flags")
          .withHint("Valid values are \"[]\", \"[)\", \"(]\", and \"()\".");
    }
    return RangeOrder.range(lower, upper, flags.charAt(0) == '[', flags.charAt(1) == ']', bound);
  }

  /** Of ranges, or of one array of them. */
  private static Multirange collected(List<? extends @Nullable Object> given, DataType bound) {
    List<Range> ranges = new ArrayList<>();
    for (Object one : given) {
      if (one instanceof Array array) {
        return collected(array.elements(), bound);
      }
      if (one == null) {
        throw new OrbitException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED, "multirange values cannot contain null members");
      }
      ranges.add((Range) one);
    }
    return Multirange.of(ranges, bound);
  }

  // ---- operators

  private static void conditions(Definitions definitions) {
    for (String one : KINDS) {
      for (String other : KINDS) {
        String operands = "(" + one + ", " + other + ") bool";
        condition(definitions, "@>" + operands, RangeSets::contains);
        condition(definitions, "<@" + operands, (sets, a, b) -> sets.contains(b, a));
        condition(definitions, "&&" + operands, RangeSets::overlap);
        condition(definitions, "<<" + operands, RangeSets::isBefore);
        condition(definitions, ">>" + operands, (sets, a, b) -> sets.isBefore(b, a));
        condition(definitions, "&<" + operands, RangeSets::endsWithin);
        condition(definitions, "&>" + operands, RangeSets::beginsWithin);
        condition(definitions, "-|-" + operands, RangeSets::areAdjacent);
      }
      condition(definitions, "@>(" + one + ", anyelement) bool", RangeSets::contains);
      condition(
          definitions, "<@(anyelement, " + one + ") bool", (sets, a, b) -> sets.contains(b, a));
    }
  }

  private static void condition(Definitions definitions, String signature, Condition condition) {
    definitions.typed(
        signature,
        (e, a, types) -> {
          RangeSets sets = setsOf(types);
          return condition.holds(sets, sets.parts(value(a, 0)), sets.parts(value(a, 1)));
        });
  }

  /** By the first argument that is of ranges; another may be a bound. */
  private static RangeSets setsOf(List<DataType> types) {
    DataType first = types.getFirst();
    return RangeSets.of(first.element() == null ? types.getLast() : first);
  }

  private static void operations(Definitions definitions) {
    operation(definitions, "+", RangeSets::union, "union");
    operation(definitions, "*", RangeSets::intersection, "intersection");
    operation(definitions, "-", RangeSets::difference, "difference");
    definitions.typed(
        "range_merge(anyrange, anyrange) anyrange",
        (e, a, types) -> {
          RangeSets sets = setsOf(types);
          return sets.around(sets.union(sets.parts(value(a, 0)), sets.parts(value(a, 1))));
        });
    definitions.typed(
        "range_merge(anymultirange) anyrange",
        (e, a, types) -> setsOf(types).around(((Multirange) value(a, 0)).ranges()));
  }

  private static void operation(
      Definitions definitions, String symbol, Operation operation, String name) {
    definitions.typed(
        symbol + "(anyrange, anyrange) anyrange",
        (e, a, types) -> {
          List<Range> parts = apply(operation, a, types);
          if (parts.size() > 1) {
            throw new OrbitException(
                ErrorCode.DATA_EXCEPTION, "result of range " + name + " would not be contiguous");
          }
          return parts.isEmpty() ? Range.EMPTY : parts.getFirst();
        });
    definitions.typed(
        symbol + "(anymultirange, anymultirange) anymultirange",
        (e, a, types) -> new Multirange(apply(operation, a, types)));
  }

  private static List<Range> apply(
      Operation operation, @Nullable Object[] arguments, List<DataType> types) {
    RangeSets sets = setsOf(types);
    return operation.of(sets, sets.parts(value(arguments, 0)), sets.parts(value(arguments, 1)));
  }

  // ---- functions

  /** The range from the first lower to the last upper bound. */
  private static Range whole(@Nullable Object[] arguments) {
    return switch (value(arguments, 0)) {
      case Range range -> range;
      case Multirange multirange -> RangeSets.of(DataType.DYNAMIC).around(multirange.ranges());
      default -> throw new IllegalArgumentException("no range");
    };
  }

  private static void bounds(Definitions definitions) {
    for (String kind : KINDS) {
      definitions.add("lower(" + kind + ") anyelement", (e, a) -> whole(a).lower());
      definitions.add("upper(" + kind + ") anyelement", (e, a) -> whole(a).upper());
      definitions.add("isempty(" + kind + ") bool", (e, a) -> whole(a).isEmpty());
      definitions.add("lower_inc(" + kind + ") bool", (e, a) -> whole(a).isLowerInclusive());
      definitions.add("upper_inc(" + kind + ") bool", (e, a) -> whole(a).isUpperInclusive());
      definitions.add("lower_inf(" + kind + ") bool", (e, a) -> whole(a).isLowerInfinite());
      definitions.add("upper_inf(" + kind + ") bool", (e, a) -> whole(a).isUpperInfinite());
    }
  }

  private static void sets(Definitions definitions) {
    definitions.typed(
        "multirange(anyrange) anymultirange",
        (e, a, types) -> new Multirange(setsOf(types).parts(value(a, 0))));
    definitions.table("unnest(anymultirange) anyrange", RangeFunctions::ranges);
  }

  private static Iterator<@Nullable Object[]> ranges(
      Evaluation evaluation, @Nullable Object[] arguments) {
    List<Range> ranges =
        arguments[0] == null ? List.of() : ((Multirange) value(arguments, 0)).ranges();
    return ranges.stream().map(range -> new @Nullable Object[] {range}).iterator();
  }

  // ---- aggregates

  private static void aggregates(Definitions definitions) {
    for (String kind : KINDS) {
      definitions.aggregate(
          "range_agg(" + kind + ") anymultirange",
          new Folding<List<Multirange>>(
              ArrayList::new,
              (state, a, e, types) -> state.add(new Multirange(setsOf(types).parts(value(a, 0)))),
              (state, e, types) -> united(state, types),
              true,
              List.of()));
      definitions.aggregate("range_intersect_agg(" + kind + ") " + kind, intersection());
    }
  }

  private static @Nullable Multirange united(List<Multirange> all, List<DataType> types) {
    if (all.isEmpty()) {
      return null;
    }
    List<Range> ranges = all.stream().flatMap(one -> one.ranges().stream()).toList();
    return Multirange.of(ranges, setsOf(types).bound());
  }

  private static Folding<Aggregates.Holder> intersection() {
    return new Folding<>(
        Aggregates.Holder::new,
        (state, a, e, types) -> {
          Object next = value(a, 0);
          if (state.value == null) {
            state.value = next;
            return;
          }
          RangeSets sets = setsOf(types);
          List<Range> common =
              sets.intersection(sets.parts(Objects.requireNonNull(state.value)), sets.parts(next));
          state.value =
              next instanceof Range
                  ? common.isEmpty() ? Range.EMPTY : common.getFirst()
                  : new Multirange(common);
        },
        (state, e, types) -> state.value,
        true,
        List.of());
  }
}
