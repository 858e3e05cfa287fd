package io.orbit.query.execute;

import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RecordStatement.LockOutcome;
import io.orbit.api.records.RowView;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FOR UPDATE and its like: locks each row's records as it passes, re-checking changed ones. */
final class RowLocks implements Operator {
  /** Where one locked collection's row and key lie. */
  record Target(Plan.LockTarget lock, SourceLayout layout) {
    static Target of(Plan.LockTarget lock, List<Variable> outputs) {
      int[] positions = lock.variables().stream().mapToInt(outputs::indexOf).toArray();
      return new Target(lock, new SourceLayout(positions, outputs.indexOf(lock.key())));
    }
  }

  private final Evaluation evaluation;
  private final Operator input;
  private final List<Target> targets;
  private final @Nullable Evaluator recheck;
  private final RecordStatement statement;
  private final boolean singly;
  private @Nullable RowBatch batch;
  private int next;

  /**
   * @param singly answers one row at a time, so that none is locked that nobody asks for
   */
  RowLocks(
      Evaluation evaluation,
      Operator input,
      List<Target> targets,
      @Nullable Evaluator recheck,
      boolean singly) {
    this.singly = singly;
    this.evaluation = evaluation;
    this.input = input;
    this.targets = targets;
    this.recheck = recheck;
    statement =
        evaluation.services().records().statement(evaluation.session(), evaluation.transaction());
  }

  @Override
  public @Nullable RowBatch next() {
    while (true) {
      RowBatch current = batch;
      if (current == null || next == current.rows()) {
        current = input.next();
        if (current == null) {
          return null;
        }
        batch = current;
        next = 0;
      }
      RowBatch kept = lock(current);
      if (kept != null) {
        return kept;
      }
    }
  }

  /** The next row of the batch that is kept, or all of them. */
  private @Nullable RowBatch lock(RowBatch current) {
    List<RowBatch> rows = new ArrayList<>();
    while (next < current.rows() && !(singly && !rows.isEmpty())) {
      evaluation.tick();
      RowBatch row = lockRow(current.gather(new int[] {next++}, 1));
      if (row != null) {
        rows.add(row);
      }
    }
    return Buffered.concatenated(rows);
  }

  private @Nullable RowBatch lockRow(RowBatch row) {
    RowBatch current = row;
    boolean changed = false;
    for (Target target : targets) {
      if (current.column(target.layout().keyPosition()).isNull(0)) {
        continue;
      }
      RowView latest =
          evaluation
              .services()
              .records()
              .reader(evaluation.transaction(), target.lock().collection())
              .newView();
      LockOutcome outcome =
          statement.lock(
              target.lock().collection(),
              target.layout().key(current, 0),
              target.lock().mode(),
              target.lock().policy(),
              latest);
      switch (outcome) {
        case UNCHANGED -> {}
        case CHANGED -> {
          current = target.layout().withLatest(current, latest);
          changed = true;
        }
        case GONE, SKIPPED -> {
          return null;
        }
      }
    }
    boolean passes =
        !changed || recheck == null || Boolean.TRUE.equals(recheck.at(current, 0, evaluation));
    return passes ? current : null;
  }

  @Override
  public void close() {
    input.close();
  }
}
