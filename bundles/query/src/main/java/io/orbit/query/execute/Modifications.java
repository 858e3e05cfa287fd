package io.orbit.query.execute;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RecordStatement.LockOutcome;
import io.orbit.api.records.RecordStatement.WaitPolicy;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.LockMode;
import io.orbit.query.plan.Plan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * INSERT, UPDATE and DELETE: read all of the source first (so that a statement never meets its own
 * changes), then change row by row, then the statement's final checks. Answers RETURNING's rows and
 * counts.
 */
final class Modifications {
  /** What a modification did. */
  record Outcome(long count, List<RowBatch> returned) {}

  /** Compiled parts that all modifications share; inputs are described at each. */
  record Compiled(
      List<Evaluator> assignments,
      List<Integer> assignedColumns,
      @Nullable Evaluator recheck,
      List<Evaluator> returning) {}

  private final Evaluation evaluation;
  private final List<@Nullable Object[]> returned = new ArrayList<>();

  Modifications(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  // ---- INSERT

  /**
   * @param onConflict evaluators over row then excluded; null without ON CONFLICT DO UPDATE
   * @param compiled returning over the new row
   */
  Outcome insert(
      Plan.Insert plan, Operator source, Compiled compiled, @Nullable Compiled onConflict) {
    RecordStatement statement = statement(evaluation);
    begin(statement, plan, onConflict);
    Operator rows = Kept.drain(evaluation, source).scan();
    long count = 0;
    if (plan.target() instanceof Plan.Target.OfVirtual virtual) {
      for (RowBatch batch = rows.next(); batch != null; batch = rows.next()) {
        for (int i = 0; i < batch.rows(); i++) {
          count += insertVirtual(virtual.table(), plan, batch.row(i), compiled);
        }
      }
      return outcome(count, compiled);
    }
    Collection collection = ((Plan.Target.OfCollection) plan.target()).collection();
    Set<ByteBuffer> touched = new HashSet<>();
    for (RowBatch batch = rows.next(); batch != null; batch = rows.next()) {
      for (int i = 0; i < batch.rows(); i++) {
        evaluation.tick();
        @Nullable Object[] row = complete(plan, collection, batch.row(i));
        if (plan.conflict().isEmpty()) {
          if (statement.insert(collection, row, 0) != null) {
            addReturned(compiled, row);
            count++;
          }
        } else {
          count += upsert(plan, statement, collection, row, compiled, onConflict, touched);
        }
      }
    }
    statement.finish();
    evaluation.services().statistics().changed(collection, count);
    return outcome(count, compiled);
  }

  private static void begin(
      RecordStatement statement, Plan.Insert plan, @Nullable Compiled onConflict) {
    if (plan.target() instanceof Plan.Target.OfCollection(Collection collection)) {
      statement.begin(collection, Trigger.Event.INSERT, new BitSet());
      if (plan.returnsRows() || onConflict != null) {
        statement.reads(collection);
      }
      if (onConflict != null) {
        statement.begin(collection, Trigger.Event.UPDATE, changed(onConflict));
      }
    }
  }

  private static @Nullable Object[] complete(
      Plan.Insert plan, Collection collection, @Nullable Object[] given) {
    @Nullable Object[] row = new Object[collection.columns().size()];
    java.util.Arrays.fill(row, RecordStatement.DEFAULT);
    for (int c = 0; c < given.length; c++) {
      row[plan.columns().get(c)] = given[c];
    }
    return row;
  }

  private int insertVirtual(
      VirtualTable table, Plan.Insert plan, @Nullable Object[] given, Compiled compiled) {
    if (plan.conflict().isPresent()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "ON CONFLICT is not supported for virtual tables");
    }
    @Nullable Object[] row = new Object[table.columns().size()];
    for (int c = 0; c < given.length; c++) {
      row[plan.columns().get(c)] = given[c];
    }
    table.insert(evaluation.session(), evaluation.transaction(), row);
    addReturned(compiled, row);
    return 1;
  }

  private int upsert(
      Plan.Insert plan,
      RecordStatement statement,
      Collection collection,
      @Nullable Object[] row,
      Compiled compiled,
      @Nullable Compiled onConflict,
      Set<ByteBuffer> touched) {
    Plan.Conflict conflict = plan.conflict().orElseThrow();
    List<Index> arbiters =
        collection.indexes().stream()
            .filter(index -> conflict.indexNames().contains(index.name()))
            .toList();
    RowView latest =
        evaluation.services().records().reader(evaluation.transaction(), collection).newView();
    while (true) {
      @Nullable Object[] proposed = row.clone();
      RecordStatement.InsertOutcome outcome =
          statement.insertOrConflict(collection, proposed, 0, arbiters, conflict.primaryKey());
      if (outcome.inserted()) {
        touched.add(ByteBuffer.wrap(outcome.key()));
        addReturned(compiled, proposed);
        return 1;
      }
      if (onConflict == null || outcome.skipped()) {
        return 0;
      }
      if (touched.contains(ByteBuffer.wrap(outcome.key()))) {
        throw new OrbitException(
                ErrorCode.CARDINALITY_VIOLATION,
                "ON CONFLICT DO UPDATE command cannot affect row a second time")
            .withHint(
                "Ensure that no rows proposed for insertion within the same command have"
                    + " duplicate constrained values.");
      }
      LockOutcome lock =
          statement.lock(collection, outcome.key(), LockMode.EXCLUSIVE, WaitPolicy.BLOCK, latest);
      if (lock == LockOutcome.GONE) {
        continue;
      }
      touched.add(ByteBuffer.wrap(outcome.key()));
      return updateConflicting(
          statement, collection, outcome.key(), latest, proposed, onConflict, compiled);
    }
  }

  private int updateConflicting(
      RecordStatement statement,
      Collection collection,
      byte[] key,
      RowView latest,
      @Nullable Object[] excluded,
      Compiled onConflict,
      Compiled compiled) {
    requirePermitted(collection, Policy.Command.SELECT, latest, "new row");
    requirePermitted(collection, Policy.Command.UPDATE, latest, "new row");
    @Nullable Object[] current = latest.values();
    int width = current.length;
    @Nullable Object[] both = new Object[2 * width];
    System.arraycopy(current, 0, both, 0, width);
    for (int i = 0; i < width; i++) {
      both[width + i] = excluded[i] == RecordStatement.DEFAULT ? null : excluded[i];
    }
    RowBatch input = oneRow(both, onConflictTypes(collection));
    if (!holds(onConflict.recheck(), input)) {
      return 0;
    }
    @Nullable Object[] row = assign(current, onConflict, input);
    if (!statement.update(collection, key, latest, row, changed(onConflict), latest.expiresAt())) {
      return 0;
    }
    addReturned(compiled, row);
    return 1;
  }

  private void requirePermitted(
      Collection collection, Policy.Command command, RowView row, String what) {
    requirePermitted(evaluation, collection, command, row, what);
  }

  /** Row-level security on a row that was found by other means than a query. */
  static void requirePermitted(
      Evaluation evaluation,
      Collection collection,
      Policy.Command command,
      RowView row,
      String what) {
    if (!evaluation.services().records().permits(evaluation.session(), collection, command, row)) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          what
              + " violates row-level security policy (USING expression) for table \""
              + collection.name()
              + "\"");
    }
  }

  private static List<io.orbit.api.value.DataType> onConflictTypes(Collection collection) {
    List<io.orbit.api.value.DataType> types = new ArrayList<>();
    for (int twice = 0; twice < 2; twice++) {
      collection.columns().forEach(column -> types.add(column.type()));
    }
    return types;
  }

  // ---- UPDATE and DELETE

  /**
   * @param compiled assignments and recheck over the source's outputs; returning over the new row
   *     then the source's outputs
   */
  Outcome update(Plan.Update plan, Operator source, SourceLayout layout, Compiled compiled) {
    if (plan.target() instanceof Plan.Target.OfVirtual virtual) {
      return updateVirtual(virtual.table(), source, layout, compiled);
    }
    Collection collection = ((Plan.Target.OfCollection) plan.target()).collection();
    LockMode mode =
        changesKey(collection, compiled.assignedColumns())
            ? LockMode.EXCLUSIVE
            : LockMode.NO_KEY_EXCLUSIVE;
    return eachTarget(
        collection,
        source,
        layout,
        compiled,
        mode,
        Trigger.Event.UPDATE,
        (statement, key, latest, input) -> {
          @Nullable Object[] row = assign(latest.values(), compiled, input);
          boolean done =
              statement.update(collection, key, latest, row, changed(compiled), latest.expiresAt());
          if (done) {
            addReturned(compiled, joined(row, input.row(0)));
          }
          return done;
        });
  }

  Outcome delete(Plan.Delete plan, Operator source, SourceLayout layout, Compiled compiled) {
    if (plan.target() instanceof Plan.Target.OfVirtual virtual) {
      long count = 0;
      for (RowBatch batch : Buffered.drain(evaluation, source)) {
        for (int i = 0; i < batch.rows(); i++) {
          @Nullable Object[] values = batch.row(i);
          virtual
              .table()
              .delete(evaluation.session(), evaluation.transaction(), layout.target(values));
          addReturned(compiled, values);
          count++;
        }
      }
      return outcome(count, compiled);
    }
    Collection collection = ((Plan.Target.OfCollection) plan.target()).collection();
    return eachTarget(
        collection,
        source,
        layout,
        compiled,
        LockMode.EXCLUSIVE,
        Trigger.Event.DELETE,
        (statement, key, latest, input) -> {
          @Nullable Object[] returning = input.row(0);
          boolean done = statement.delete(collection, key, latest);
          if (done) {
            addReturned(compiled, returning);
          }
          return done;
        });
  }

  private Outcome updateVirtual(
      VirtualTable table, Operator source, SourceLayout layout, Compiled compiled) {
    long count = 0;
    for (RowBatch batch : Buffered.drain(evaluation, source)) {
      for (int i = 0; i < batch.rows(); i++) {
        @Nullable Object[] values = batch.row(i);
        @Nullable Object[] old = layout.target(values);
        RowBatch input = batch.gather(new int[] {i}, 1);
        @Nullable Object[] row = assign(old, compiled, input);
        table.update(evaluation.session(), evaluation.transaction(), old, row);
        addReturned(compiled, joined(row, values));
        count++;
      }
    }
    return outcome(count, compiled);
  }

  static boolean changesKey(Collection collection, List<Integer> assigned) {
    Set<Integer> keyColumns = new HashSet<>(collection.primaryKey());
    for (Index index : collection.indexes()) {
      if (index.unique()) {
        index
            .elements()
            .forEach(element -> keyColumns.add(positionOf(collection, element.column())));
      }
    }
    return assigned.stream().anyMatch(keyColumns::contains);
  }

  private static int positionOf(Collection collection, int columnId) {
    for (int i = 0; i < collection.columns().size(); i++) {
      if (collection.columns().get(i).id() == columnId) {
        return i;
      }
    }
    return -1;
  }

  /** What to do with one locked target row whose condition holds; false where it was not done. */
  private interface Action {
    boolean apply(RecordStatement statement, byte[] key, RowView latest, RowBatch input);
  }

  private Outcome eachTarget(
      Collection collection,
      Operator source,
      SourceLayout layout,
      Compiled compiled,
      LockMode mode,
      Trigger.Event event,
      Action action) {
    RecordStatement statement = statement(evaluation);
    statement.begin(collection, event, changed(compiled));
    statement.reads(collection);
    RowView latest =
        evaluation.services().records().reader(evaluation.transaction(), collection).newView();
    Set<ByteBuffer> done = evaluation.changedRows(collection.id());
    long count = 0;
    Operator rows = Kept.drain(evaluation, source).scan();
    for (RowBatch batch = rows.next(); batch != null; batch = rows.next()) {
      for (int i = 0; i < batch.rows(); i++) {
        evaluation.tick();
        byte[] key = layout.key(batch, i);
        if (!done.add(ByteBuffer.wrap(key))) {
          continue;
        }
        LockOutcome lock = statement.lock(collection, key, mode, WaitPolicy.BLOCK, latest);
        if (lock == LockOutcome.GONE || lock == LockOutcome.SKIPPED) {
          continue;
        }
        RowBatch input = batch.gather(new int[] {i}, 1);
        if (lock == LockOutcome.CHANGED) {
          input = layout.withLatest(input, latest);
          if (!holds(compiled.recheck(), input)) {
            continue;
          }
        }
        count += action.apply(statement, key, latest, input) ? 1 : 0;
      }
    }
    statement.finish();
    evaluation.services().statistics().changed(collection, count);
    return outcome(count, compiled);
  }

  // ---- shared

  static RecordStatement statement(Evaluation evaluation) {
    Records records = evaluation.services().records();
    if (evaluation.mayWait() && evaluation.session().inExplicitTransaction()) {
      return records.deferringStatement(evaluation.session(), evaluation.transaction());
    }
    return evaluation.mayWait()
        ? records.statement(evaluation.session(), evaluation.transaction())
        : records.statementWithoutWaiting(evaluation.session(), evaluation.transaction());
  }

  private boolean holds(@Nullable Evaluator condition, RowBatch input) {
    return condition == null || Boolean.TRUE.equals(condition.at(input, 0, evaluation));
  }

  private @Nullable Object[] assign(@Nullable Object[] current, Compiled compiled, RowBatch input) {
    @Nullable Object[] row = current.clone();
    for (int i = 0; i < compiled.assignments().size(); i++) {
      row[compiled.assignedColumns().get(i)] =
          compiled.assignments().get(i).at(input, 0, evaluation);
    }
    return row;
  }

  private static BitSet changed(Compiled compiled) {
    return bits(compiled.assignedColumns());
  }

  static BitSet bits(List<Integer> columns) {
    BitSet changed = new BitSet();
    columns.forEach(changed::set);
    return changed;
  }

  static @Nullable Object[] joined(@Nullable Object[] left, @Nullable Object[] right) {
    @Nullable Object[] both = java.util.Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  private RowBatch oneRow(@Nullable Object[] values, List<io.orbit.api.value.DataType> types) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(values);
    return RowBatch.of(types, rows);
  }

  private void addReturned(Compiled compiled, @Nullable Object[] row) {
    if (!compiled.returning().isEmpty()) {
      returned.add(row.clone());
    }
  }

  private Outcome outcome(long count, Compiled compiled) {
    if (compiled.returning().isEmpty() || returned.isEmpty()) {
      return new Outcome(count, List.of());
    }
    return new Outcome(
        count, List.of(new RawRows(returned, compiled.returning()).evaluate(evaluation)));
  }

  /** Rows as objects, to which RETURNING's expressions are applied. */
  record RawRows(List<@Nullable Object[]> rows, List<Evaluator> returning) {
    RowBatch evaluate(Evaluation evaluation) {
      int width = rows.getFirst().length;
      Vector[] columns = new Vector[width];
      for (int c = 0; c < width; c++) {
        @Nullable Object[] values = new Object[rows.size()];
        for (int r = 0; r < values.length; r++) {
          values[r] = rows.get(r)[c];
        }
        columns[c] = new ObjectVector(io.orbit.api.value.DataType.DYNAMIC, values, values.length);
      }
      RowBatch raw = new RowBatch(columns, rows.size());
      Vector[] results = new Vector[returning.size()];
      for (int i = 0; i < results.length; i++) {
        VectorBuilder builder = VectorBuilder.of(returning.get(i).type(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
          builder.add(returning.get(i).at(raw, row, evaluation));
        }
        results[i] = builder.build();
      }
      return new RowBatch(results, rows.size());
    }
  }
}
