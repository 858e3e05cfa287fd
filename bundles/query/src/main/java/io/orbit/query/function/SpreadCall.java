package io.orbit.query.function;

import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function with the elements of its last argument, an array, in place of it.
 *
 * @param types the types of the arguments, the array's in the last place
 */
record SpreadCall(ScalarFunction function, List<DataType> types) implements ScalarFunction {
  @Override
  public @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
    int fixed = arguments.length - 1;
    if (!(arguments[fixed] instanceof Array array)) {
      return null;
    }
    List<@Nullable Object> all = new ArrayList<>(Arrays.asList(arguments).subList(0, fixed));
    List<DataType> allTypes = new ArrayList<>(types.subList(0, fixed));
    for (Object element : array.elements()) {
      all.add(element);
      allTypes.add(types.getLast().elementType());
    }
    return function.forTypes(allTypes).apply(evaluation, all.toArray());
  }

  @Override
  public boolean isStrict() {
    return function.isStrict();
  }

  @Override
  public Volatility volatility() {
    return function.volatility();
  }
}
