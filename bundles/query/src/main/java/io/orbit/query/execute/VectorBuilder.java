package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Fills a vector value by value. One thread; {@link #build} ends it. */
public final class VectorBuilder {
  private final DataType type;
  private final Vector.Layout layout;
  private long[] longs = {};
  private double[] doubles = {};
  private @Nullable Object[] objects = {};
  private boolean @Nullable [] nulls;
  private int size;

  private VectorBuilder(DataType type, int capacity) {
    this.type = type;
    layout = Vector.Layout.of(type);
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
      case OBJECT -> {
        grow();
        objects[size++] = value;
      }
    }
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
    if (layout != Vector.Layout.OBJECT) {
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
      case OBJECT -> add(source.get(row));
    }
  }

  private int capacity() {
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
    switch (layout) {
      case LONG -> longs = Arrays.copyOf(longs, wider);
      case DOUBLE -> doubles = Arrays.copyOf(doubles, wider);
      case OBJECT -> objects = Arrays.copyOf(objects, wider);
    }
    if (nulls != null) {
      nulls = Arrays.copyOf(nulls, wider);
    }
  }

  public Vector build() {
    return switch (layout) {
      case LONG -> new LongVector(type, longs, nulls, size);
      case DOUBLE -> new DoubleVector(type, doubles, nulls, size);
      case OBJECT -> new ObjectVector(type, objects, size);
    };
  }
}
