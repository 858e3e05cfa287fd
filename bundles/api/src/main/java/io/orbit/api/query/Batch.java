package io.orbit.api.query;

/** Some rows of a result, column by column. Read-only; valid until the next batch is asked for. */
public interface Batch {
  int rows();

  ColumnVector column(int index);
}
