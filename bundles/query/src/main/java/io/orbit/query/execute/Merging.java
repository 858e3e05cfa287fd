package io.orbit.query.execute;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Modification.MatchKind;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RecordStatement.LockOutcome;
import io.orbit.api.records.RecordStatement.WaitPolicy;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.LockMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a MERGE: reads all pairs first, then takes for each the first branch that fits, as
 * PostgreSQL does: a target row that changed before it was locked is looked at again and may then
 * fit another branch, or none.
 */
final class Merging {
  /** What a branch does. */
  sealed interface Step {
    record Nothing() implements Step {}

    record Delete() implements Step {}

    record Update(List<Integer> columns, List<Evaluator> values) implements Step {}

    record Insert(List<Integer> columns, List<Evaluator> values) implements Step {}
  }

  record Branch(MatchKind kind, @Nullable Evaluator condition, Step step) {}

  /**
   * A MERGE ready to run; all is evaluated over the source's rows, RETURNING over the new row, the
   * name of what was done, and the source's row.
   *
   * @param there the source's column that is NULL where there is no source row, or −1
   */
  record Compiled(
      Collection collection,
      SourceLayout layout,
      int there,
      Evaluator on,
      List<Branch> branches,
      List<Evaluator> returning) {}

  private final Evaluation evaluation;
  private final Compiled merge;
  private final RecordStatement statement;
  private final RowView latest;
  private final Set<ByteBuffer> changed;
  private final List<@Nullable Object[]> returned = new ArrayList<>();
  private long count;

  Merging(Evaluation evaluation, Compiled merge) {
    this.evaluation = evaluation;
    this.merge = merge;
    statement = Modifications.statement(evaluation);
    latest =
        evaluation
            .services()
            .records()
            .reader(evaluation.transaction(), merge.collection())
            .newView();
    changed = evaluation.changedRows(merge.collection().id());
  }

  Modifications.Outcome run(Operator source) {
    begin();
    statement.reads(merge.collection());
    Operator rows = Kept.drain(evaluation, source).scan();
    for (RowBatch batch = rows.next(); batch != null; batch = rows.next()) {
      for (int i = 0; i < batch.rows(); i++) {
        evaluation.tick();
        pair(batch.gather(new int[] {i}, 1));
      }
    }
    statement.finish();
    evaluation.services().statistics().changed(merge.collection(), count);
    return new Modifications.Outcome(
        count,
        returned.isEmpty()
            ? List.of()
            : List.of(new Modifications.RawRows(returned, merge.returning()).evaluate(evaluation)));
  }

  /** Triggers of statements fire for what the branches may do. */
  private void begin() {
    boolean inserts = false;
    boolean deletes = false;
    @Nullable BitSet updates = null;
    for (Branch branch : merge.branches()) {
      switch (branch.step()) {
        case Step.Nothing nothing -> {}
        case Step.Insert insert -> inserts = true;
        case Step.Delete delete -> deletes = true;
        case Step.Update update -> {
          updates = updates == null ? new BitSet() : updates;
          updates.or(Modifications.bits(update.columns()));
        }
      }
    }
    if (inserts) {
      statement.begin(merge.collection(), Trigger.Event.INSERT, new BitSet());
    }
    if (updates != null) {
      statement.begin(merge.collection(), Trigger.Event.UPDATE, updates);
    }
    if (deletes) {
      statement.begin(merge.collection(), Trigger.Event.DELETE, new BitSet());
    }
  }

  private void pair(RowBatch pair) {
    boolean hasSource = merge.there() < 0 || !pair.column(merge.there()).isNull(0);
    if (pair.column(merge.layout().keyPosition()).isNull(0)) {
      unmatched(pair);
      return;
    }
    matched(pair, hasSource ? MatchKind.MATCHED : MatchKind.NOT_MATCHED_BY_SOURCE);
  }

  private @Nullable Branch first(MatchKind kind, RowBatch pair) {
    for (Branch branch : merge.branches()) {
      Evaluator condition = branch.condition();
      if (branch.kind() == kind
          && (condition == null || Boolean.TRUE.equals(condition.at(pair, 0, evaluation)))) {
        return branch;
      }
    }
    return null;
  }

  // ---- no target row

  private void unmatched(RowBatch pair) {
    Branch branch = first(MatchKind.NOT_MATCHED_BY_TARGET, pair);
    if (branch == null || !(branch.step() instanceof Step.Insert insert)) {
      return;
    }
    @Nullable Object[] row = new Object[merge.collection().columns().size()];
    Arrays.fill(row, RecordStatement.DEFAULT);
    for (int i = 0; i < insert.columns().size(); i++) {
      row[insert.columns().get(i)] = insert.values().get(i).at(pair, 0, evaluation);
    }
    byte[] key = statement.insert(merge.collection(), row, 0);
    if (key != null) {
      changed.add(ByteBuffer.wrap(key));
      done(row, "INSERT", pair);
    }
  }

  // ---- a target row

  private void matched(RowBatch seen, MatchKind kind) {
    RowBatch pair = seen;
    byte[] key = merge.layout().key(pair, 0);
    while (true) {
      Branch branch = first(kind, pair);
      if (branch == null || branch.step() instanceof Step.Nothing) {
        return;
      }
      if (changed.contains(ByteBuffer.wrap(key))) {
        throw new OrbitException(
                ErrorCode.CARDINALITY_VIOLATION, "MERGE command cannot affect row a second time")
            .withHint("Ensure that not more than one source row matches any one target row.");
      }
      LockOutcome lock =
          statement.lock(merge.collection(), key, mode(branch.step()), WaitPolicy.BLOCK, latest);
      switch (lock) {
        case GONE, SKIPPED -> {
          if (kind == MatchKind.MATCHED) {
            unmatched(pair);
          }
          return;
        }
        case UNCHANGED -> {
          apply(branch.step(), key, pair);
          return;
        }
        case CHANGED -> {
          pair = merge.layout().withLatest(pair, latest);
          if (kind == MatchKind.MATCHED
              && !Boolean.TRUE.equals(merge.on().at(pair, 0, evaluation))) {
            unmatched(pair);
            return;
          }
          if (branch == first(kind, pair)) {
            apply(branch.step(), key, pair);
            return;
          }
        }
      }
    }
  }

  private LockMode mode(Step step) {
    boolean keeps =
        step instanceof Step.Update update
            && !Modifications.changesKey(merge.collection(), update.columns());
    return keeps ? LockMode.NO_KEY_EXCLUSIVE : LockMode.EXCLUSIVE;
  }

  private void apply(Step step, byte[] key, RowBatch pair) {
    changed.add(ByteBuffer.wrap(key));
    @Nullable Object[] old = latest.values();
    switch (step) {
      case Step.Update update -> {
        requirePermitted(Policy.Command.UPDATE);
        @Nullable Object[] row = old.clone();
        for (int i = 0; i < update.columns().size(); i++) {
          row[update.columns().get(i)] = update.values().get(i).at(pair, 0, evaluation);
        }
        BitSet columns = Modifications.bits(update.columns());
        if (statement.update(merge.collection(), key, latest, row, columns, latest.expiresAt())) {
          done(row, "UPDATE", pair);
        }
      }
      case Step.Delete delete -> {
        requirePermitted(Policy.Command.DELETE);
        @Nullable Object[] row = old.clone();
        if (statement.delete(merge.collection(), key, latest)) {
          done(row, "DELETE", pair);
        }
      }
      case Step.Nothing nothing -> {}
      case Step.Insert insert -> throw new IllegalStateException("INSERT over a row");
    }
  }

  private void requirePermitted(Policy.Command command) {
    Modifications.requirePermitted(evaluation, merge.collection(), command, latest, "target row");
  }

  private void done(@Nullable Object[] row, String action, RowBatch pair) {
    count++;
    if (!merge.returning().isEmpty()) {
      @Nullable Object[] named = Modifications.joined(row, new @Nullable Object[] {action});
      returned.add(Modifications.joined(named, pair.row(0)));
    }
  }
}
