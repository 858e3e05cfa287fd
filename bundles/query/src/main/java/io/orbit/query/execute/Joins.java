package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins. The right side is the one that is built or run again. */
final class Joins {
  private Joins() {}

  /** Columns of both sides for chosen pairs; −1 stands for a side of nulls. */
  static RowBatch pair(
      RowBatch left,
      int[] leftRows,
      @Nullable RowBatch right,
      int[] rightRows,
      int count,
      Shape shape) {
    Vector[] columns = new Vector[shape.leftTypes().length + shape.rightTypes().length];
    for (int c = 0; c < shape.leftTypes().length; c++) {
      columns[c] = pick(left, c, shape.leftTypes()[c], leftRows, count);
    }
    for (int c = 0; c < shape.rightTypes().length; c++) {
      columns[shape.leftTypes().length + c] =
          pick(right, c, shape.rightTypes()[c], rightRows, count);
    }
    return new RowBatch(columns, count);
  }

  private static Vector pick(
      @Nullable RowBatch side, int column, DataType type, int[] rows, int count) {
    VectorBuilder builder = VectorBuilder.of(type, count);
    for (int i = 0; i < count; i++) {
      if (side == null || rows[i] < 0) {
        builder.addNull();
      } else {
        builder.addFrom(side.column(column), rows[i]);
      }
    }
    return builder.build();
  }

  /** Types of both sides. */
  record Shape(DataType[] leftTypes, DataType[] rightTypes) {
    static Shape of(List<Variable> left, List<Variable> right) {
      return new Shape(
          left.stream().map(Variable::type).toArray(DataType[]::new),
          right.stream().map(Variable::type).toArray(DataType[]::new));
    }
  }

  /**
   * Hash join on equal keys, with a further condition on pairs. Builds the right side, streams the
   * left one, answers unmatched right rows last.
   */
  static final class Hash implements Operator {
    private final Evaluation evaluation;
    private final JoinKind kind;
    private final Operator left;
    private final List<Evaluator> leftKeys;
    private final @Nullable Evaluator condition;
    private final Shape shape;
    private final @Nullable RowBatch built;
    private final Map<RowKey, int[]> table = new HashMap<>();
    private final int[] nextInChain;
    private final boolean[] matched;
    private final RowKey probe;
    private final List<RowBatch> ready = new ArrayList<>();
    private boolean leftDone;

    Hash(
        Evaluation evaluation,
        JoinKind kind,
        Operator left,
        Operator right,
        List<Evaluator> leftKeys,
        List<Evaluator> rightKeys,
        @Nullable Evaluator condition,
        Shape shape) {
      this.evaluation = evaluation;
      this.kind = kind;
      this.left = left;
      this.leftKeys = leftKeys;
      this.condition = condition;
      this.shape = shape;
      DataType[] types = rightKeys.stream().map(Evaluator::type).toArray(DataType[]::new);
      probe = new RowKey(types);
      built = Buffered.concatenate(Buffered.drain(right));
      int rows = built == null ? 0 : built.rows();
      nextInChain = new int[rows];
      matched = new boolean[rows];
      if (built != null) {
        build(built, rightKeys, types);
      }
    }

    /** Chains rows of equal key: the table has {first, last}. */
    private void build(RowBatch rows, List<Evaluator> rightKeys, DataType[] types) {
      Vector[] columns = Buffered.vectors(rightKeys, rows, evaluation);
      RowKey key = new RowKey(types);
      for (int row = 0; row < rows.rows(); row++) {
        evaluation.tick();
        nextInChain[row] = -1;
        if (!key.fill(columns, row)) {
          continue;
        }
        int[] chain = table.get(key);
        if (chain == null) {
          table.put(key.copy(), new int[] {row, row});
        } else {
          nextInChain[chain[1]] = row;
          chain[1] = row;
        }
      }
    }

    @Override
    public @Nullable RowBatch next() {
      while (true) {
        if (!ready.isEmpty()) {
          return ready.removeFirst();
        }
        if (leftDone) {
          return null;
        }
        RowBatch batch = left.next();
        if (batch == null) {
          leftDone = true;
          if (kind == JoinKind.RIGHT || kind == JoinKind.FULL) {
            addUnmatchedRight();
          }
        } else {
          join(batch);
        }
      }
    }

    private void join(RowBatch batch) {
      evaluation.checkCanceled();
      Vector[] keys = Buffered.vectors(leftKeys, batch, evaluation);
      Pairs pairs = new Pairs();
      for (int row = 0; row < batch.rows(); row++) {
        int[] chain = probe.fill(keys, row) ? table.get(probe) : null;
        for (int r = chain == null ? -1 : chain[0]; r >= 0; r = nextInChain[r]) {
          pairs.add(row, r);
          evaluation.tick();
        }
      }
      finish(evaluation, kind, batch, built, pairs, condition, shape, matched, ready);
    }

    private void addUnmatchedRight() {
      if (built == null) {
        return;
      }
      Pairs pairs = new Pairs();
      for (int r = 0; r < matched.length; r++) {
        if (!matched[r]) {
          pairs.add(-1, r);
        }
      }
      pairs.emit(built, built, shape, ready, evaluation);
    }

    @Override
    public void close() {
      left.close();
    }
  }

  /** Growing lists of row numbers. */
  static final class Pairs {
    private int[] left = new int[64];
    private int[] right = new int[64];
    private int count;

    void add(int leftRow, int rightRow) {
      if (count == left.length) {
        left = java.util.Arrays.copyOf(left, count * 2);
        right = java.util.Arrays.copyOf(right, count * 2);
      }
      left[count] = leftRow;
      right[count++] = rightRow;
    }

    int count() {
      return count;
    }

    /** Pairs as batches of moderate size. */
    void emit(
        RowBatch leftSide,
        @Nullable RowBatch rightSide,
        Shape shape,
        List<RowBatch> out,
        Evaluation evaluation) {
      for (int from = 0; from < count; from += 4 * RowBatch.TARGET_ROWS) {
        evaluation.checkCanceled();
        int size = Math.min(count - from, 4 * RowBatch.TARGET_ROWS);
        int[] l = java.util.Arrays.copyOfRange(left, from, from + size);
        int[] r = java.util.Arrays.copyOfRange(right, from, from + size);
        out.add(pair(leftSide, l, rightSide, r, size, shape));
      }
    }
  }

  /**
   * From candidate pairs of one left batch to what the join answers for it.
   *
   * @param matched set for right rows that found a partner
   */
  static void finish(
      Evaluation evaluation,
      JoinKind kind,
      RowBatch left,
      @Nullable RowBatch right,
      Pairs candidates,
      @Nullable Evaluator condition,
      Shape shape,
      boolean[] matched,
      List<RowBatch> out) {
    Pairs pairs =
        condition == null
            ? candidates
            : filter(evaluation, left, right, candidates, condition, shape);
    boolean[] found = new boolean[left.rows()];
    for (int i = 0; i < pairs.count; i++) {
      found[pairs.left[i]] = true;
      if (matched.length > 0) {
        matched[pairs.right[i]] = true;
      }
    }
    switch (kind) {
      case SEMI, ANTI -> {
        int[] selection = new int[left.rows()];
        int count = 0;
        for (int row = 0; row < found.length; row++) {
          if (found[row] == (kind == JoinKind.SEMI)) {
            selection[count++] = row;
          }
        }
        if (count > 0) {
          out.add(left.gather(selection, count));
        }
      }
      case LEFT, FULL -> {
        for (int row = 0; row < found.length; row++) {
          if (!found[row]) {
            pairs.add(row, -1);
          }
        }
        pairs.emit(left, right, shape, out, evaluation);
      }
      case INNER, RIGHT -> pairs.emit(left, right, shape, out, evaluation);
    }
  }

  private static Pairs filter(
      Evaluation evaluation,
      RowBatch left,
      @Nullable RowBatch right,
      Pairs candidates,
      Evaluator condition,
      Shape shape) {
    Pairs kept = new Pairs();
    int step = 4 * RowBatch.TARGET_ROWS;
    for (int from = 0; from < candidates.count; from += step) {
      int size = Math.min(candidates.count - from, step);
      int[] l = java.util.Arrays.copyOfRange(candidates.left, from, from + size);
      int[] r = java.util.Arrays.copyOfRange(candidates.right, from, from + size);
      int[] selection = new int[size];
      int count = condition.select(pair(left, l, right, r, size, shape), evaluation, selection);
      for (int i = 0; i < count; i++) {
        kept.add(l[selection[i]], r[selection[i]]);
      }
    }
    return kept;
  }

  /** Compares every pair; for conditions without equal keys. */
  static final class NestedLoop implements Operator {
    private final Evaluation evaluation;
    private final JoinKind kind;
    private final Operator left;
    private final @Nullable Evaluator condition;
    private final Shape shape;
    private final @Nullable RowBatch right;
    private final boolean[] matched;
    private final List<RowBatch> ready = new ArrayList<>();
    private boolean leftDone;

    NestedLoop(
        Evaluation evaluation,
        JoinKind kind,
        Operator left,
        Operator right,
        @Nullable Evaluator condition,
        Shape shape) {
      this.evaluation = evaluation;
      this.kind = kind;
      this.left = left;
      this.condition = condition;
      this.shape = shape;
      this.right = Buffered.concatenate(Buffered.drain(right));
      matched = new boolean[this.right == null ? 0 : this.right.rows()];
    }

    @Override
    public @Nullable RowBatch next() {
      while (true) {
        if (!ready.isEmpty()) {
          return ready.removeFirst();
        }
        if (leftDone) {
          return null;
        }
        RowBatch batch = left.next();
        if (batch == null) {
          leftDone = true;
          if (right != null && (kind == JoinKind.RIGHT || kind == JoinKind.FULL)) {
            Pairs pairs = new Pairs();
            for (int r = 0; r < matched.length; r++) {
              if (!matched[r]) {
                pairs.add(-1, r);
              }
            }
            pairs.emit(right, right, shape, ready, evaluation);
          }
        } else {
          joinInSlices(batch);
        }
      }
    }

    /** A few left rows at a time, so that the pairs stay few. */
    private void joinInSlices(RowBatch batch) {
      int inner = matched.length;
      int slice = Math.max(1, Math.min(batch.rows(), 65_536 / Math.max(inner, 1)));
      for (int from = 0; from < batch.rows(); from += slice) {
        evaluation.checkCanceled();
        int size = Math.min(slice, batch.rows() - from);
        int[] rows = new int[size];
        Pairs pairs = new Pairs();
        for (int i = 0; i < size; i++) {
          rows[i] = from + i;
          for (int r = 0; r < inner; r++) {
            pairs.add(i, r);
          }
        }
        RowBatch part = size == batch.rows() ? batch : batch.gather(rows, size);
        finish(evaluation, kind, part, right, pairs, condition, shape, matched, ready);
      }
    }

    @Override
    public void close() {
      left.close();
    }
  }

  /** Runs the right side anew for each left row, whose variables it may use. */
  static final class Lateral implements Operator {
    private final Evaluation evaluation;
    private final JoinKind kind;
    private final Operator left;
    private final List<Variable> leftVariables;
    private final OperatorFactory right;
    private final @Nullable Evaluator condition;
    private final Shape shape;
    private final List<RowBatch> ready = new ArrayList<>();

    Lateral(
        Evaluation evaluation,
        JoinKind kind,
        Operator left,
        List<Variable> leftVariables,
        OperatorFactory right,
        @Nullable Evaluator condition,
        Shape shape) {
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
      while (ready.isEmpty()) {
        RowBatch batch = left.next();
        if (batch == null) {
          return null;
        }
        for (int row = 0; row < batch.rows(); row++) {
          evaluation.tick();
          join(batch, row);
        }
      }
      return ready.removeFirst();
    }

    private void join(RowBatch batch, int row) {
      for (int i = 0; i < leftVariables.size(); i++) {
        evaluation.bind(leftVariables.get(i), batch.column(i).get(row));
      }
      RowBatch inner = Buffered.concatenate(Buffered.drain(right.open(evaluation)));
      Pairs pairs = new Pairs();
      for (int r = 0; inner != null && r < inner.rows(); r++) {
        pairs.add(0, r);
      }
      RowBatch one = batch.gather(new int[] {row}, 1);
      finish(evaluation, kind, one, inner, pairs, condition, shape, new boolean[0], ready);
    }

    @Override
    public void close() {
      left.close();
    }
  }
}
