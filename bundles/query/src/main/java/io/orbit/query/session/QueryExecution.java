package io.orbit.query.session;

import io.orbit.api.query.Batch;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.Operator;
import io.orbit.query.execute.RowBatch;
import io.orbit.query.execute.RowSlices;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A running query or modification. */
final class QueryExecution extends AbstractExecution {
  private final Evaluation evaluation;
  private final Operator operator;
  private final String tag;
  private final boolean returnsRows;
  private final long affected;
  private final UnaryOperator<RuntimeException> onError;
  private final RowSlices slices;
  private long answered;

  /**
   * @param affected rows changed, −1 for a query
   * @param onError told of a failure while rows are read; answers what to throw
   */
  QueryExecution(
      Evaluation evaluation,
      Operator operator,
      String tag,
      boolean returnsRows,
      long affected,
      UnaryOperator<RuntimeException> onError) {
    this.evaluation = evaluation;
    this.operator = operator;
    this.tag = tag;
    this.returnsRows = returnsRows;
    this.affected = affected;
    this.onError = onError;
    slices = new RowSlices(operator);
  }

  @Override
  public Kind kind() {
    return returnsRows ? Kind.ROWS : Kind.COMMAND;
  }

  @Override
  public @Nullable Batch next(int maximumRows) {
    try {
      RowBatch batch = slices.next(maximumRows);
      answered += batch == null ? 0 : batch.rows();
      return batch;
    } catch (RuntimeException failure) {
      throw onError.apply(failure);
    }
  }

  @Override
  public String tag() {
    return tag;
  }

  @Override
  public long count() {
    return affected >= 0 ? affected : answered;
  }

  @Override
  public void close() {
    try {
      operator.close();
    } finally {
      evaluation.end();
    }
  }
}
