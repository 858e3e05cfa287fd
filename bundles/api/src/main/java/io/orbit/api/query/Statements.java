package io.orbit.api.query;

import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements of any installed language in a session. A protocol prepares, executes, reads
 * batches, and says when an implicit transaction ends. Thread-safe; calls for one session come one
 * at a time. Everything but {@link #preparedAtHand}, {@link #executeInline}, what it answers, and
 * the end of a transaction that only ran such, may block and belongs on a virtual thread.
 *
 * <p>Transactions: a statement outside a transaction opens an implicit one, which the protocol ends
 * by {@link #endImplicit} (PostgreSQL: at Sync or the end of a simple query's text). An error
 * inside an explicit transaction marks it failed; inside an implicit one the protocol rolls it
 * back.
 */
public interface Statements {
  /** Names of the languages installed now. */
  List<String> languages();

  /**
   * Splits a text into its statements, without binding them.
   *
   * @throws io.orbit.api.error.OrbitException SYNTAX_ERROR; UNDEFINED_OBJECT for a language that is
   *     not installed
   */
  List<ParsedStatement> parse(String language, String text);

  /**
   * Prepares a text that holds one statement (or none).
   *
   * @param parameterTypes types of the first parameters; UNKNOWN, or beyond the list, is inferred
   */
  PreparedStatement prepare(
      Session session, String language, String text, List<DataType> parameterTypes);

  /** Prepares one statement of {@link #parse}; {@code text} is the whole text it came from. */
  PreparedStatement prepare(
      Session session,
      String language,
      String text,
      ParsedStatement statement,
      List<DataType> parameterTypes);

  /**
   * The statements of a text that may hold several, prepared one by one as they are asked for,
   * since each may depend on what the one before it did (a simple query). A text that the plan
   * cache holds is not parsed again.
   *
   * @throws io.orbit.api.error.OrbitException SYNTAX_ERROR at once; what binding finds, at the
   *     statement's turn
   */
  java.util.Iterator<PreparedStatement> script(Session session, String language, String text);

  /**
   * The statement of a text if its plan is at hand, so that neither parsing nor planning is needed:
   * for event loops, which must not do either. Never throws what is wrong with the text.
   *
   * @return null where {@link #prepare} or {@link #script} has to do it
   */
  @Nullable PreparedStatement preparedAtHand(
      Session session, String language, String text, List<DataType> parameterTypes);

  /**
   * Starts a prepared statement on the calling event loop, if it {@linkplain
   * PreparedStatement#runsInline() is short} and neither waits nor fails.
   *
   * @return null where it would: nothing was done then, and {@link #execute} is to be called on a
   *     virtual thread
   * @throws io.orbit.api.error.OrbitException when a COMMIT fails; the transaction is over then
   */
  @Nullable Execution executeInline(
      Session session, PreparedStatement statement, List<? extends @Nullable Object> parameters);

  /**
   * Starts a prepared statement.
   *
   * @param parameters one value per parameter, of its type
   */
  Execution execute(
      Session session, PreparedStatement statement, List<? extends @Nullable Object> parameters);

  /** The columns of a cursor that a statement (DECLARE) has opened; empty when there is none. */
  Optional<List<ResultColumn>> cursorColumns(Session session, String name);

  /**
   * Ends the session's implicit transaction, if there is one. Asked after every statement or text,
   * also after an explicit COMMIT: its timestamp is answered then.
   *
   * @return the commit timestamp to wait for before the client is told, or 0
   */
  long endImplicit(Session session, boolean commit);

  /** Notices raised since the last call (NOTICE, WARNING …), oldest first. */
  List<Notice> takeNotices(Session session);

  /**
   * @param severity DEBUG, LOG, INFO, NOTICE or WARNING
   */
  record Notice(
      String severity,
      String sqlState,
      String message,
      @Nullable String detail,
      @Nullable String hint) {}

  /** Settings that changed since the last call and that clients want to be told of, by name. */
  List<String> takeChangedSettings(Session session);

  /**
   * Gives a setting a value, as a client's start-up message does: checked as SET checks it, for the
   * whole session, no transaction.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT, INVALID_PARAMETER_VALUE,
   *     CANNOT_CHANGE_RUNTIME_PARAMETER
   */
  void set(Session session, String name, String value);

  /** The value of a setting in its shown spelling (TimeZone, server_version …); null if unknown. */
  @Nullable String setting(Session session, String name);

  /**
   * The text of a value of a reg* type (regclass, regtype …): the name of what it stands for, as
   * the session's transaction and search path see it; the number where there is nothing.
   */
  String registeredName(Session session, TypeKind type, long oid);

  /**
   * The value of a reg* type that a text means.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_TABLE, UNDEFINED_OBJECT, UNDEFINED_SCHEMA,
   *     UNDEFINED_FUNCTION, INVALID_NAME
   */
  long registeredOid(Session session, TypeKind type, String text);

  /** The type that a user defined, an array of it or a table's row type, by its OID. */
  Optional<DataType> userType(Session session, long oid);
}
