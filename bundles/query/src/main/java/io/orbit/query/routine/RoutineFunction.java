package io.orbit.query.routine;

import io.orbit.api.catalog.Routine;
import io.orbit.api.value.Array;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.FunctionDefinition.Body;
import io.orbit.query.function.ParameterType;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.function.TableFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's function as expressions and FROM call it. Equal to others of the same routine.
 *
 * @param spread whether the last argument comes as an array though it may come one by one
 */
public record RoutineFunction(Routine routine, boolean spread)
    implements ScalarFunction, TableFunction {

  /** The routine as a function that overloads are resolved with. */
  public static FunctionDefinition definition(Routine routine) {
    List<ParameterType> parameters = new ArrayList<>();
    for (Routine.Parameter parameter : routine.inputs()) {
      boolean variadic = parameter.mode() == Routine.Mode.VARIADIC;
      DataType type = parameter.type().unmodified();
      parameters.add(ParameterType.of(variadic ? type.elementType() : type));
    }
    DataType result = routine.result();
    RoutineFunction function = new RoutineFunction(routine, false);
    return new FunctionDefinition(
        routine.name(),
        parameters,
        routine.variadic(),
        arguments -> result,
        routine.returnsSet() ? function.table() : new Body.OfScalar(function));
  }

  /** The routine behind a definition; null for one of PostgreSQL's own functions. */
  public static @Nullable RoutineFunction of(FunctionDefinition definition) {
    return switch (definition.body()) {
      case Body.OfScalar scalar when scalar.function() instanceof RoutineFunction own -> own;
      case Body.OfTable table when table.function() instanceof RoutineFunction own -> own;
      default -> null;
    };
  }

  /** As rows: what it is in FROM. */
  public Body.OfTable table() {
    CompositeDefinition composite = routine.result().composite();
    return composite == null
        ? new Body.OfTable(this, List.of(), List.of())
        : new Body.OfTable(this, composite.shape().names(), composite.shape().types());
  }

  /** Whether its result has columns of its own. */
  public boolean hasColumns() {
    return routine.result().composite() != null;
  }

  @Override
  public RoutineFunction forTypes(List<DataType> arguments) {
    List<Routine.Parameter> inputs = routine.inputs();
    boolean asArray =
        routine.variadic()
            && arguments.size() == inputs.size()
            && arguments.getLast().kind() == TypeKind.ARRAY
            && inputs.getLast().type().elementType().kind() != TypeKind.ARRAY;
    return asArray == spread ? this : new RoutineFunction(routine, asArray);
  }

  private @Nullable Object[] gathered(@Nullable Object[] arguments) {
    if (!routine.variadic() || spread) {
      return arguments;
    }
    int fixed = routine.inputs().size() - 1;
    @Nullable Object[] all = Arrays.copyOf(arguments, fixed + 1);
    all[fixed] = Array.of(Arrays.asList(Arrays.copyOfRange(arguments, fixed, arguments.length)));
    return all;
  }

  @Override
  public @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
    return evaluation.services().routines().call(evaluation, routine.id(), gathered(arguments));
  }

  @Override
  public Iterator<@Nullable Object[]> rows(Evaluation evaluation, @Nullable Object[] arguments) {
    return evaluation.services().routines().rows(evaluation, routine.id(), gathered(arguments));
  }

  @Override
  public boolean isStrict() {
    return routine.strict();
  }

  @Override
  public Volatility volatility() {
    return switch (routine.volatility()) {
      case VOLATILE -> Volatility.VOLATILE;
      case STABLE, IMMUTABLE -> Volatility.STABLE;
    };
  }

  @Override
  public boolean runsStatements() {
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoutineFunction that
        && routine.id() == that.routine.id()
        && routine.version() == that.routine.version()
        && spread == that.spread;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(routine.id());
  }
}
