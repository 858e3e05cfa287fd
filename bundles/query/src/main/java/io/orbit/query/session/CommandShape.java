package io.orbit.query.session;

import io.orbit.api.query.Execution;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.value.DataType;
import java.util.List;

/** What a command answers. */
public record CommandShape(
    Execution.Kind kind, List<ResultColumn> columns, List<DataType> parameterTypes) {
  /** No rows. */
  public static final CommandShape COMMAND =
      new CommandShape(Execution.Kind.COMMAND, List.of(), List.of());

  public static CommandShape rows(List<ResultColumn> columns) {
    return new CommandShape(Execution.Kind.ROWS, columns, List.of());
  }
}
