package io.orbit.api.value;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record whose fields have names and types: what RECORD carries wherever the query engine made
 * it. Immutable by convention: nobody changes the array. Equal to any list of equal values.
 */
public final class Row extends AbstractList<@Nullable Object> {
  private final Shape shape;
  private final @Nullable Object[] values;

  /**
   * The names and types of a row's fields, shared by rows.
   *
   * @param names as many as types
   */
  public record Shape(List<String> names, List<DataType> types) {}

  /**
   * @param values as many as the shape has fields
   */
  public Row(Shape shape, @Nullable Object[] values) {
    if (values.length != shape.types().size()) {
      throw new IllegalArgumentException(values.length + " values for " + shape);
    }
    this.shape = shape;
    this.values = values;
  }

  @Override
  public @Nullable Object get(int field) {
    return values[field];
  }

  @Override
  public int size() {
    return values.length;
  }

  /** The names and types of its fields. */
  public Shape shape() {
    return shape;
  }

  public String name(int field) {
    return shape.names().get(field);
  }

  public DataType type(int field) {
    return shape.types().get(field);
  }

  /** The type of a field of any record: by its value's class alone unless it is a Row. */
  public static DataType typeOf(List<?> fields, int field) {
    if (fields instanceof Row row) {
      return row.type(field);
    }
    Object value = fields.get(field);
    return value == null ? DataType.UNKNOWN : ValueOrder.typeOf(value);
  }
}
