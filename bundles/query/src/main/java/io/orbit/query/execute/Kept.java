package io.orbit.query.execute;

import io.orbit.query.spill.SpillFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches that a statement keeps, in memory as far as that goes and then on disk. Added at the end,
 * read by number or from the first on, any number of times. One thread.
 */
final class Kept {
  private final Evaluation evaluation;
  private final List<RowBatch> inMemory = new ArrayList<>();
  private @Nullable SpillFile file;

  Kept(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** Batches whose memory others have counted. */
  static Kept of(Evaluation evaluation, List<RowBatch> batches) {
    Kept kept = new Kept(evaluation);
    kept.inMemory.addAll(batches);
    return kept;
  }

  /** All rows of an operator, which is closed. */
  static Kept drain(Evaluation evaluation, Operator operator) {
    Kept kept = new Kept(evaluation);
    try (operator) {
      for (RowBatch batch = operator.next(); batch != null; batch = operator.next()) {
        evaluation.checkCanceled();
        kept.add(batch);
      }
    }
    return kept;
  }

  void add(RowBatch batch) {
    SpillFile spilled = file;
    if (spilled == null && evaluation.tryTake(batch.bytes())) {
      inMemory.add(batch);
      return;
    }
    if (spilled == null) {
      spilled = evaluation.spill();
      file = spilled;
    }
    spilled.add(batch);
  }

  int size() {
    SpillFile spilled = file;
    return inMemory.size() + (spilled == null ? 0 : spilled.batches());
  }

  /** A batch by its number. */
  RowBatch get(int number) {
    SpillFile spilled = file;
    if (number < inMemory.size() || spilled == null) {
      return inMemory.get(number);
    }
    return spilled.batch(number - inMemory.size());
  }

  /** The rows from the first on, as far as they are there. */
  Operator scan() {
    return new Operator() {
      private int next;
      private SpillFile.@Nullable Reader reader;

      @Override
      public @Nullable RowBatch next() {
        if (next < inMemory.size()) {
          return inMemory.get(next++);
        }
        SpillFile spilled = file;
        if (spilled == null) {
          return null;
        }
        SpillFile.Reader rest = reader;
        if (rest == null) {
          rest = spilled.read();
          reader = rest;
        }
        return rest.next();
      }

      @Override
      public void close() {}
    };
  }
}
