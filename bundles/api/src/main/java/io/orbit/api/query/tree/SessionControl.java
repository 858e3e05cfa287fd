package io.orbit.api.query.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about transactions, settings, prepared statements and cursors of a session. */
public sealed interface SessionControl extends Statement {

  enum Isolation {
    READ_UNCOMMITTED,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
  }

  /** Modes of BEGIN and SET TRANSACTION; null where nothing is said. */
  record TransactionModes(
      @Nullable Isolation isolation, @Nullable Boolean readOnly, @Nullable Boolean deferrable) {}

  record Begin(TransactionModes modes, int position) implements SessionControl {}

  record Commit(boolean chain, int position) implements SessionControl {}

  record Rollback(boolean chain, int position) implements SessionControl {}

  record Savepoint(String name, int position) implements SessionControl {}

  record ReleaseSavepoint(String name, int position) implements SessionControl {}

  record RollbackToSavepoint(String name, int position) implements SessionControl {}

  /** SET TRANSACTION, or SET SESSION CHARACTERISTICS when {@code session}. */
  record SetTransaction(boolean session, TransactionModes modes, int position)
      implements SessionControl {}

  /** SET CONSTRAINTS; no names means ALL. */
  record SetConstraints(List<List<String>> names, boolean deferred, int position)
      implements SessionControl {}

  /** SET; no values means DEFAULT. A name may have parts joined by dots. */
  record SetVariable(String name, List<Expression> values, boolean local, int position)
      implements SessionControl {}

  /** RESET; null means ALL. */
  record ResetVariable(@Nullable String name, int position) implements SessionControl {}

  /** SHOW; null means ALL. */
  record ShowVariable(@Nullable String name, int position) implements SessionControl {}

  /** SET ROLE (null: NONE) or, when {@code sessionAuthorization}, SET SESSION AUTHORIZATION. */
  record SetRole(@Nullable String role, boolean sessionAuthorization, int position)
      implements SessionControl {}

  enum DiscardKind {
    ALL,
    PLANS,
    SEQUENCES,
    TEMPORARY
  }

  record Discard(DiscardKind kind, int position) implements SessionControl {}

  record Prepare(
      String name, List<TypeName> parameterTypes, Statement statement, String text, int position)
      implements SessionControl {}

  record Execute(String name, List<Expression> arguments, int position) implements SessionControl {}

  /** DEALLOCATE; null means ALL. */
  record Deallocate(@Nullable String name, int position) implements SessionControl {}

  record DeclareCursor(
      String name,
      boolean binary,
      @Nullable Boolean scroll,
      boolean hold,
      Query query,
      int position)
      implements SessionControl {}

  enum FetchDirection {
    NEXT,
    PRIOR,
    FIRST,
    LAST,
    ABSOLUTE,
    RELATIVE,
    FORWARD,
    BACKWARD
  }

  /** FETCH, or MOVE; a count of {@code Long.MAX_VALUE} is ALL. */
  record Fetch(String cursor, FetchDirection direction, long count, boolean move, int position)
      implements SessionControl {}

  /** CLOSE; null means ALL. */
  record CloseCursor(@Nullable String name, int position) implements SessionControl {}

  record Listen(String channel, int position) implements SessionControl {}

  /** UNLISTEN; null means *. */
  record Unlisten(@Nullable String channel, int position) implements SessionControl {}

  record Notify(String channel, String payload, int position) implements SessionControl {}

  /** LOCK TABLE; the mode in upper case, {@code ACCESS EXCLUSIVE} when not given. */
  record LockTables(List<From.Table> tables, String mode, boolean nowait, int position)
      implements SessionControl {}
}
