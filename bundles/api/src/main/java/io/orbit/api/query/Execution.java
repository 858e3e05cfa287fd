package io.orbit.api.query;

import org.jspecify.annotations.Nullable;

/**
 * A running statement. One thread at a time; must be closed. Whatever fails throws an {@code
 * OrbitException} and ends it.
 */
public interface Execution extends AutoCloseable {
  enum Kind {
    /** Answers batches of rows. */
    ROWS,
    /** Answers only its tag; its work is done when {@link #next} answered null. */
    COMMAND,
    /** Wants data by {@link #copyData} and {@link #copyDone}. */
    COPY_IN,
    /** Gives data by {@link #nextCopyData}. */
    COPY_OUT
  }

  Kind kind();

  /**
   * The next rows, at most so many; null at the end. The batch is valid until the next call. For
   * COMMAND the first call does the work and answers null.
   */
  @Nullable Batch next(int maximumRows);

  /**
   * PostgreSQL's command tag without its counts ({@code SELECT}, {@code INSERT}, {@code CREATE
   * TABLE}); meaningful at the end.
   */
  String tag();

  /** Rows answered or affected; -1 where the tag has no count. */
  long count();

  /** Number of columns of COPY data and whether it is binary; only for the COPY kinds. */
  int copyColumns();

  boolean copyBinary();

  /** COPY_IN: a piece of the client's data, cut anywhere. */
  void copyData(byte[] data, int offset, int length);

  /** COPY_IN: the client has sent everything. */
  void copyDone();

  /** COPY_OUT: one row (or header, trailer) ready for the wire; null at the end. */
  byte @Nullable [] nextCopyData();

  /** Stops it if it runs and frees what it holds. */
  @Override
  void close();
}
