package io.orbit.query.execute;

import io.orbit.query.spill.SpillFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts by keys that are computed beside the rows. With a bound only that many rows are kept. What
 * memory does not hold is sorted piece by piece, each piece a run on disk, and the runs merged
 * (Knuth 5.4). Rows that compare equal keep their order. One thread.
 */
final class Sorting {
  /** A kept row costs its place in the order too, and once more its bytes while it is sorted. */
  private static final long PER_ROW = 28;

  private static final int MOST_RUNS = 64;
  private static final int LARGEST_BOUND = Integer.MAX_VALUE / 4;

  private final Evaluation evaluation;
  private final List<Evaluator> keys;
  private final RowOrder order;
  private final long bound;
  private final List<SpillFile> runs = new ArrayList<>();
  private List<RowBatch> batches = new ArrayList<>();
  private long taken;
  private long rows;

  Sorting(Evaluation evaluation, List<Evaluator> keys, RowOrder order, long bound) {
    this.evaluation = evaluation;
    this.keys = keys;
    this.order = order;
    this.bound = bound;
  }

  /** Takes all rows of an operator, which is closed; answers them in order. */
  Operator run(Operator input) {
    int width = -1;
    try (input) {
      for (RowBatch batch = input.next(); batch != null; batch = input.next()) {
        evaluation.checkCanceled();
        width = batch.columns().length;
        add(withKeys(batch));
        if (bound < LARGEST_BOUND && rows > Math.max(4 * bound, 8192)) {
          keepBest();
        }
      }
    }
    if (width < 0) {
      return new Sources.Rows(List.of());
    }
    if (runs.isEmpty()) {
      RowBatch all = Buffered.concatenated(batches);
      return all == null ? new Sources.Rows(List.of()) : pieces(all, width);
    }
    spill();
    return new Merge(runs, width);
  }

  private Operator pieces(RowBatch all, int width) {
    int[] positions = Buffered.sorted(evaluation, all, order);
    if (positions.length > bound) {
      positions = Arrays.copyOf(positions, (int) bound);
    }
    return new Buffered.Pieces(
        new RowBatch(Arrays.copyOf(all.columns(), width), all.rows()), positions);
  }

  private void add(RowBatch batch) {
    long bytes = 2 * batch.bytes() + PER_ROW * batch.rows();
    if (!evaluation.tryTake(bytes)) {
      if (!batches.isEmpty()) {
        spill();
      }
      if (!evaluation.tryTake(bytes)) {
        evaluation.take(bytes);
      }
    }
    taken += bytes;
    rows += batch.rows();
    batches.add(batch);
  }

  /** Lets go of rows that are beyond the bound already. */
  private void keepBest() {
    RowBatch all = Buffered.concatenated(batches);
    if (all == null) {
      return;
    }
    int[] sorted = Buffered.sorted(evaluation, all, order);
    int[] best = Arrays.copyOf(sorted, (int) Math.min(bound, all.rows()));
    RowBatch kept = all.gather(best, best.length);
    letGo();
    add(kept);
  }

  private void letGo() {
    batches = new ArrayList<>();
    evaluation.giveBack(taken);
    taken = 0;
    rows = 0;
  }

  /** Puts what is in memory on disk, in order. */
  private void spill() {
    RowBatch all = Buffered.concatenated(batches);
    if (all == null) {
      return;
    }
    int[] positions = Buffered.sorted(evaluation, all, order);
    int count = (int) Math.min(positions.length, bound);
    SpillFile run = evaluation.spill();
    for (int from = 0; from < count; from += RowBatch.TARGET_ROWS) {
      int[] selection =
          Arrays.copyOfRange(positions, from, Math.min(count, from + RowBatch.TARGET_ROWS));
      run.add(all.gather(selection, selection.length));
    }
    letGo();
    runs.add(run);
    if (runs.size() == MOST_RUNS) {
      mergeRuns(all.columns().length);
    }
  }

  private void mergeRuns(int width) {
    List<SpillFile> before = List.copyOf(runs);
    runs.clear();
    SpillFile merged = evaluation.spill();
    Merge merge = new Merge(before, width);
    for (RowBatch batch = merge.next(); batch != null; batch = merge.next()) {
      evaluation.checkCanceled();
      merged.add(batch);
    }
    merge.close();
    runs.add(merged);
  }

  private RowBatch withKeys(RowBatch batch) {
    Vector[] columns = Arrays.copyOf(batch.columns(), batch.columns().length + keys.size());
    for (int i = 0; i < keys.size(); i++) {
      columns[batch.columns().length + i] = keys.get(i).all(batch, evaluation);
    }
    return new RowBatch(columns, batch.rows());
  }

  /** The next row of a run. */
  private final class Head implements Comparable<Head> {
    private final int run;
    private final SpillFile.Reader reader;
    private RowBatch batch;
    private int row;

    Head(int run, SpillFile.Reader reader, RowBatch first) {
      this.run = run;
      this.reader = reader;
      batch = first;
    }

    boolean advance() {
      if (++row < batch.rows()) {
        return true;
      }
      RowBatch next = reader.next();
      if (next == null) {
        return false;
      }
      batch = next;
      row = 0;
      return true;
    }

    @Override
    public int compareTo(Head other) {
      int byKeys = order.compare(batch, row, other.batch, other.row);
      return byKeys != 0 ? byKeys : Integer.compare(run, other.run);
    }
  }

  /** Runs as one. */
  private final class Merge implements Operator {
    private final List<SpillFile> files;
    private final PriorityQueue<Head> heads = new PriorityQueue<>();
    private final int width;
    private long left = bound;

    /**
     * @param width columns that are answered
     */
    Merge(List<SpillFile> files, int width) {
      this.files = List.copyOf(files);
      this.width = width;
      for (int i = 0; i < files.size(); i++) {
        SpillFile.Reader reader = files.get(i).read();
        RowBatch first = reader.next();
        if (first != null) {
          heads.add(new Head(i, reader, first));
        }
      }
    }

    @Override
    public @Nullable RowBatch next() {
      Head head = heads.peek();
      if (head == null || left == 0) {
        return null;
      }
      int target = (int) Math.min(left, RowBatch.TARGET_ROWS);
      VectorBuilder[] builders = new VectorBuilder[width];
      for (int c = 0; c < width; c++) {
        builders[c] = VectorBuilder.of(head.batch.column(c).type(), target);
      }
      int count = 0;
      while (count < target && !heads.isEmpty()) {
        evaluation.tick();
        Head least = heads.poll();
        for (int c = 0; c < width; c++) {
          builders[c].addFrom(least.batch.column(c), least.row);
        }
        count++;
        if (least.advance()) {
          heads.add(least);
        }
      }
      left -= count;
      Vector[] columns = new Vector[width];
      for (int c = 0; c < width; c++) {
        columns[c] = builders[c].build();
      }
      return new RowBatch(columns, count);
    }

    @Override
    public void close() {
      files.forEach(evaluation::discard);
    }
  }
}
