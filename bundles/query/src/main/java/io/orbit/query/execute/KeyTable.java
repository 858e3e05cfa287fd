package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Numbers rows by the values of their key columns: equal keys have equal numbers, from 0 on in the
 * order in which they came. Each column's values have codes; the codes of a row are combined column
 * by column, a pair of numbers being one long. What grouping and hash joins stand on. One thread.
 */
final class KeyTable {
  static final int ABSENT = LongTable.ABSENT;

  /** About how much heap a key takes, beside what its values take. */
  private static final long PER_KEY = 40;

  private final ValueCodes[] codes;
  private final LongTable[] pairs;

  private int size;

  /** No more keys are admitted. */
  private boolean full;

  private int[] scratch = {};

  KeyTable(DataType[] types) {
    codes = new ValueCodes[types.length];
    pairs = new LongTable[Math.max(0, types.length - 1)];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = ValueCodes.of(types[i]);
    }
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new LongTable();
    }
  }

  int size() {
    return size;
  }

  /** The value of a key's column. */
  @Nullable Object value(int key, int column) {
    int pair = key;
    for (int c = codes.length - 1; c > 0; c--) {
      long both = pairs[c - 1].key(pair);
      if (c == column) {
        return codes[c].value((int) both);
      }
      pair = (int) (both >>> 32);
    }
    return codes[0].value(pair);
  }

  /** The numbers of rows, {@link #ABSENT} for keys that are not there. */
  void find(Vector[] columns, int rows, int[] numbers) {
    combine(columns, rows, false, numbers);
    for (int row = 0; row < rows; row++) {
      if (numbers[row] >= size) {
        numbers[row] = ABSENT;
      }
    }
  }

  /**
   * The numbers of rows; keys that are not there get one.
   *
   * @param admit asked for the bytes of each new key; where it answers false neither this key nor
   *     any further one is added, and their rows are {@link #ABSENT}
   */
  void number(Vector[] columns, int rows, int[] numbers, LongPredicate admit) {
    if (full) {
      find(columns, rows, numbers);
      return;
    }
    combine(columns, rows, true, numbers);
    for (int row = 0; row < rows; row++) {
      if (numbers[row] < size) {
        continue;
      }
      full = full || !admit.test(bytes(columns, row));
      if (full) {
        numbers[row] = ABSENT;
      } else {
        size++;
      }
    }
  }

  private static long bytes(Vector[] columns, int row) {
    long bytes = PER_KEY;
    for (Vector column : columns) {
      bytes +=
          column instanceof LongVector || column instanceof DecimalVector
              ? 24
              : 24 + ValueSize.of(column.get(row));
    }
    return bytes;
  }

  /**
   * One number a row for its codes of all columns. New combinations are numbered as they come, so a
   * number that is not below {@link #size} is that of a key that is not there yet.
   */
  private void combine(Vector[] columns, int rows, boolean add, int[] combined) {
    if (codes.length == 0) {
      Arrays.fill(combined, 0, rows, 0);
      return;
    }
    if (scratch.length < rows) {
      scratch = new int[rows];
    }
    codes[0].codes(columns[0], rows, add, combined);
    for (int c = 1; c < codes.length; c++) {
      codes[c].codes(columns[c], rows, add, scratch);
      LongTable table = pairs[c - 1];
      for (int row = 0; row < rows; row++) {
        if (combined[row] == ABSENT || scratch[row] == ABSENT) {
          combined[row] = ABSENT;
          continue;
        }
        long pair = (long) combined[row] << 32 | scratch[row];
        combined[row] = add ? table.add(pair) : table.find(pair);
      }
    }
  }
}
