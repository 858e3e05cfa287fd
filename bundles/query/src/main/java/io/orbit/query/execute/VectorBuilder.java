package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.TypeKind;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fills a vector value by value. One thread; {@link #build} ends it. Decimals stay digits in 64
 * bits as long as all have one scale and fit.
 */
public final class VectorBuilder {
  private static final int NO_SCALE = -1;

  private final DataType type;
  private final Vector.Layout layout;

  /** Decimals lie as digits in {@code longs}; the scale is known with the first of them. */
  private boolean compact;

  private int scale = NO_SCALE;
  private long[] longs = {};
  private double[] doubles = {};
  private @Nullable Object[] objects = {};
  private boolean @Nullable [] nulls;
  private int size;

  private VectorBuilder(DataType type, int capacity) {
    this.type = type;
    layout = Vector.Layout.of(type);
    compact = type.kind() == TypeKind.DECIMAL;
    allocate(capacity);
  }

  private void allocate(int capacity) {
    if (compact) {
      longs = new long[capacity];
      return;
    }
    switch (layout) {
      case LONG -> longs = new long[capacity];
      case DOUBLE -> doubles = new double[capacity];
      case OBJECT -> objects = new Object[capacity];
    }
  }

  public static VectorBuilder of(DataType type, int capacity) {
    return new VectorBuilder(type, Math.max(capacity, 4));
  }

  public int size() {
    return size;
  }

  public void add(@Nullable Object value) {
    if (value == null) {
      addNull();
      return;
    }
    switch (layout) {
      case LONG -> addLong(LongVector.unbox(value));
      case DOUBLE -> addDouble(((Number) value).doubleValue());
      case OBJECT -> addObject(value);
    }
  }

  private void addObject(Object value) {
    if (compact && !addDigits(value)) {
      spread();
    }
    if (!compact) {
      grow();
      objects[size++] = value;
    }
  }

  /** False where the value is of another scale, or too large, or no number. */
  private boolean addDigits(Object value) {
    if (!(value instanceof Decimal decimal) || !decimal.isFinite()) {
      return false;
    }
    BigDecimal number = decimal.number();
    boolean fits =
        number.precision() <= DecimalVector.MOST_DIGITS
            && number.scale() >= 0
            && (scale == NO_SCALE || scale == number.scale());
    if (fits) {
      scale = number.scale();
      addLong(number.unscaledValue().longValue());
    }
    return fits;
  }

  /** From digits to objects. */
  private void spread() {
    @Nullable Object[] all = new Object[Math.max(longs.length, size + 1)];
    DecimalVector before = new DecimalVector(type, Math.max(scale, 0), longs, nulls, size);
    for (int i = 0; i < size; i++) {
      all[i] = before.get(i);
    }
    compact = false;
    longs = new long[0];
    nulls = null;
    objects = all;
  }

  /** For the LONG layout only. */
  public void addLong(long value) {
    grow();
    longs[size++] = value;
  }

  /** For the DOUBLE layout only. */
  public void addDouble(double value) {
    grow();
    doubles[size++] = value;
  }

  public void addNull() {
    grow();
    if (layout != Vector.Layout.OBJECT || compact) {
      if (nulls == null) {
        nulls = new boolean[capacity()];
      }
      nulls[size] = true;
    }
    size++;
  }

  /** A row of another vector of the same type. */
  public void addFrom(Vector source, int row) {
    if (source.isNull(row)) {
      addNull();
      return;
    }
    switch (layout) {
      case LONG -> addLong(source.getLong(row));
      case DOUBLE -> addDouble(source.getDouble(row));
      case OBJECT -> {
        if (compact
            && source instanceof DecimalVector decimals
            && (scale == NO_SCALE || scale == decimals.scale())) {
          scale = decimals.scale();
          addLong(decimals.values()[row]);
        } else {
          add(source.get(row));
        }
      }
    }
  }

  private int capacity() {
    if (compact) {
      return longs.length;
    }
    return switch (layout) {
      case LONG -> longs.length;
      case DOUBLE -> doubles.length;
      case OBJECT -> objects.length;
    };
  }

  private void grow() {
    int capacity = capacity();
    if (size < capacity) {
      return;
    }
    int wider = capacity * 2;
    if (compact) {
      longs = Arrays.copyOf(longs, wider);
    } else {
      switch (layout) {
        case LONG -> longs = Arrays.copyOf(longs, wider);
        case DOUBLE -> doubles = Arrays.copyOf(doubles, wider);
        case OBJECT -> objects = Arrays.copyOf(objects, wider);
      }
    }
    if (nulls != null) {
      nulls = Arrays.copyOf(nulls, wider);
    }
  }

  public Vector build() {
    if (compact && scale != NO_SCALE) {
      return new DecimalVector(type, scale, longs, nulls, size);
    }
    if (compact) {
      return new ObjectVector(type, new Object[size], size);
    }
    return switch (layout) {
      case LONG -> new LongVector(type, longs, nulls, size);
      case DOUBLE -> new DoubleVector(type, doubles, nulls, size);
      case OBJECT -> new ObjectVector(type, objects, size);
    };
  }
}
