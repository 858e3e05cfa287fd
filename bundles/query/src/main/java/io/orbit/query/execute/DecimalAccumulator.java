package io.orbit.query.execute;

import io.orbit.api.value.Decimal;
import io.orbit.query.function.library.Decimals;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sum or average of decimals: by their digits where those have one scale and fit 64 bits. */
final class DecimalAccumulator implements Accumulator {
  private final boolean average;
  private final WideSums sums = new WideSums();
  private int scale = -1;

  /** What could not be added as digits, and how many values that is. */
  private @Nullable Decimal[] others = {};

  private long[] otherCounts = {};

  DecimalAccumulator(boolean average) {
    this.average = average;
  }

  @Override
  public void add(Evaluation evaluation, Vector[] arguments, int[] groups, int rows, int size) {
    sums.grow(size);
    if (arguments[0] instanceof DecimalVector digits) {
      if (scale < 0) {
        scale = digits.scale();
      }
      if (scale == digits.scale()) {
        sums.add(evaluation, digits.values(), digits.nulls(), groups, rows, size);
        return;
      }
    }
    Vector values = arguments[0];
    growOthers(size);
    for (int row = 0; row < rows; row++) {
      if (groups[row] >= 0 && values.get(row) instanceof Decimal value) {
        addOther(groups[row], value, 1);
      }
    }
  }

  private void growOthers(int size) {
    if (size > others.length) {
      int wider = Math.max(size, others.length * 2);
      others = Arrays.copyOf(others, wider);
      otherCounts = Arrays.copyOf(otherCounts, wider);
    }
  }

  private void addOther(int group, Decimal value, long count) {
    Decimal before = others[group];
    others[group] = before == null ? value : Decimals.add(before, value);
    otherCounts[group] += count;
  }

  @Override
  public @Nullable Object result(Evaluation evaluation, int group) {
    long count = sums.count(group);
    Decimal sum = Decimal.ZERO;
    if (count > 0) {
      sum = Decimal.of(new BigDecimal(sums.total(group), scale));
    }
    Decimal other = group < others.length ? others[group] : null;
    if (other != null) {
      sum = Decimals.add(sum, other);
      count += otherCounts[group];
    }
    if (count == 0) {
      return null;
    }
    return average ? Decimals.divide(sum, Decimal.of(count)) : sum;
  }

  @Override
  public void merge(Evaluation evaluation, Accumulator other, int[] groups, int size) {
    DecimalAccumulator from = (DecimalAccumulator) other;
    sums.grow(size);
    if (scale < 0) {
      scale = from.scale;
    }
    if (scale == from.scale) {
      sums.merge(from.sums, groups, size);
    }
    for (int group = 0; group < groups.length; group++) {
      growOthers(size);
      long count = from.sums.count(group);
      if (scale != from.scale && count > 0) {
        Decimal sum = Decimal.of(new BigDecimal(from.sums.total(group), from.scale));
        addOther(groups[group], sum, count);
      }
      Decimal rest = group < from.others.length ? from.others[group] : null;
      if (rest != null) {
        addOther(groups[group], rest, from.otherCounts[group]);
      }
    }
  }
}
