package io.orbit.query.function.library;

import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.EnumDefinition;
import io.orbit.query.function.FunctionRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The labels of enum types (PostgreSQL manual, section 9.10). */
final class EnumFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    definitions
        .define("enum_first(anyenum) anyenum")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> labels(types).getFirst());
    definitions
        .define("enum_last(anyenum) anyenum")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> labels(types).getLast());
    definitions
        .define("enum_range(anyenum) anyarray")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> Array.of(labels(types)));
    definitions
        .define("enum_range(anyenum, anyenum) anyarray")
        .stable()
        .calledOnNull()
        .isTyped((e, a, types) -> range(labels(types), a[0], a[1]));
  }

  private static List<String> labels(List<DataType> types) {
    return types.getFirst().labels().labels().stream().map(EnumDefinition.Label::name).toList();
  }

  /** Null stands for the end on its side. */
  private static Array range(List<String> labels, @Nullable Object first, @Nullable Object last) {
    int from = first == null ? 0 : labels.indexOf(first.toString());
    int to = last == null ? labels.size() : labels.indexOf(last.toString()) + 1;
    return from < to ? Array.of(labels.subList(from, to)) : Array.EMPTY;
  }
}
