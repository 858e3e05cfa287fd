package io.orbit.query.execute;

import java.util.function.BiFunction;

/**
 * Rows that several threads may read at once, each a part of them: together they answer every row
 * once. What reads by the transaction is the main part, which the statement's own thread takes.
 */
interface ParallelSource {
  /** How many pieces there are to share out. */
  int pieces();

  /** The main part. */
  Operator main(Evaluation evaluation);

  /**
   * One more part.
   *
   * @param fork an evaluation of the thread that reads it, see {@link Evaluation#fork}
   */
  Operator part(Evaluation fork);

  /** No part answers more; for the end of a statement that has failed. */
  void stop();

  /** The same rows, each part sent through an operator that needs nothing but its input. */
  default ParallelSource through(BiFunction<Evaluation, Operator, Operator> stream) {
    ParallelSource source = this;
    return new ParallelSource() {
      @Override
      public int pieces() {
        return source.pieces();
      }

      @Override
      public Operator main(Evaluation evaluation) {
        return stream.apply(evaluation, source.main(evaluation));
      }

      @Override
      public Operator part(Evaluation fork) {
        return stream.apply(fork, source.part(fork));
      }

      @Override
      public void stop() {
        source.stop();
      }
    };
  }
}
