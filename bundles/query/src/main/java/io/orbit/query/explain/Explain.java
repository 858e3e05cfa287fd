package io.orbit.query.explain;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.Explanation;
import io.orbit.query.execute.Profile;
import io.orbit.query.execute.RowBatch;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.CommandShape;
import io.orbit.query.session.Commands;
import io.orbit.query.session.SessionCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** EXPLAIN: the plan of a statement, and with ANALYZE what became of it. */
public final class Explain implements Commands {
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public boolean knows(Statement statement) {
    return statement instanceof Utility.Explain;
  }

  @Override
  public Optional<CommandShape> shape(CommandContext context, Statement statement) {
    Utility.Explain explain = (Utility.Explain) statement;
    boolean json = ExplainOptions.of(explain.options(), explain.position()).json();
    DataType type = json ? DataType.JSON : DataType.TEXT;
    return Optional.of(CommandShape.rows(List.of(new ResultColumn("QUERY PLAN", type, 0, 0))));
  }

  @Override
  public boolean needsTransaction(Statement statement) {
    return true;
  }

  @Override
  public Execution run(
      CommandContext context, Statement statement, List<? extends @Nullable Object> parameters) {
    Utility.Explain explain = (Utility.Explain) statement;
    ExplainOptions options = ExplainOptions.of(explain.options(), explain.position());
    Statement explained = explained(explain.statement());
    if (options.analyze() && explained != explain.statement()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "EXPLAIN ANALYZE of this statement is not supported");
    }
    long start = System.nanoTime();
    SessionCommands.Call call =
        explained instanceof SessionControl.Execute execute
            ? SessionCommands.call(context, execute)
            : new SessionCommands.Call(context.prepare(explained, List.of(), 0), List.of());
    PreparedStatement prepared = call.statement();
    double planning = (System.nanoTime() - start) / NANOS_PER_MILLI;
    Explanation plan = context.explain(prepared);
    if (plan == null) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "statements of this kind have no plan");
    }
    Profile profile = null;
    double execution = 0;
    if (options.analyze()) {
      profile = new Profile();
      start = System.nanoTime();
      exhaust(context.analyze(prepared, call.parameters(), profile));
      execution = (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
    return options.json()
        ? answer(DataType.JSON, List.of(PlanJson.of(plan, options, profile, planning, execution)))
        : answer(DataType.TEXT, text(plan, options, profile, planning, execution));
  }

  /** What is planned of a statement that only wraps a query. */
  private static Statement explained(Statement statement) {
    return switch (statement) {
      case SessionControl.DeclareCursor declare -> declare.query();
      case Definition.CreateTable create when create.query() != null -> create.query();
      default -> statement;
    };
  }

  private static void exhaust(Execution execution) {
    try (execution) {
      while (execution.next(RowBatch.TARGET_ROWS) != null) {
        // What it answers is not shown.
      }
    }
  }

  private static List<String> text(
      Explanation plan,
      ExplainOptions options,
      @Nullable Profile profile,
      double planning,
      double execution) {
    List<String> lines = new ArrayList<>(PlanText.of(plan, options, profile));
    if (options.summary()) {
      lines.add(String.format(Locale.ROOT, "Planning Time: %.3f ms", planning));
      if (options.analyze()) {
        lines.add(String.format(Locale.ROOT, "Execution Time: %.3f ms", execution));
      }
    }
    return lines;
  }

  private static Execution answer(DataType type, List<String> lines) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    lines.forEach(line -> rows.add(new @Nullable Object[] {line}));
    return CommandExecution.rows("EXPLAIN", -1, RowBatch.of(List.of(type), rows));
  }
}
