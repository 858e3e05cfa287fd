package io.orbit.query.session;

import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements that are carried out rather than planned: DDL, rights, COPY, EXPLAIN and so on. */
public interface Commands {
  /** True for the statements that this carries out, or refuses in words of its own. */
  boolean knows(Statement statement);

  /**
   * What the command will answer.
   *
   * @return empty when this knows no such command
   */
  Optional<CommandShape> shape(CommandContext context, Statement statement);

  /** Carries it out, in the session's open transaction where {@code needsTransaction}. */
  Execution run(
      CommandContext context, Statement statement, List<? extends @Nullable Object> parameters);

  /** False for commands that work without a transaction of their own (SET, SHOW, COMMIT …). */
  boolean needsTransaction(Statement statement);
}
