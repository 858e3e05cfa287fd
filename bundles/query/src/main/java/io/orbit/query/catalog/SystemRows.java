package io.orbit.query.catalog;

import io.orbit.api.catalog.Column;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.query.type.SystemRelation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a system table as they are filled in, by column name. A NOT NULL column that is not
 * given holds its type's zero. One thread.
 */
final class SystemRows {
  /** What does not depend on the rows: where a column is and what it starts with. */
  record Shape(List<Column> columns, Map<String, Integer> positions, @Nullable Object[] empty) {
    static Shape of(SystemRelation relation) {
      Map<String, Integer> positions = new HashMap<>();
      @Nullable Object[] empty = new Object[relation.columns().size()];
      for (int i = 0; i < empty.length; i++) {
        Column column = relation.columns().get(i);
        positions.put(column.name(), i);
        empty[i] = column.notNull() ? zero(column.type()) : null;
      }
      return new Shape(relation.columns(), Map.copyOf(positions), empty);
    }
  }

  private final Shape shape;
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private @Nullable Object[] current = {};

  SystemRows(Shape shape) {
    this.shape = shape;
  }

  /** Begins a row. */
  SystemRows row() {
    current = shape.empty().clone();
    rows.add(current);
    return this;
  }

  /** Sets a column of the row; numbers, characters and lists are brought to its type. */
  SystemRows put(String column, @Nullable Object value) {
    Integer position = shape.positions().get(column);
    if (position == null) {
      throw new IllegalArgumentException("no column " + column);
    }
    current[position] =
        value == null ? null : converted(value, shape.columns().get(position).type());
    return this;
  }

  List<@Nullable Object[]> rows() {
    return rows;
  }

  private static Object converted(Object value, DataType type) {
    return switch (value) {
      case Character c -> (byte) c.charValue();
      case Number number ->
          switch (type.kind()) {
            case INT16 -> number.shortValue();
            case INT32 -> number.intValue();
            case FLOAT32 -> number.floatValue();
            case FLOAT64 -> number.doubleValue();
            case VARCHAR, TEXT -> number.toString();
            default -> number.longValue();
          };
      case List<?> list -> array(list, type.elementType());
      default -> value;
    };
  }

  private static Array array(List<?> list, DataType element) {
    List<@Nullable Object> values = new ArrayList<>(list.size());
    for (Object value : list) {
      values.add(value == null ? null : converted(value, element));
    }
    return Array.of(values);
  }

  private static @Nullable Object zero(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> false;
      case INT16 -> (short) 0;
      case INT32 -> 0;
      case FLOAT32 -> 0f;
      case FLOAT64 -> 0d;
      case BYTE_CHAR -> (byte) 0;
      case ARRAY -> Array.EMPTY;
      case NAME, TEXT, VARCHAR -> "";
      default -> 0L;
    };
  }

  /** A vector as PostgreSQL keeps it in int2vector and oidvector: its first index is 0. */
  static Array vector(List<? extends Number> values, DataType element) {
    Array array = array(values, element);
    return values.isEmpty() ? array : new Array(array.elements(), array.dimensions(), List.of(0));
  }
}
