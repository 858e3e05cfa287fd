package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import org.jspecify.annotations.Nullable;

/** One aggregate over all groups at once, fed vector by vector. One thread. */
interface Accumulator {
  /**
   * Takes the argument of some rows.
   *
   * @param arguments one vector an argument
   * @param groups the group of each row, −1 for rows that do not count
   * @param size how many groups there are
   */
  void add(Evaluation evaluation, Vector[] arguments, int[] groups, int rows, int size);

  /** What it comes to for a group. */
  @Nullable Object result(Evaluation evaluation, int group);

  /** True when {@link #merge} works. */
  default boolean merges() {
    return true;
  }

  /**
   * Takes what another one of the same kind has.
   *
   * @param groups for each group of the other, which one it is here
   * @param size how many groups there are here
   */
  void merge(Evaluation evaluation, Accumulator other, int[] groups, int size);

  /** The fastest one that there is for a call. */
  static Accumulator of(HashAggregate.Call call) {
    if (call.order() != null) {
      return new StateAccumulator(call);
    }
    if (call.distinct()) {
      return new DistinctAccumulator(
          of(call.withoutDistinct()), call.arguments().stream().map(Evaluator::type).toList());
    }
    if (call.arguments().size() > 1) {
      return new StateAccumulator(call);
    }
    DataType type = call.arguments().isEmpty() ? null : call.arguments().getFirst().type();
    if (type == null) {
      return call.name().equals("count") ? new CountAccumulator() : new StateAccumulator(call);
    }
    return switch (call.name()) {
      case "count" -> new CountAccumulator();
      case "sum", "avg" -> {
        boolean average = call.name().equals("avg");
        yield switch (type.kind()) {
          case INT16, INT32, INT64 -> new IntegerAccumulator(average, call.type());
          case DECIMAL -> new DecimalAccumulator(average);
          default -> new StateAccumulator(call);
        };
      }
      case "min", "max" ->
          Vector.Layout.of(type) == Vector.Layout.LONG && type.kind() != TypeKind.BOOLEAN
              ? new ExtremeAccumulator(call.name().equals("max"), type)
              : new StateAccumulator(call);
      default -> new StateAccumulator(call);
    };
  }
}
