package io.orbit.query.optimize;

import static io.orbit.query.optimize.KnownValues.UNKNOWN;

import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import io.orbit.query.statistics.ColumnStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The share of rows for which a condition holds: from the statistics of the columns in it where
 * there are any, else by rule of thumb. Conditions on different columns count as independent. One
 * thread.
 */
final class Selectivity {
  private static final double EQUAL = 0.005;
  private static final double INEQUALITY = 1.0 / 3;
  private static final double RANGE = 0.02;
  private static final double OTHER = 0.25;
  private static final int SENSITIVE_ROWS = 5000;

  private final KnownValues values;
  private final Map<Variable, ColumnStatistics> columns;
  private final Map<Variable, Double> tableRows;
  private boolean sensitive;

  /**
   * @param columns what is known of variables
   * @param tableRows rows of the tables they are of
   */
  Selectivity(
      KnownValues values,
      Map<Variable, ColumnStatistics> columns,
      Map<Variable, Double> tableRows) {
    this.values = values;
    this.columns = columns;
    this.tableRows = tableRows;
  }

  /** Whether an answer depended on a parameter's value, and on a large table. */
  boolean isSensitive() {
    return sensitive;
  }

  double of(List<Scalar> conditions) {
    Map<Variable, Bounds> bounds = new HashMap<>();
    double share = 1;
    for (Scalar condition : conditions) {
      Comparison comparison = comparison(condition);
      if (comparison != null && comparison.isInequality()) {
        bounds.computeIfAbsent(comparison.column(), v -> new Bounds()).add(comparison);
      } else {
        share *= of(condition);
      }
    }
    for (Map.Entry<Variable, Bounds> entry : bounds.entrySet()) {
      share *= range(entry.getKey(), entry.getValue());
    }
    return Math.clamp(share, 0, 1);
  }

  double of(Scalar condition) {
    return Math.clamp(share(condition), 0, 1);
  }

  private double share(Scalar condition) {
    return switch (condition) {
      case Scalar.Constant constant -> Boolean.TRUE.equals(constant.value()) ? 1 : 0;
      case Scalar.And and -> of(Scalars.conjuncts(and));
      case Scalar.Or or -> {
        double none = 1;
        for (Scalar operand : or.operands()) {
          none *= 1 - of(operand);
        }
        yield 1 - none;
      }
      case Scalar.Not not -> 1 - of(not.operand());
      case Scalar.IsNull test -> isNull(test);
      case Scalar.InList in -> inList(in);
      case Scalar.Quantified quantified -> quantified(quantified);
      case Scalar.Apply apply -> apply(apply);
      default -> sampled(condition, 0.5);
    };
  }

  private double isNull(Scalar.IsNull test) {
    ColumnStatistics column = column(test.operand());
    double share = column == null ? EQUAL : column.nullFraction();
    return test.negated() ? 1 - share : share;
  }

  private double inList(Scalar.InList in) {
    double share = 0;
    for (Scalar value : in.values()) {
      share += equal(in.operand(), value);
    }
    return in.negated() ? 1 - Math.min(1, share) : share;
  }

  private double quantified(Scalar.Quantified quantified) {
    if (quantified.symbol().equals("=") && !quantified.all()) {
      Object array = values.of(quantified.array());
      DataType element = quantified.array().type().elementType();
      if (array instanceof Array known) {
        double share = 0;
        for (Object value : known.elements()) {
          share += equal(quantified.left(), new Scalar.Constant(value, element));
        }
        noteLooked(quantified.left());
        return share;
      }
      ColumnStatistics column = column(quantified.left());
      return 10 * (column == null ? EQUAL : column.averageShare());
    }
    return sampled(quantified, OTHER);
  }

  private double apply(Scalar.Apply apply) {
    if (apply.arguments().size() != 2) {
      return sampled(apply, OTHER);
    }
    Scalar left = apply.arguments().get(0);
    Scalar right = apply.arguments().get(1);
    switch (apply.name()) {
      case "=", "<>" -> {
        boolean known = column(left) != null || column(right) != null;
        double equal =
            known
                ? equal(left, right)
                : sampled(apply, apply.name().equals("=") ? EQUAL : 1 - EQUAL);
        return apply.name().equals("=") || !known ? equal : 1 - equal;
      }
      case "<", "<=", ">", ">=" -> {
        Comparison comparison = comparison(apply);
        if (comparison == null) {
          return sampled(apply, INEQUALITY);
        }
        Bounds bounds = new Bounds();
        bounds.add(comparison);
        return range(comparison.column(), bounds);
      }
      default -> {
        return sampled(apply, OTHER);
      }
    }
  }

  // ---- equality

  private double equal(Scalar left, Scalar right) {
    ColumnStatistics one = column(left);
    ColumnStatistics other = column(right);
    if (one != null && other != null) {
      return Math.min(one.averageShare(), other.averageShare());
    }
    if (one == null && other == null) {
      return EQUAL;
    }
    return one != null ? equal(one, left, right) : equalMirrored(other, left, right);
  }

  private double equalMirrored(@Nullable ColumnStatistics column, Scalar left, Scalar right) {
    return column == null ? EQUAL : equal(column, right, left);
  }

  private double equal(ColumnStatistics column, Scalar reference, Scalar value) {
    if (column.commonValues().isEmpty()) {
      return column.averageShare();
    }
    Object known = values.of(value);
    noteLooked(reference);
    if (known == null) {
      return 0;
    }
    Object converted = known == UNKNOWN ? null : converted(known, column);
    return converted == null ? column.averageShare() : column.equalTo(converted);
  }

  // ---- ranges

  /** A column compared with something else. */
  private record Comparison(Variable column, String symbol, Scalar value) {
    boolean isInequality() {
      return !symbol.equals("=") && !symbol.equals("<>");
    }
  }

  private static @Nullable Comparison comparison(Scalar condition) {
    if (!(condition instanceof Scalar.Apply apply) || apply.arguments().size() != 2) {
      return null;
    }
    String mirrored =
        switch (apply.name()) {
          case "<" -> ">";
          case "<=" -> ">=";
          case ">" -> "<";
          case ">=" -> "<=";
          default -> "";
        };
    if (mirrored.isEmpty()) {
      return null;
    }
    Scalar left = apply.arguments().get(0);
    Scalar right = apply.arguments().get(1);
    if (uncast(left) instanceof Scalar.Reference reference && Scalars.free(right).isEmpty()) {
      return new Comparison(reference.variable(), apply.name(), right);
    }
    if (uncast(right) instanceof Scalar.Reference reference && Scalars.free(left).isEmpty()) {
      return new Comparison(reference.variable(), mirrored, left);
    }
    return null;
  }

  /** What a column is compared with, from below and from above. */
  private static final class Bounds {
    private @Nullable Scalar above;
    private @Nullable Scalar below;

    void add(Comparison comparison) {
      if (comparison.symbol().startsWith(">")) {
        above = comparison.value();
      } else {
        below = comparison.value();
      }
    }
  }

  private double range(Variable variable, Bounds bounds) {
    ColumnStatistics column = columns.get(variable);
    double otherwise = bounds.above != null && bounds.below != null ? RANGE : INEQUALITY;
    if (column == null || (column.bounds().isEmpty() && column.commonValues().isEmpty())) {
      return otherwise;
    }
    double from = share(column, bounds.above, 0);
    double to = share(column, bounds.below, 1 - column.nullFraction());
    noteLooked(new Scalar.Reference(variable));
    if (Double.isNaN(from) || Double.isNaN(to)) {
      return otherwise * (1 - column.nullFraction());
    }
    return Math.max(to - from, 1 / Math.max(1, 100 * column.distinct()));
  }

  private double share(ColumnStatistics column, @Nullable Scalar bound, double otherwise) {
    if (bound == null) {
      return otherwise;
    }
    Object known = values.of(bound);
    Object converted = known == null || known == UNKNOWN ? null : converted(known, column);
    return converted == null ? Double.NaN : column.below(converted);
  }

  // ---- anything about one column: asked of its known values

  private double sampled(Scalar condition, double otherwise) {
    Set<Variable> free = Scalars.free(condition);
    if (free.size() != 1 || Scalars.hasSubquery(condition) || !Scalars.isStable(condition)) {
      return otherwise;
    }
    Variable variable = free.iterator().next();
    ColumnStatistics column = columns.get(variable);
    if (column == null || (column.bounds().size() < 20 && column.otherShare() > 0.1)) {
      return otherwise;
    }
    Scalar whole = values.withParameters(condition);
    noteLooked(new Scalar.Reference(variable));
    if (whole == null) {
      return otherwise;
    }
    double share = 0;
    for (int i = 0; i < column.commonValues().size(); i++) {
      if (holds(whole, variable, column.commonValues().get(i))) {
        share += column.commonShares().get(i);
      }
    }
    if (holds(whole, variable, null)) {
      share += column.nullFraction();
    }
    long found = column.bounds().stream().filter(value -> holds(whole, variable, value)).count();
    double others = found == 0 ? 0.1 : found;
    return column.bounds().isEmpty()
        ? share
        : share + column.otherShare() * others / column.bounds().size();
  }

  private boolean holds(Scalar condition, Variable variable, @Nullable Object value) {
    Scalar.Constant constant = new Scalar.Constant(value, variable.type());
    Scalar asked = Scalars.substitute(condition, v -> v.equals(variable) ? constant : null);
    return Boolean.TRUE.equals(values.evaluate(asked));
  }

  // ---- shared

  private void noteLooked(Scalar reference) {
    boolean looked = values.takeLooked();
    if (looked && uncast(reference) instanceof Scalar.Reference column) {
      sensitive |= tableRows.getOrDefault(column.variable(), 0.0) > SENSITIVE_ROWS;
    }
  }

  @Nullable ColumnStatistics column(Scalar scalar) {
    return uncast(scalar) instanceof Scalar.Reference reference
        ? columns.get(reference.variable())
        : null;
  }

  /** A column under a cast that keeps the order of its values. */
  private static Scalar uncast(Scalar scalar) {
    if (scalar instanceof Scalar.Apply cast
        && cast.name().equals("::")
        && !cast.arguments().isEmpty()) {
      DataType from = cast.arguments().getFirst().type();
      boolean alike =
          (from.kind().isText() && cast.type().kind().isText())
              || (from.kind().isNumeric() && cast.type().kind().isNumeric());
      return alike ? uncast(cast.arguments().getFirst()) : scalar;
    }
    return scalar;
  }

  /** A value as the column would hold it; null where it cannot. */
  private static @Nullable Object converted(Object value, ColumnStatistics column) {
    Object sample =
        column.commonValues().isEmpty()
            ? column.bounds().isEmpty() ? null : column.bounds().getFirst()
            : column.commonValues().getFirst();
    if (sample == null || sample.getClass() == value.getClass()) {
      return value;
    }
    if (!(value instanceof Number number) || value instanceof Decimal) {
      return null;
    }
    return switch (sample) {
      case Short s -> (short) Math.clamp(number.longValue(), Short.MIN_VALUE, Short.MAX_VALUE);
      case Integer i -> Math.clamp(number.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
      case Long l -> number.longValue();
      case Float f -> number.floatValue();
      case Double d -> number.doubleValue();
      default -> null;
    };
  }
}
