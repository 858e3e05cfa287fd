package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.query.plan.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Types of a statement's parameters: given, or learnt from the first place that needs one. */
final class Parameters {
  private final List<DataType> types;

  Parameters(List<DataType> given, int count) {
    types = new ArrayList<>(given);
    while (types.size() < count) {
      types.add(DataType.UNKNOWN);
    }
  }

  Scalar reference(int number, int position) {
    if (number < 1 || number > 65_535) {
      throw new OrbitException(ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $" + number)
          .at(position);
    }
    while (types.size() < number) {
      types.add(DataType.UNKNOWN);
    }
    return new Scalar.Parameter(number - 1, types.get(number - 1));
  }

  /** The parameter under a type it is needed as; its type is settled by the first such place. */
  Scalar.Parameter settle(Scalar.Parameter parameter, DataType type) {
    DataType known = types.get(parameter.index());
    if (known.equals(DataType.UNKNOWN)) {
      known = type.unmodified();
      types.set(parameter.index(), known);
    }
    return new Scalar.Parameter(parameter.index(), known);
  }

  /** All types; what nothing settled is text. */
  List<DataType> settled() {
    return types.stream()
        .map(type -> type.equals(DataType.UNKNOWN) ? DataType.TEXT : type)
        .toList();
  }
}
