package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the different values of one column from 0 on, null among them; equal as SQL's {@code IS
 * NOT DISTINCT FROM} has it. One thread.
 */
abstract class ValueCodes {
  static final int ABSENT = LongTable.ABSENT;

  static ValueCodes of(DataType type) {
    return Vector.Layout.of(type) == Vector.Layout.LONG
        ? new LongCodes(type)
        : new ObjectCodes(type);
  }

  /** How many values have a code. */
  abstract int size();

  /** The value, the first of equal ones, that has a code. */
  abstract @Nullable Object value(int code);

  /**
   * The codes of a column's rows.
   *
   * @param add whether values that have none get one; else they are {@link #ABSENT}
   */
  abstract void codes(Vector column, int rows, boolean add, int[] codes);

  /**
   * What lies in 64 bits: numbered by a table of longs, into which null is counted where it came.
   */
  private static final class LongCodes extends ValueCodes {
    private final DataType type;
    private final LongTable longs = new LongTable();
    private int nullCode = ABSENT;

    LongCodes(DataType type) {
      this.type = type;
    }

    @Override
    int size() {
      return longs.size() + (nullCode == ABSENT ? 0 : 1);
    }

    @Override
    @Nullable Object value(int code) {
      if (code == nullCode) {
        return null;
      }
      boolean behindNull = nullCode != ABSENT && code > nullCode;
      return LongVector.box(type, longs.key(behindNull ? code - 1 : code));
    }

    @Override
    void codes(Vector column, int rows, boolean add, int[] codes) {
      LongVector vector = (LongVector) column;
      long[] values = vector.values();
      for (int row = 0; row < rows; row++) {
        if (vector.isNull(row)) {
          if (nullCode == ABSENT && add) {
            nullCode = longs.size();
          }
          codes[row] = nullCode;
          continue;
        }
        int number = add ? longs.add(values[row]) : longs.find(values[row]);
        codes[row] = nullCode != ABSENT && number >= nullCode ? number + 1 : number;
      }
    }
  }
}
