package io.orbit.query.execute;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a common table expression, made once, as readers ask for them: one that asks for a
 * few does not wait for all. One thread.
 */
final class CommonTable implements AutoCloseable {
  private final Evaluation evaluation;
  private final OperatorFactory factory;
  private final Kept known;
  private @Nullable Operator source;
  private boolean complete;

  CommonTable(Evaluation evaluation, OperatorFactory factory) {
    this.evaluation = evaluation;
    this.factory = factory;
    known = new Kept(evaluation);
  }

  private CommonTable(Evaluation evaluation, OperatorFactory factory, Kept known) {
    this.evaluation = evaluation;
    this.factory = factory;
    this.known = known;
    complete = true;
  }

  /** One whose rows are there. */
  CommonTable(Evaluation evaluation, Kept rows) {
    this(evaluation, Sources.Rows.factory(), rows);
  }

  private @Nullable RowBatch batch(int index) {
    while (index >= known.size() && !complete) {
      Operator rows = source;
      if (rows == null) {
        rows = factory.open(evaluation);
        source = rows;
      }
      RowBatch next = rows.next();
      if (next == null) {
        complete = true;
      } else {
        known.add(next);
      }
    }
    return index < known.size() ? known.get(index) : null;
  }

  /** Makes all rows now. */
  void finish() {
    while (batch(known.size()) != null) {
      // To the end.
    }
  }

  /** A reader from the first row on. */
  Operator scan() {
    return new Operator() {
      private int position;

      @Override
      public @Nullable RowBatch next() {
        return batch(position++);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    Operator rows = source;
    if (rows != null) {
      rows.close();
    }
  }
}
