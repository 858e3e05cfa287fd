package io.orbit.query.execute;

import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the right side anew for each left row, whose variables it may use. One thread. */
final class LateralJoin implements Operator {
  private final Evaluation evaluation;
  private final JoinKind kind;
  private final Operator left;
  private final List<Variable> leftVariables;
  private final OperatorFactory right;
  private final @Nullable Evaluator condition;
  private final Joins.Shape shape;
  private final Pairs pairs = new Pairs();
  private @Nullable RowBatch batch;
  private @Nullable Operator inner;
  private int row;
  private boolean found;

  LateralJoin(
      Evaluation evaluation,
      JoinKind kind,
      Operator left,
      List<Variable> leftVariables,
      OperatorFactory right,
      @Nullable Evaluator condition,
      Joins.Shape shape) {
    this.evaluation = evaluation;
    this.kind = kind;
    this.left = left;
    this.leftVariables = leftVariables;
    this.right = right;
    this.condition = condition;
    this.shape = shape;
  }

  @Override
  public @Nullable RowBatch next() {
    while (true) {
      RowBatch current = batch;
      if (current == null || row == current.rows()) {
        current = left.next();
        if (current == null) {
          return null;
        }
        batch = current;
        row = 0;
      }
      RowBatch answer = join(current);
      if (answer != null) {
        return answer;
      }
    }
  }

  /** The next rows for the left row; moves on to the next left row when there are none. */
  private @Nullable RowBatch join(RowBatch current) {
    evaluation.tick();
    Operator rows = inner;
    if (rows == null) {
      for (int i = 0; i < leftVariables.size(); i++) {
        evaluation.bind(leftVariables.get(i), current.column(i).get(row));
      }
      rows = right.open(evaluation);
      inner = rows;
      found = false;
    }
    boolean exists = kind == JoinKind.SEMI || kind == JoinKind.ANTI;
    RowBatch part = exists && found ? null : rows.next();
    if (part == null) {
      return finish(current, rows);
    }
    pairs.clear();
    for (int r = 0; r < part.rows(); r++) {
      pairs.add(row, r);
    }
    if (condition != null) {
      int[] selection = new int[part.rows()];
      RowBatch both = Joins.pair(current, part, pairs, shape);
      pairs.keep(selection, condition.select(both, evaluation, selection));
    }
    found |= pairs.count() > 0;
    return exists || pairs.count() == 0 ? null : Joins.pair(current, part, pairs, shape);
  }

  private @Nullable RowBatch finish(RowBatch current, Operator rows) {
    rows.close();
    inner = null;
    int done = row++;
    return switch (kind) {
      case SEMI, ANTI ->
          found == (kind == JoinKind.SEMI) ? current.gather(new int[] {done}, 1) : null;
      case LEFT, FULL -> {
        if (found) {
          yield null;
        }
        pairs.clear();
        pairs.add(done, -1);
        yield Joins.pair(current, null, pairs, shape);
      }
      case INNER, RIGHT -> null;
    };
  }

  @Override
  public void close() {
    Operator rows = inner;
    if (rows != null) {
      rows.close();
    }
    left.close();
  }
}
