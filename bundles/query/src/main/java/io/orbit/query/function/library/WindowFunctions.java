package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.function.WindowFunction.Partition;
import org.jspecify.annotations.Nullable;

/** row_number, rank, lag, first_value and their kin. */
final class WindowFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    definitions.window("row_number() int8", (e, partition, row) -> row + 1L);
    definitions.window("rank() int8", (e, partition, row) -> partition.peersStart(row) + 1L);
    definitions.window("dense_rank() int8", (e, partition, row) -> partition.peerGroup(row) + 1L);
    definitions.window(
        "percent_rank() float8",
        (e, partition, row) ->
            partition.size() <= 1
                ? 0.0
                : (double) partition.peersStart(row) / (partition.size() - 1));
    definitions.window(
        "cume_dist() float8",
        (e, partition, row) -> (double) partition.peersEnd(row) / partition.size());
    definitions.window("ntile(int4) int4", (e, partition, row) -> tile(partition, row));
    for (String name : new String[] {"lag", "lead"}) {
      int direction = name.equals("lag") ? -1 : 1;
      definitions.window(
          name + "(anyelement) anyelement",
          (e, partition, row) -> shifted(partition, row, direction));
      definitions.window(
          name + "(anyelement, int4) anyelement",
          (e, partition, row) -> shifted(partition, row, direction));
      definitions.window(
          name + "(anyelement, int4, anyelement) anyelement",
          (e, partition, row) -> shifted(partition, row, direction));
    }
    definitions.window(
        "first_value(anyelement) anyelement", (e, partition, row) -> nth(partition, row, 1));
    definitions.window(
        "last_value(anyelement) anyelement", (e, partition, row) -> last(partition, row));
    definitions.window(
        "nth_value(anyelement, int4) anyelement",
        (e, partition, row) -> {
          Object n = partition.argument(1, row);
          if (n == null) {
            return null;
          }
          int wanted = ((Number) n).intValue();
          if (wanted < 1) {
            throw new OrbitException(
                ErrorCode.INVALID_ARGUMENT_FOR_NTH_VALUE,
                "argument of nth_value must be greater than zero");
          }
          return nth(partition, row, wanted);
        });
  }

  private static @Nullable Object tile(Partition partition, int row) {
    Object argument = partition.argument(0, 0);
    if (argument == null) {
      return null;
    }
    int tiles = ((Number) argument).intValue();
    if (tiles <= 0) {
      throw new OrbitException(
          ErrorCode.INVALID_ARGUMENT_FOR_NTILE, "argument of ntile must be greater than zero");
    }
    int size = partition.size() / tiles;
    int larger = partition.size() % tiles;
    int inLarger = larger * (size + 1);
    return row < inLarger ? row / (size + 1) + 1 : larger + (row - inLarger) / size + 1;
  }

  private static @Nullable Object shifted(Partition partition, int row, int direction) {
    long offset = 1;
    if (partition.argumentCount() > 1) {
      Object given = partition.argument(1, row);
      if (given == null) {
        return null;
      }
      offset = ((Number) given).longValue();
    }
    long other = row + direction * offset;
    if (other >= 0 && other < partition.size()) {
      return partition.argument(0, (int) other);
    }
    return partition.argumentCount() > 2 ? partition.argument(2, row) : null;
  }

  private static @Nullable Object nth(Partition partition, int row, int wanted) {
    int seen = 0;
    int end = partition.frameEnd(row);
    for (int other = partition.frameStart(row); other < end; other++) {
      if (!partition.isExcluded(row, other) && ++seen == wanted) {
        return partition.argument(0, other);
      }
    }
    return null;
  }

  private static @Nullable Object last(Partition partition, int row) {
    int start = partition.frameStart(row);
    for (int other = partition.frameEnd(row) - 1; other >= start; other--) {
      if (!partition.isExcluded(row, other)) {
        return partition.argument(0, other);
      }
    }
    return null;
  }
}
