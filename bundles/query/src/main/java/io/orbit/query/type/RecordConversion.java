package io.orbit.query.type;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.ScalarFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of any shape as a composite type, field by field. */
record RecordConversion(Casts casts, DataType to) implements ScalarFunction {
  @Override
  public @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
    CompositeDefinition composite = to.composite();
    if (composite == null || !(arguments[0] instanceof List<?> fields)) {
      return arguments[0];
    }
    Row.Shape shape = composite.shape();
    if (fields.size() != shape.types().size()) {
      throw new OrbitException(
              ErrorCode.CANNOT_COERCE, "cannot cast type record to " + composite.name())
          .withDetail(
              "Input has too "
                  + (fields.size() < shape.types().size() ? "few" : "many")
                  + " columns.");
    }
    @Nullable Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = field(evaluation, fields, i, shape.types().get(i));
    }
    return new Row(shape, values);
  }

  private @Nullable Object field(
      Evaluation evaluation, List<?> fields, int field, DataType wanted) {
    Object value = fields.get(field);
    DataType from = Row.typeOf(fields, field);
    if (value == null) {
      return null;
    }
    ScalarFunction cast =
        casts.find(
            from.equals(DataType.UNKNOWN) ? DataType.TEXT : from, wanted, CastContext.EXPLICIT);
    if (cast == null) {
      throw new OrbitException(
          ErrorCode.CANNOT_COERCE,
          "cannot cast type "
              + TypeNames.displayBase(from)
              + " to "
              + TypeNames.displayBase(wanted));
    }
    return cast.apply(evaluation, new @Nullable Object[] {value});
  }

  @Override
  public Volatility volatility() {
    return Volatility.STABLE;
  }
}
