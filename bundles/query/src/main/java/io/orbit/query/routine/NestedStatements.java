package io.orbit.query.routine;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.query.Execution;
import io.orbit.api.query.Language;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.Statements.Notice;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.bind.VariableNames;
import io.orbit.query.execute.Evaluation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What routines need of the engine: statements inside statements. Thread-safe. */
public interface NestedStatements {
  Binder binder();

  /** The language SQL; fails with CANNOT_CONNECT_NOW while it is not installed. */
  Language sql();

  /** The catalog as the session sees it. */
  CatalogView catalog(Session session);

  /** For single expressions, in the session's open transaction. */
  Evaluation evaluation(
      Session session, List<? extends @Nullable Object> parameters, int variables);

  /**
   * A statement of a routine, planned.
   *
   * @param types of the parameters that variables stand for
   */
  Nested prepare(Session session, Code code, List<DataType> types, VariableNames variables);

  /** A statement that is ready to run, in its session's transaction. */
  interface Nested {
    /** False when what it uses has changed: it is to be prepared again. */
    boolean isCurrent(Session session);

    boolean returnsRows();

    List<ResultColumn> columns();

    /** Runs it; an error leaves the session as it is. */
    Execution run(Session session, List<? extends @Nullable Object> parameters, Mode mode);

    /** The same; all rows are read before the first is answered, whatever is changed meanwhile. */
    Execution runKept(Session session, List<? extends @Nullable Object> parameters, Mode mode);
  }

  /**
   * How a routine's statements run.
   *
   * @param changes false in a function that is not VOLATILE
   * @param newSnapshots whether each statement sees what was committed before it, as in a procedure
   */
  record Mode(boolean changes, boolean newSnapshots) {}

  void notice(Session session, Notice notice);

  /** Ends the transaction of a procedure that may, and begins another. */
  void endTransaction(Session session, boolean commit);

  /** Acts as a role until it is closed. */
  Acting actAs(Session session, long role);

  /** A change of the session that ends. */
  interface Acting extends AutoCloseable {
    @Override
    void close();
  }
}
