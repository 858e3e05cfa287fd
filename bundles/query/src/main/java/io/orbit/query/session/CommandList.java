package io.orbit.query.session;

import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Several families of commands; the first that knows a statement has it. */
public final class CommandList implements Commands {
  private final List<Commands> families;

  public CommandList(List<Commands> families) {
    this.families = List.copyOf(families);
  }

  @Override
  public boolean knows(Statement statement) {
    return families.stream().anyMatch(family -> family.knows(statement));
  }

  @Override
  public Optional<CommandShape> shape(CommandContext context, Statement statement) {
    return families.stream()
        .filter(family -> family.knows(statement))
        .findFirst()
        .flatMap(family -> family.shape(context, statement));
  }

  @Override
  public Execution run(
      CommandContext context, Statement statement, List<? extends @Nullable Object> parameters) {
    return family(statement).run(context, statement, parameters);
  }

  @Override
  public boolean needsTransaction(Statement statement) {
    return family(statement).needsTransaction(statement);
  }

  private Commands family(Statement statement) {
    return families.stream()
        .filter(family -> family.knows(statement))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(statement.getClass().getName()));
  }
}
