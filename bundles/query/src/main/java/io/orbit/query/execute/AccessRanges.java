package io.orbit.query.execute;

import io.orbit.api.records.KeyRange;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access path made ready to compute its ranges.
 *
 * @param path what they are of
 * @param prefix values of the first key columns
 * @param points an array of values of the next one; null for none
 * @param lower null for none
 * @param upper null for none
 */
record AccessRanges(
    AccessPath path,
    List<Evaluator> prefix,
    @Nullable Evaluator points,
    @Nullable Evaluator lower,
    @Nullable Evaluator upper) {

  static AccessRanges of(AccessPath path, ExpressionCompiler compiler) {
    return new AccessRanges(
        path,
        compiler.compileAll(path.prefix()),
        optional(path.points(), compiler),
        optional(path.lower(), compiler),
        optional(path.upper(), compiler));
  }

  private static @Nullable Evaluator optional(
      io.orbit.query.plan.@Nullable Scalar scalar, ExpressionCompiler compiler) {
    return scalar == null ? null : compiler.compile(scalar);
  }

  /** The ranges now, in key order; none when no row can fit. */
  List<KeyRange> compute(Evaluation evaluation) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < prefix.size(); i++) {
      Object value = prefix.get(i).at(RowBatch.UNIT, 0, evaluation);
      Object converted = value == null ? null : convert(value, path.keyTypes().get(i));
      if (converted == null) {
        return List.of();
      }
      values.add(converted);
    }
    if (points != null) {
      return points(values, points.at(RowBatch.UNIT, 0, evaluation));
    }
    if (lower == null && upper == null) {
      return List.of(KeyRange.equal(values));
    }
    DataType type = path.keyTypes().get(prefix.size());
    Object from = lower == null ? null : lower.at(RowBatch.UNIT, 0, evaluation);
    Object to = upper == null ? null : upper.at(RowBatch.UNIT, 0, evaluation);
    if ((lower != null && from == null) || (upper != null && to == null)) {
      return List.of();
    }
    Object convertedFrom = from == null ? null : convert(from, type);
    Object convertedTo = to == null ? null : convert(to, type);
    return List.of(
        new KeyRange(
            values, convertedFrom, path.lowerInclusive(), convertedTo, path.upperInclusive()));
  }

  private List<KeyRange> points(List<@Nullable Object> before, @Nullable Object array) {
    if (!(array instanceof Array known)) {
      return List.of();
    }
    DataType type = path.keyTypes().get(before.size());
    List<Object> values = new ArrayList<>();
    for (Object element : known.elements()) {
      Object converted = element == null ? null : convert(element, type);
      if (converted != null) {
        values.add(converted);
      }
    }
    values.sort((a, b) -> ValueOrder.compare(a, b, type));
    List<KeyRange> ranges = new ArrayList<>(values.size());
    Object last = null;
    for (Object value : values) {
      if (last == null || ValueOrder.compare(last, value, type) != 0) {
        List<@Nullable Object> key = new ArrayList<>(before);
        key.add(value);
        ranges.add(KeyRange.equal(key));
      }
      last = value;
    }
    return ranges;
  }

  /** A value in the type of the key column; null where it cannot be any key's value. */
  private static @Nullable Object convert(Object value, DataType type) {
    if (!(value instanceof Number number) || value instanceof Decimal) {
      return value;
    }
    long wide = number.longValue();
    return switch (type.kind()) {
      case INT16 -> wide == (short) wide ? (Object) (short) wide : null;
      case INT32 -> wide == (int) wide ? (Object) (int) wide : null;
      case INT64 -> wide;
      default -> value;
    };
  }
}
