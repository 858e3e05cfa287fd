package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.JsonText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** json_agg, json_object_agg and the same for jsonb. */
final class JsonAggregates implements FunctionRegistry.Library {
  /** JSON text so far, without its end. */
  private static final class Text {
    private final StringBuilder out = new StringBuilder();
  }

  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    for (String kind : List.of("json", "jsonb")) {
      definitions.aggregate(
          kind + "_agg(anyelement) " + kind,
          new Folding<>(
              Text::new,
              JsonAggregates::element,
              (state, evaluation, types) -> finished(state, "]", kind),
              false,
              List.of()));
      definitions.aggregate(
          kind + "_object_agg(any, any) " + kind,
          new Folding<>(
              Text::new,
              JsonAggregates::member,
              (state, evaluation, types) -> finished(state, kind.equals("json") ? " }" : "}", kind),
              false,
              List.of()));
    }
  }

  private static void element(
      Text state, @Nullable Object[] arguments, Evaluation evaluation, List<DataType> types) {
    TypeKind kind = types.getFirst().kind();
    boolean lines = arguments[0] != null && (kind == TypeKind.ARRAY || kind == TypeKind.RECORD);
    state.out.append(state.out.isEmpty() ? "[" : lines ? ", \n " : ", ");
    JsonMaker.append(evaluation, arguments[0], types.getFirst(), state.out);
  }

  private static void member(
      Text state, @Nullable Object[] arguments, Evaluation evaluation, List<DataType> types) {
    if (arguments[0] == null) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "field name must not be null");
    }
    state.out.append(state.out.isEmpty() ? "{ " : ", ");
    String key = JsonMaker.key(evaluation, Arguments.value(arguments, 0), types.getFirst());
    JsonText.quote(key, state.out).append(" : ");
    JsonMaker.append(evaluation, arguments[1], types.get(1), state.out);
  }

  private static @Nullable Object finished(Text state, String end, String kind) {
    if (state.out.isEmpty()) {
      return null;
    }
    String json = state.out + end;
    return kind.equals("jsonb") ? JsonText.normalize(json) : json;
  }
}
