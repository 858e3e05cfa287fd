package io.orbit.query.session;

import io.orbit.api.query.Execution;
import io.orbit.api.query.Language;
import io.orbit.api.query.NormalizedText;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.value.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement of the engine.
 *
 * @param language what its text is written in
 * @param statement its tree
 * @param text the text the tree's positions refer to
 * @param givenTypes parameter types as the client gave them
 * @param parameterCount parameters in the tree, those for literals included
 * @param literals values of the last parameters, which the client does not see
 * @param plan holds nothing for what is not planned (commands)
 * @param shape what a command answers
 */
record Prepared(
    Language language,
    Statement statement,
    String text,
    List<DataType> givenTypes,
    int parameterCount,
    List<Expression.Literal> literals,
    PlanCell plan,
    CommandShape shape)
    implements PreparedStatement {

  @Nullable Planned planned() {
    return plan.get();
  }

  /** Its text without literals. */
  String shownText() {
    if (!literals.isEmpty()) {
      return text;
    }
    String known = plan.shownText();
    if (known == null) {
      NormalizedText normalized = language.normalize(text);
      known = normalized.single() ? normalized.key() : text;
      plan.setShownText(known);
    }
    return known;
  }

  @Override
  public List<DataType> parameterTypes() {
    Planned planned = planned();
    return planned == null
        ? shape.parameterTypes()
        : planned.parameterTypes().subList(0, planned.parameterTypes().size() - literals.size());
  }

  @Override
  public List<ResultColumn> columns() {
    Planned planned = planned();
    return planned == null ? shape.columns() : planned.columns();
  }

  @Override
  public boolean returnsRows() {
    Planned planned = planned();
    return planned == null ? shape.kind() == Execution.Kind.ROWS : planned.returnsRows();
  }

  @Override
  public Execution.Kind kind() {
    Planned planned = planned();
    return planned == null
        ? shape.kind()
        : planned.returnsRows() ? Execution.Kind.ROWS : Execution.Kind.COMMAND;
  }

  @Override
  public boolean isEmpty() {
    return statement instanceof Utility.Empty;
  }

  @Override
  public boolean endsTransaction() {
    return statement instanceof SessionControl.Commit
        || statement instanceof SessionControl.Rollback
        || statement instanceof SessionControl.RollbackToSavepoint;
  }

  @Override
  public boolean runsInline() {
    Planned planned = planned();
    return planned != null ? planned.program().isPoint() : isTransactionEdge(statement);
  }

  /** BEGIN, COMMIT and ROLLBACK: what they answer does not depend on anything. */
  static boolean isTransactionEdge(Statement statement) {
    return switch (statement) {
      case SessionControl.Begin begin -> true;
      case SessionControl.Commit commit -> !commit.chain();
      case SessionControl.Rollback rollback -> !rollback.chain();
      default -> false;
    };
  }
}
