package io.orbit.query.bind;

import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which fields the records of a statement have, as far as its text tells. One thread. */
final class RowShapes {
  private final Map<Integer, Shape> shapes = new HashMap<>();

  /** Names and types of fields. */
  record Shape(List<String> names, List<DataType> types) {}

  Optional<Shape> of(Scalar scalar) {
    CompositeDefinition composite = scalar.type().composite();
    if (composite != null) {
      return Optional.of(new Shape(composite.shape().names(), composite.shape().types()));
    }
    return switch (scalar) {
      case Scalar.RowOf row when !row.names().isEmpty() ->
          Optional.of(new Shape(row.names(), row.fields().stream().map(Scalar::type).toList()));
      case Scalar.Reference reference -> Optional.ofNullable(shapes.get(reference.variable().id()));
      default -> Optional.empty();
    };
  }

  /** The variable stands for the scalar, and has its fields. */
  void assigned(Variable variable, Scalar scalar) {
    of(scalar).ifPresent(shape -> shapes.put(variable.id(), shape));
  }
}
