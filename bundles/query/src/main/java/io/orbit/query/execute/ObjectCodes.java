package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Codes of values of any type. Decimals of the scale that came first and floating-point numbers go
 * through their bits, values of a dictionary through their place in it.
 */
final class ObjectCodes extends ValueCodes {
  /** Dictionaries of which the codes are remembered at a time. */
  private static final int DICTIONARIES = 64;

  private static final int NO_SCALE = -1;

  private final DataType type;
  private final List<@Nullable Object> values = new ArrayList<>();
  private final Map<Object, Integer> objects = new HashMap<>();
  private final Map<Object, int[]> dictionaries = new IdentityHashMap<>();
  private final LongTable bits = new LongTable();
  private int[] codeOfBits = new int[16];
  private int nullCode = ABSENT;
  private int scale = NO_SCALE;

  ObjectCodes(DataType type) {
    this.type = type;
  }

  /** A value with the equality of its type. */
  private record Key(Object value, DataType type) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && ValueOrder.compare(value, that.value, type) == 0;
    }

    @Override
    public int hashCode() {
      return ValueOrder.hash(value, type);
    }
  }

  @Override
  int size() {
    return values.size();
  }

  @Override
  @Nullable Object value(int code) {
    return values.get(code);
  }

  @Override
  void codes(Vector column, int rows, boolean add, int[] codes) {
    switch (column) {
      case DictionaryVector coded -> ofDictionary(coded, rows, add, codes);
      case DecimalVector decimals -> {
        if (scale == NO_SCALE && objects.isEmpty()) {
          scale = decimals.scale();
        }
        boolean direct = decimals.scale() == scale;
        for (int row = 0; row < rows; row++) {
          codes[row] =
              direct && !decimals.isNull(row)
                  ? ofBits(decimals.values()[row], decimals, row, add)
                  : ofValue(decimals.get(row), add);
        }
      }
      case DoubleVector doubles -> {
        for (int row = 0; row < rows; row++) {
          codes[row] =
              doubles.isNull(row)
                  ? ofValue(null, add)
                  : ofBits(bitsOf(doubles.values()[row]), doubles, row, add);
        }
      }
      case ObjectVector any -> {
        for (int row = 0; row < rows; row++) {
          codes[row] = ofValue(any.get(row), add);
        }
      }
      case LongVector longs -> throw new IllegalStateException(longs.type().toString());
    }
  }

  /** Equal numbers have equal bits: one zero, one NaN. */
  private static long bitsOf(double value) {
    return Double.doubleToLongBits(value == 0 ? 0.0 : value);
  }

  private void ofDictionary(DictionaryVector coded, int rows, boolean add, int[] codes) {
    @Nullable Object[] dictionary = coded.dictionary();
    int[] known = dictionaries.get(dictionary);
    if (known == null) {
      if (dictionaries.size() == DICTIONARIES) {
        dictionaries.clear();
      }
      known = new int[dictionary.length];
      Arrays.fill(known, ABSENT);
      dictionaries.put(dictionary, known);
    }
    for (int row = 0; row < rows; row++) {
      int entry = coded.codes()[row];
      if (known[entry] == ABSENT) {
        known[entry] = ofValue(dictionary[entry], add);
      }
      codes[row] = known[entry];
    }
  }

  /** The code of bits that stand for the vector's value in a row. */
  private int ofBits(long key, Vector from, int row, boolean add) {
    int number = add ? bits.add(key) : bits.find(key);
    if (number == ABSENT) {
      return ABSENT;
    }
    if (number == codeOfBits.length) {
      codeOfBits = Arrays.copyOf(codeOfBits, number * 2);
    }
    boolean isNew = codeOfBits[number] == 0;
    if (isNew) {
      values.add(from.get(row));
      codeOfBits[number] = values.size();
    }
    return codeOfBits[number] - 1;
  }

  private int ofValue(@Nullable Object value, boolean add) {
    if (value == null) {
      if (nullCode == ABSENT && add) {
        nullCode = values.size();
        values.add(null);
      }
      return nullCode;
    }
    Long digits = scale == NO_SCALE ? null : DecimalVector.unscaled(value, scale);
    if (digits != null) {
      return ofBits(digits, new ObjectVector(type, new Object[] {value}, 1), 0, add);
    }
    Key key = new Key(value, type);
    Integer code = objects.get(key);
    if (code == null && add) {
      code = values.size();
      objects.put(key, code);
      values.add(value);
    }
    return code == null ? ABSENT : code;
  }
}
