package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.value.Array;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeKind;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.ArrayParts;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.plan.Scalar;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds an assignment to a part of a column: the column with an element or a field replaced. */
final class PartBinder {
  private final BindContext context;
  private final ExpressionBinder binder;
  private final Modification.Target target;

  PartBinder(BindContext context, ExpressionBinder binder, Modification.Target target) {
    this.context = context;
    this.binder = binder;
    this.target = target;
  }

  static boolean isPart(Modification.Target target) {
    return !target.indexes().isEmpty() || !target.fields().isEmpty();
  }

  /** A step into a value. */
  private sealed interface Step {
    record Elements(List<Expression.Index> indexes) implements Step {}

    record Field(String name) implements Step {}
  }

  /**
   * The column's new value.
   *
   * @param current the column as it is, or as an assignment before this one leaves it
   * @param value brings the assigned value to the part's type
   */
  Scalar assigned(Scalar current, DataType type, Value value) {
    List<Step> steps = new ArrayList<>();
    target.fields().forEach(field -> steps.add(new Step.Field(field)));
    if (!target.indexes().isEmpty()) {
      boolean first = type.base().kind() == TypeKind.ARRAY;
      steps.add(first ? 0 : steps.size(), new Step.Elements(target.indexes()));
    }
    return assigned(current, type, steps, value);
  }

  /** What is assigned, as a value of a type. */
  interface Value {
    Scalar of(DataType type);
  }

  private Scalar assigned(Scalar current, DataType type, List<Step> steps, Value value) {
    if (steps.isEmpty()) {
      return value.of(type);
    }
    List<Step> rest = steps.subList(1, steps.size());
    return switch (steps.getFirst()) {
      case Step.Field field -> field(current, type, field.name(), rest, value);
      case Step.Elements elements -> elements(current, type, elements.indexes(), rest, value);
    };
  }

  private Scalar field(Scalar current, DataType type, String name, List<Step> rest, Value value) {
    CompositeDefinition composite = type.composite();
    if (composite == null) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH,
              "cannot assign to field \""
                  + name
                  + "\" of column \""
                  + target.column()
                  + "\" because its type "
                  + TypeNames.displayBase(type)
                  + " is not a composite type")
          .at(target.position());
    }
    int position = composite.shape().names().indexOf(name);
    if (position < 0) {
      throw new OrbitException(
              ErrorCode.UNDEFINED_COLUMN,
              "cannot assign to field \""
                  + name
                  + "\" of column \""
                  + target.column()
                  + "\" because there is no such column in data type "
                  + composite.name())
          .at(target.position());
    }
    DataType wanted = composite.shape().types().get(position);
    Scalar inner = assigned(new Scalar.FieldOf(current, position, wanted), wanted, rest, value);
    return new Scalar.Apply(
        "set_field", new SetField(composite.shape(), position), List.of(current, inner), type);
  }

  private Scalar elements(
      Scalar current, DataType type, List<Expression.Index> indexes, List<Step> rest, Value value) {
    DataType array = type.base();
    if (array.kind() != TypeKind.ARRAY) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH,
              "cannot subscript type "
                  + TypeNames.displayBase(type)
                  + " because it does not support subscripting")
          .at(target.position());
    }
    boolean slice = indexes.stream().anyMatch(Expression.Index::slice);
    List<Scalar> bounds = new ArrayList<>();
    for (Expression.Index index : indexes) {
      Expression upper = index.upper();
      Expression lower = index.lower();
      if (slice) {
        bounds.add(bound(index.slice() ? lower : null, !index.slice()));
        bounds.add(bound(upper == null && !index.slice() ? lower : upper, false));
      } else {
        bounds.add(bound(upper == null ? lower : upper, false));
      }
    }
    if (slice && indexes.size() > 1) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "assignment to a slice of several dimensions is not supported")
          .at(target.position());
    }
    DataType wanted = slice ? array : array.elementType();
    Scalar part =
        slice || rest.isEmpty()
            ? new Scalar.Constant(null, wanted)
            : binder.element(current, bounds, target.position());
    List<Scalar> arguments = new ArrayList<>(List.of(current));
    arguments.add(assigned(part, wanted, slice ? List.of() : rest, value));
    arguments.addAll(bounds);
    return new Scalar.Apply(
        "set_element", slice ? SetElement.SLICE : SetElement.ONE, arguments, type);
  }

  private Scalar bound(@Nullable Expression expression, boolean one) {
    if (expression == null) {
      return new Scalar.Constant(one ? (Object) 1 : null, DataType.INT32);
    }
    Scalar given = binder.bind(expression);
    return context.coercion.assignment(
        given, DataType.INT32, "array subscript", expression.position());
  }

  /** A row with one field replaced; of NULL all others are NULL. */
  private record SetField(Row.Shape shape, int field) implements ScalarFunction {
    @Override
    public Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
      @Nullable Object[] values = new Object[shape.types().size()];
      if (arguments[0] instanceof List<?> old) {
        for (int i = 0; i < values.length; i++) {
          values[i] = old.get(i);
        }
      }
      values[field] = arguments[1];
      return new Row(shape, values);
    }

    @Override
    public boolean isStrict() {
      return false;
    }
  }

  /** An array with one element or a slice replaced. */
  private enum SetElement implements ScalarFunction {
    ONE,
    SLICE;

    @Override
    public @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
      Array old = arguments[0] instanceof Array array ? array : null;
      return this == ONE
          ? ArrayParts.with(
              old, Arrays.asList(arguments).subList(2, arguments.length), arguments[1])
          : ArrayParts.withSlice(old, arguments[2], arguments[3], (Array) arguments[1]);
    }

    @Override
    public boolean isStrict() {
      return false;
    }
  }
}
