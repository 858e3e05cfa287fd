package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Arrays, rows and their parts. */
final class Constructors {
  private Constructors() {}

  static final class ArrayOf extends Evaluator {
    private final Evaluator[] elements;

    ArrayOf(List<Evaluator> elements, DataType type) {
      super(type);
      this.elements = elements.toArray(Evaluator[]::new);
    }

    @Override
    Object at(RowBatch batch, int row, Evaluation evaluation) {
      @Nullable Object[] values = new Object[elements.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = elements[i].at(batch, row, evaluation);
      }
      boolean nested = elements.length > 0 && elements[0].type().kind() == TypeKind.ARRAY;
      return nested ? nest(values) : Array.of(Arrays.asList(values));
    }

    /** ARRAY[ARRAY[…], ARRAY[…]] is one array of a further dimension. */
    private static Array nest(@Nullable Object[] parts) {
      List<@Nullable Object> flat = new ArrayList<>();
      List<Integer> inner = null;
      for (Object part : parts) {
        List<Integer> own = part instanceof Array array ? array.dimensions() : List.of();
        if (inner != null && !inner.equals(own)) {
          throw new OrbitException(
              ErrorCode.ARRAY_SUBSCRIPT_ERROR,
              "multidimensional arrays must have array expressions with matching dimensions");
        }
        inner = own;
        if (part instanceof Array array) {
          flat.addAll(array.elements());
        }
      }
      if (flat.isEmpty()) {
        return Array.EMPTY;
      }
      List<Integer> dimensions = new ArrayList<>(List.of(parts.length));
      if (inner != null) {
        dimensions.addAll(inner);
      }
      return new Array(flat, dimensions, dimensions.stream().map(length -> 1).toList());
    }
  }

  static final class RowOf extends Evaluator {
    private final Evaluator[] fields;
    private final Row.Shape shape;

    RowOf(List<Evaluator> fields, List<String> names, DataType type) {
      super(type);
      this.fields = fields.toArray(Evaluator[]::new);
      shape =
          new Row.Shape(
              names.isEmpty() ? numbered(fields.size()) : List.copyOf(names),
              fields.stream().map(Evaluator::type).toList());
    }

    private static List<String> numbered(int count) {
      return IntStream.rangeClosed(1, count).mapToObj(number -> "f" + number).toList();
    }

    @Override
    Object at(RowBatch batch, int row, Evaluation evaluation) {
      @Nullable Object[] values = new Object[fields.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = fields[i].at(batch, row, evaluation);
      }
      return new Row(shape, values);
    }
  }

  static final class FieldOf extends Evaluator {
    private final Evaluator operand;
    private final int field;

    FieldOf(Evaluator operand, int field, DataType type) {
      super(type);
      this.operand = operand;
      this.field = field;
    }

    @Override
    @Nullable Object at(RowBatch batch, int row, Evaluation evaluation) {
      return operand.at(batch, row, evaluation) instanceof List<?> fields
          ? fields.get(field)
          : null;
    }
  }
}
