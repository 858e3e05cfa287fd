package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.TypeKind;
import io.orbit.query.function.library.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Sum or average of integers. */
final class IntegerAccumulator implements Accumulator {
  private final boolean average;
  private final DataType type;
  private final WideSums sums = new WideSums();

  /**
   * @param type of the result
   */
  IntegerAccumulator(boolean average, DataType type) {
    this.average = average;
    this.type = type;
  }

  @Override
  public void add(Evaluation evaluation, Vector[] arguments, int[] groups, int rows, int size) {
    LongVector values = (LongVector) arguments[0];
    sums.add(evaluation, values.values(), values.nulls(), groups, rows, size);
  }

  @Override
  public @Nullable Object result(Evaluation evaluation, int group) {
    if (sums.count(group) == 0) {
      return null;
    }
    BigInteger total = sums.total(group);
    if (!average && type.kind() == TypeKind.INT64) {
      if (total.bitLength() > 63) {
        throw new OrbitException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
      }
      return total.longValue();
    }
    Decimal sum = Decimal.of(new BigDecimal(total));
    return average ? Decimals.divide(sum, Decimal.of(sums.count(group))) : sum;
  }

  @Override
  public void merge(Evaluation evaluation, Accumulator other, int[] groups, int size) {
    sums.merge(((IntegerAccumulator) other).sums, groups, size);
  }
}
