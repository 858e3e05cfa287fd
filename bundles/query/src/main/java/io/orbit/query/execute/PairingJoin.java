package io.orbit.query.execute;

import io.orbit.query.plan.Plan.JoinKind;
import org.jspecify.annotations.Nullable;

/**
 * A join that builds the right side and streams the left one: for each left batch it asks for
 * candidate pairs, a few thousand at a time, keeps those that meet the condition, and answers what
 * the join's kind makes of them. Unmatched right rows come last. One thread.
 */
abstract class PairingJoin implements Operator {
  final Evaluation evaluation;
  final @Nullable RowBatch built;
  private final JoinKind kind;
  private final Operator left;
  private final @Nullable Evaluator condition;
  private final Joins.Shape shape;
  private final Pairs pairs = new Pairs();
  private final boolean[] matched;
  private @Nullable RowBatch batch;
  private boolean[] found = {};
  private boolean leftDone;
  private int unmatchedFrom;

  PairingJoin(
      Evaluation evaluation,
      JoinKind kind,
      Operator left,
      @Nullable RowBatch built,
      @Nullable Evaluator condition,
      Joins.Shape shape) {
    this.evaluation = evaluation;
    this.kind = kind;
    this.left = left;
    this.condition = condition;
    this.shape = shape;
    this.built = built;
    boolean answersRight = kind == JoinKind.RIGHT || kind == JoinKind.FULL;
    matched = new boolean[answersRight && built != null ? built.rows() : 0];
  }

  /** Candidates of another left batch are asked for. */
  abstract void begin(RowBatch leftBatch);

  /**
   * Adds some pairs, {@link Joins#PAIRS} or a few more.
   *
   * @return false when the batch has no more
   */
  abstract boolean candidates(RowBatch leftBatch, Pairs into);

  /** Whether a left row may be passed over: it has found what a semi join looks for. */
  final boolean isSettled(int leftRow) {
    return found[leftRow] && (kind == JoinKind.SEMI || kind == JoinKind.ANTI);
  }

  @Override
  public final @Nullable RowBatch next() {
    while (!leftDone) {
      evaluation.checkCanceled();
      RowBatch current = batch;
      if (current == null) {
        current = left.next();
        if (current == null) {
          leftDone = true;
          break;
        }
        batch = current;
        found = new boolean[current.rows()];
        begin(current);
      }
      RowBatch answer = step(current);
      if (answer != null) {
        return answer;
      }
    }
    return unmatchedRight();
  }

  private @Nullable RowBatch step(RowBatch current) {
    pairs.clear();
    boolean more = candidates(current, pairs);
    if (condition != null && pairs.count() > 0) {
      int[] selection = new int[pairs.count()];
      RowBatch both = Joins.pair(current, built, pairs, shape);
      pairs.keep(selection, condition.select(both, evaluation, selection));
    }
    for (int i = 0; i < pairs.count(); i++) {
      found[pairs.left(i)] = true;
      if (matched.length > 0) {
        matched[pairs.right(i)] = true;
      }
    }
    batch = more ? current : null;
    return switch (kind) {
      case SEMI, ANTI -> more ? null : chosen(current);
      case LEFT, FULL -> {
        if (!more) {
          addUnmatchedLeft();
        }
        yield answer(current);
      }
      case INNER, RIGHT -> answer(current);
    };
  }

  private @Nullable RowBatch chosen(RowBatch current) {
    int[] selection = new int[found.length];
    int count = 0;
    for (int row = 0; row < found.length; row++) {
      if (found[row] == (kind == JoinKind.SEMI)) {
        selection[count++] = row;
      }
    }
    return count == 0 ? null : current.gather(selection, count);
  }

  private void addUnmatchedLeft() {
    for (int row = 0; row < found.length; row++) {
      if (!found[row]) {
        pairs.add(row, -1);
      }
    }
  }

  private @Nullable RowBatch answer(RowBatch current) {
    return pairs.count() == 0 ? null : Joins.pair(current, built, pairs, shape);
  }

  private @Nullable RowBatch unmatchedRight() {
    RowBatch right = built;
    pairs.clear();
    for (; unmatchedFrom < matched.length && pairs.count() < Joins.PAIRS; unmatchedFrom++) {
      if (!matched[unmatchedFrom]) {
        pairs.add(-1, unmatchedFrom);
      }
    }
    return right == null || pairs.count() == 0 ? null : Joins.pair(right, right, pairs, shape);
  }

  @Override
  public final void close() {
    left.close();
  }
}
