package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.plan.Scalar;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.List;

/** Binds what reads a part of a value: elements and slices of arrays, fields of rows. */
final class PartReader {
  private final BindContext context;
  private final ExpressionBinder expressions;

  PartReader(BindContext context, ExpressionBinder expressions) {
    this.context = context;
    this.expressions = expressions;
  }

  Scalar subscript(Expression.Subscript subscript) {
    Scalar operand = expressions.bind(subscript.operand());
    if (operand.type().kind() == TypeKind.ARRAY) {
      return elements(operand, subscript);
    }
    for (Expression.Index index : subscript.indexes()) {
      operand = subscript(operand, index, subscript.position());
    }
    return operand;
  }

  /** {@code array[i][j]}, or with any slice among them {@code array[1:i][j:k]}. */
  private Scalar elements(Scalar operand, Expression.Subscript subscript) {
    boolean slice = subscript.indexes().stream().anyMatch(Expression.Index::slice);
    List<Scalar> arguments = new ArrayList<>(List.of(operand));
    for (Expression.Index index : subscript.indexes()) {
      Expression lower = index.lower();
      Expression upper = index.upper();
      if (index.slice()) {
        arguments.add(lower == null ? nothing() : expressions.bind(lower));
        arguments.add(upper == null ? nothing() : expressions.bind(upper));
      } else {
        if (slice) {
          arguments.add(new Scalar.Constant(1, DataType.INT32));
        }
        arguments.add(
            expressions.bind(java.util.Objects.requireNonNull(upper == null ? lower : upper)));
      }
    }
    String name = slice ? "array_slice" : "array_subscript";
    return expressions.apply(
        context.overloads.function(name, arguments, false, subscript.position()),
        subscript.position());
  }

  /** An element of an array. */
  Scalar element(Scalar array, List<Scalar> indexes, int position) {
    List<Scalar> arguments = new ArrayList<>(List.of(array));
    arguments.addAll(indexes);
    return expressions.apply(
        context.overloads.function("array_subscript", arguments, false, position), position);
  }

  private Scalar subscript(Scalar operand, Expression.Index index, int position) {
    List<Scalar> arguments = new ArrayList<>();
    arguments.add(operand);
    Expression lower = index.lower();
    Expression upper = index.upper();
    if (!index.slice()) {
      arguments.add(
          expressions.bind(java.util.Objects.requireNonNull(upper == null ? lower : upper)));
      return expressions.apply(
          context.overloads.function("array_subscript", arguments, false, position), position);
    }
    arguments.add(lower == null ? nothing() : expressions.bind(lower));
    arguments.add(upper == null ? nothing() : expressions.bind(upper));
    return expressions.apply(
        context.overloads.function("array_slice", arguments, false, position), position);
  }

  private static Scalar nothing() {
    return new Scalar.Constant(null, DataType.INT32);
  }

  Scalar field(Expression.Field field) {
    if (field.operand() instanceof Expression.ColumnReference reference) {
      List<String> longer = new ArrayList<>(reference.name());
      longer.add(field.field());
      java.util.Optional<Scope.Column> column =
          expressions.scope().tryResolve(longer, field.position());
      if (column.isPresent()) {
        return new Scalar.Reference(column.get().variable());
      }
    }
    return field(expressions.bind(field.operand()), field.field(), field.position());
  }

  Scalar field(Scalar operand, String field, int position) {
    RowShapes.Shape shape = context.shapes.of(operand).orElse(null);
    if (shape == null) {
      throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "column notation ."
                  + field
                  + " applied to type "
                  + TypeNames.displayBase(operand.type())
                  + ", which is not a composite type")
          .at(position);
    }
    int index = shape.names().indexOf(field);
    if (index < 0) {
      throw missingField(operand, field).at(position);
    }
    return operand instanceof Scalar.RowOf row
        ? row.fields().get(index)
        : new Scalar.FieldOf(operand, index, shape.types().get(index));
  }

  private static OrbitException missingField(Scalar operand, String field) {
    var composite = operand.type().composite();
    return new OrbitException(
        ErrorCode.UNDEFINED_COLUMN,
        composite == null
            ? "could not identify column \"" + field + "\" in record data type"
            : composite.id() == 0
                ? "record \"" + composite.name() + "\" has no field \"" + field + "\""
                : "column \"" + field + "\" not found in data type " + composite.name());
  }
}
