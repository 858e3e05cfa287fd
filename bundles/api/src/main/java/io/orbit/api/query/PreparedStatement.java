package io.orbit.api.query;

import io.orbit.api.value.DataType;
import java.util.List;

/** A statement that was bound. Immutable; planned again by itself when what it uses changed. */
public interface PreparedStatement {
  List<DataType> parameterTypes();

  /** Columns of its result; empty for a statement without rows (see {@link #returnsRows()}). */
  List<ResultColumn> columns();

  /** True when it answers rows, be it rows without columns. */
  boolean returnsRows();

  /** What kind of data phase {@link Execution} has. */
  Execution.Kind kind();

  /** True for a statement of an empty text. */
  boolean isEmpty();

  /** True when a failed transaction still accepts it (COMMIT, ROLLBACK, ROLLBACK TO). */
  boolean endsTransaction();

  /**
   * True when running it is short, so that an event loop may try {@link Statements#executeInline}.
   */
  boolean runsInline();
}
