package io.orbit.query.function.library;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.AggregateFunction;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.FunctionDefinition.Body;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.function.ScalarFunction.Volatility;
import io.orbit.query.function.TableFunction;
import io.orbit.query.function.WindowFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds definitions to a registry, one line each. */
final class Definitions {
  private final FunctionRegistry registry;

  Definitions(FunctionRegistry registry) {
    this.registry = registry;
  }

  /** A function that looks at nothing but its arguments. */
  @FunctionalInterface
  interface Code {
    @Nullable Object call(Evaluation evaluation, @Nullable Object[] arguments);
  }

  /** One that also wants to know its arguments' types. */
  @FunctionalInterface
  interface TypedCode {
    @Nullable Object call(
        Evaluation evaluation, @Nullable Object[] arguments, List<DataType> types);
  }

  /** Code with its properties. */
  private record Plain(Code code, boolean isStrict, Volatility volatility)
      implements ScalarFunction {
    @Override
    public @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
      return code.call(evaluation, arguments);
    }
  }

  private record Typed(
      TypedCode code, List<DataType> types, boolean isStrict, Volatility volatility)
      implements ScalarFunction {
    @Override
    public @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
      return code.call(evaluation, arguments, types);
    }

    @Override
    public ScalarFunction forTypes(List<DataType> arguments) {
      return new Typed(code, List.copyOf(arguments), isStrict, volatility);
    }
  }

  /** A function about to be defined: strict and immutable unless said otherwise. */
  final class Pending {
    private final String signature;
    private boolean strict = true;
    private Volatility volatility = Volatility.IMMUTABLE;

    private Pending(String signature) {
      this.signature = signature;
    }

    Pending stable() {
      volatility = Volatility.STABLE;
      return this;
    }

    Pending unstable() {
      volatility = Volatility.VOLATILE;
      return this;
    }

    Pending calledOnNull() {
      strict = false;
      return this;
    }

    void is(Code code) {
      scalar(signature, new Plain(code, strict, volatility));
    }

    void isTyped(TypedCode code) {
      scalar(signature, new Typed(code, List.of(), strict, volatility));
    }
  }

  Pending define(String signature) {
    return new Pending(signature);
  }

  /** A strict, immutable function. */
  void add(String signature, Code code) {
    new Pending(signature).is(code);
  }

  /** A strict, immutable function that wants its arguments' types. */
  void typed(String signature, TypedCode code) {
    new Pending(signature).isTyped(code);
  }

  void scalar(String signature, ScalarFunction function) {
    add(signature, new Body.OfScalar(function));
  }

  void aggregate(String signature, AggregateFunction function) {
    add(signature, new Body.OfAggregate(function));
  }

  void window(String signature, WindowFunction function) {
    add(signature, new Body.OfWindow(function));
  }

  void table(String signature, TableFunction function) {
    add(signature, new Body.OfTable(function, List.of(), List.of()));
  }

  void table(String signature, List<String> columns, List<DataType> types, TableFunction function) {
    add(signature, new Body.OfTable(function, columns, types));
  }

  private void add(String written, Body body) {
    Signature signature = Signature.parse(written);
    registry.add(
        new FunctionDefinition(
            signature.name(),
            signature.parameters(),
            signature.variadic(),
            signature.result(),
            body));
  }
}
