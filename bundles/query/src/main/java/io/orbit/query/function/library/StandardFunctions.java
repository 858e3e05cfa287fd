package io.orbit.query.function.library;

import io.orbit.query.function.FunctionRegistry;
import java.util.List;

/** All functions, operators, aggregates and window functions there are. */
public final class StandardFunctions {
  private StandardFunctions() {}

  /** A registry of everything that stands on nothing but the statement's evaluation. */
  public static FunctionRegistry registry() {
    return new FunctionRegistry(
        List.of(
            new Comparisons(),
            new IntegerOperators(),
            new DecimalOperators(),
            new MathFunctions(),
            new StringFunctions(),
            new PatternFunctions(),
            new RegularExpressionFunctions(),
            new BinaryFunctions(),
            new DateTimeOperators(),
            new DateTimeFunctions(),
            new ArrayFunctions(),
            new RangeFunctions(),
            new BitFunctions(),
            new JsonFunctions(),
            new TableFunctions(),
            new SequenceFunctions(),
            new SessionFunctions(),
            new LockFunctions(),
            new CatalogFunctions(),
            new EnumFunctions(),
            new Aggregates(),
            new StatisticalAggregates(),
            new OrderedSetAggregates(),
            new JsonAggregates(),
            new WindowFunctions()));
  }
}
